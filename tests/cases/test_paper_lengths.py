"""What no paper could hold is refused in words before anything is done; a run of timers goes on past it."""

from collections.abc import Callable

import pytest

from tests.support.acts import at, case, paper_of, refuses
from tests.support.cases import Desk, do, make_case, make_desk
from tests.support.catalogue import make_content
from yichuang.cases import services
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.rules import Act, DeliveryMethod, State
from yichuang.cases.services import Missing
from yichuang.catalogue.rules import Handling
from yichuang.core.actor import SYSTEM
from yichuang.core.errors import InvalidError

pytestmark = pytest.mark.django_db

LONG = "长" * 5001
LINE = "长" * 301


def _notice(item: str, problem: str) -> Callable[[Desk, str], object]:
    missing = [Missing(item=item, problem=problem)]
    return lambda desk, case_no: services.request_correction(actor=desk.clerk, case_no=case_no, missing=missing)


@pytest.mark.parametrize(
    ("state", "deed", "field"),
    [
        (State.RECEIVED, lambda desk, no: services.refuse_case(actor=desk.clerk, case_no=no, reason=LONG), "reason"),
        (State.RECEIVED, _notice(LINE, "不清楚"), "item"),
        (State.RECEIVED, _notice("平面图", LONG), "problem"),
        (
            State.IN_REVIEW,
            lambda desk, no: services.decide_case(actor=desk.official, case_no=no, is_granted=False, reasons=["", LONG]),
            "reasons.0",
        ),
        (
            State.ISSUED,
            lambda desk, no: services.deliver_result(
                actor=desk.clerk, case_no=no, method=DeliveryMethod.WINDOW, receiver=LINE
            ),
            "receiver",
        ),
    ],
)  # fmt: skip
def test_what_is_too_long_for_the_paper_is_refused_and_leaves_nothing(
    state: State, deed: Callable[[Desk, str], object], field: str
) -> None:
    desk = make_desk()
    case_no = make_case(desk, state)

    refuses(lambda: deed(desk, case_no), "documents.paper_data")
    with pytest.raises(InvalidError) as refused:
        deed(desk, case_no)

    assert [(one.field, one.code) for one in refused.value.problems] == [(field, "documents.string_too_long")]


def test_what_needs_no_materials_of_its_own_goes_up_all_the_same() -> None:
    desk = make_desk(make_content(handling=Handling(upper_body="示例省市场监督管理局")))
    case_no = make_case(desk, State.IN_REVIEW)
    CaseMaterial.objects.filter(case__case_no=case_no).delete()

    do(desk, Act.SEND_UP, case_no)

    assert (case(case_no).state, paper_of(case_no).data["materials"]) == ("sent_up", [])


def test_a_timer_whose_paper_cannot_be_written_does_not_keep_the_others() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        bad, good = (make_case(desk, State.CORRECTION_REQUESTED) for _ in range(2))
        row = Case.objects.get(case_no=bad)
        row.party_name = LINE
        row.save(update_fields=["party_name"])

    with at("2026-03-17T02:00"):
        done = services.run_timers(actor=SYSTEM)

    assert done == 1
    assert [case(one).state for one in (bad, good)] == ["correction_requested", "lapsed"]
