"""What the page of a case tells of acts that are not open, of what became of it, and of what the higher body decided."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.support import cases as make
from tests.support import identity
from tests.support import organisations as bodies
from tests.support.acts import at
from tests.support.catalogue import make_content
from tests.support.staffdesk import Hall, client_for, key, make_hall
from yichuang.cases import services
from yichuang.cases.queries import get_case_view, list_ledger
from yichuang.cases.rules import Act, State
from yichuang.catalogue.rules import Handling
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Right, Role
from yichuang.deadlines.rules import Procedure, Term, Unit
from yichuang.identity.queries import actor_of
from yichuang.staffdesk.views.circumstances import short
from yichuang.staffdesk.views.particulars import particulars

pytestmark = pytest.mark.django_db
REASON = "情况复杂，需要进一步核实有关事实"
DAY = timedelta(days=1)


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


def show(client: Client, case_no: str, query: str = "") -> str:
    return client.get(reverse("staffdesk:case", args=[case_no]) + query).content.decode()


def send(client: Client, case_no: str, act: str, **typed: object) -> str:
    """The page that follows the act."""
    url = reverse("staffdesk:act", args=[case_no, act])
    return client.post(url, {"key": key(), "confirmed": "1", **typed}, follow=True).content.decode()


@pytest.mark.parametrize("way", ["address", "query"])
def test_the_address_of_an_act_that_is_over_says_so_on_the_page(hall: Hall, way: str) -> None:
    case_no = make.make_case(hall.desk, State.GRANTED)
    url = reverse("staffdesk:act", args=[case_no, "grant"])
    official = hall.as_("official")

    text = (
        official.get(url, follow=True).content.decode() if way == "address" else show(official, case_no, "?act=grant")
    )

    assert "“Grant” is not possible while the case is “Granted”. Possible now: Issue the result" in text
    assert "is not possible" not in show(official, case_no, "?act=issue")


def test_the_address_of_an_act_for_somebody_else_says_that_it_is_not_open(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)

    text = show(hall.as_("clerk"), case_no, "?act=grant")

    assert "“Grant” is not open to you in this case as it stands now." in text


def test_who_has_nothing_to_do_is_told_that_and_not_what_others_may_do(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.ARCHIVED)

    told = show(hall.as_("clerk"), case_no, "?act=accept")

    assert "“Accept” is not possible while the case is “Archived”. There is nothing for you to do now." in told


def test_an_act_that_came_too_late_names_only_what_its_sender_may_do(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)
    make.do(hall.desk, Act.GRANT, case_no)

    text = send(hall.as_("official"), case_no, "deny", reason=REASON)

    (possible,) = re.findall(r"“Deny” is not possible while the case is “Granted”. Possible now: ([^.]+)\.", text)
    offered = get_case_view(hall.desk.official, case_no).possible
    assert possible.startswith("Issue the result")
    assert len(possible.split(", ")) == len(offered) < len(get_case_view(hall.desk.head, case_no).possible) + 2


def chief(hall: Hall, **terms: object) -> Client:
    """A chief representative of the department with a letter of these terms."""
    staff_id = bodies.make_staff(hall.desk.organisation_id, "首席壬")
    post_id = bodies.make_post(hall.desk.organisation_id, Role.CHIEF_REPRESENTATIVE, title="首席代表")
    bodies.hold(post_id, staff_id)
    bodies.make_letter(post_id, staff_id, number="授1", **terms)  # type: ignore[arg-type]  # terms by name
    return client_for(actor_of(identity.make_staff_account(staff_id), on=clock.today()))


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"valid_from": -40, "valid_to": -1}, "授1 expired on {valid_to}."),
        ({"valid_from": 1, "valid_to": 40}, "授1 is valid from {valid_from} on, not before."),
        ({"item_codes": ("other",)}, "授1 is for other items, not for 食品经营许可."),
        ({"rights": (Right.ACCEPT,)}, "授1 does not cover this act: "),
    ],
)
def test_what_a_letter_of_authority_lacks_is_told_near_the_acts(
    hall: Hall, terms: dict[str, object], told: str
) -> None:
    days = {name: clock.today() + value * DAY for name, value in terms.items() if isinstance(value, int)}
    case_no = make.make_case(hall.desk, State.IN_REVIEW)

    text = show(chief(hall, **{**terms, **days}), case_no)

    assert "Some acts are not offered to you. Your letter of authority " + told.format(**days) in text
    assert "Some acts are not offered" not in show(hall.as_("official"), case_no)


def test_a_denial_from_above_begins_the_reasons_here() -> None:
    hall = make_hall(make_content(handling=Handling(upper_body="示例省卫生健康委员会")))
    denied, granted = (make.make_case(hall.desk, State.SENT_UP) for _ in range(2))
    services.bring_back(
        actor=hall.desk.reviewer, case_no=denied, is_granted=False, document_no="省批7号", text="选址不符合规划"
    )
    make.do(hall.desk, Act.BRING_BACK, granted)

    text = show(hall.as_("official"), denied, "?act=deny")

    assert "示例省卫生健康委员会决定不予批准（省批7号），理由：选址不符合规划</textarea>" in text
    assert "决定不予批准" not in show(hall.as_("official"), granted)


def test_days_counted_anew_are_told_from_when_to_when(hall: Hall) -> None:
    row = list_ledger(SYSTEM, make.make_case(hall.desk))[0]
    days = {"next": "2026-09-14", "promised": "2026-09-14", "statutory": "2026-09-28", "step": None}
    moved = {"next": "2026-09-15", "promised": "2026-09-15", "statutory": "2026-09-29", "step": None}

    told = [
        particulars(replace(row, act=Act.RECOUNT, details={"before": one, "after": other}))
        for one, other in (
            ({**days, "is_provisional": False}, {**moved, "is_provisional": False}),
            ({**days, "is_provisional": True}, {**days, "is_provisional": False}),
            ({"next": "2026-09-14", "is_provisional": False}, {"next": "2026-09-15", "is_provisional": True}),
        )
    ]

    assert told == [
        "promised due date 2026-09-14 → 2026-09-15; statutory due date 2026-09-28 → 2026-09-29",
        "final now that the calendar year is confirmed",
        "due 2026-09-14 → 2026-09-15; provisional: a calendar year is not confirmed yet",
    ]


def test_what_leaves_ones_list_is_told_only_to_whose_it_was(hall: Hall) -> None:
    case_no, other = make.make_case(hall.desk, State.RECEIVED), make.make_case(hall.desk, State.IN_REVIEW)

    accepted = send(hall.as_("clerk"), case_no, "accept")
    extended = send(hall.as_("head"), other, "extend", reason=REASON)

    assert "The case is now “Accepted”. Next: " in accepted
    assert "It has left your list." in accepted
    assert "Done: Extend the limit" in extended
    assert not any(part in extended for part in ("left your list", "in your hands"))


def test_results_of_ended_procedures_stand_on_the_page(hall: Hall) -> None:
    with at("2026-03-02T09:00"):
        tested, heard = (make.make_case(hall.desk, State.IN_REVIEW) for _ in range(2))
        make.do(hall.desk, Act.STOP, tested)
        plan = services.HearingPlan(clock.now() + 10 * DAY, "听证室", hall.desk.head.account_id or 0, "选址")
        services.begin_procedure(
            actor=hall.desk.official,
            case_no=heard,
            procedure=Procedure.HEARING,
            reason=REASON,
            expected_on=date(2026, 3, 20),
            hearing=plan,
        )
    with at("2026-03-06T09:00"):
        make.do(hall.desk, Act.RESUME, tested)
        services.end_procedure(actor=hall.desk.reviewer, case_no=heard, result="申请人撤回听证申请")
        texts = [show(hall.as_("reviewer"), one) for one in (tested, heard)]

    assert "from 2026-03-02 to 2026-03-06" in texts[0]
    assert "Result: 检测合格" in texts[0]
    assert "Not held: 申请人撤回听证申请" in texts[1]


def test_a_long_result_is_told_by_its_beginning() -> None:
    assert (short("长" * 300), short("长" * 301)) == ("长" * 300, "长" * 300 + "…")


def test_what_counts_plain_days_is_told_in_plain_days() -> None:
    twelve = Term(12, Unit.CALENDAR_DAY)
    steps = [one.model_copy(update={"limit": Term(2, Unit.CALENDAR_DAY)}) for one in make_content().steps]
    hall = make_hall(make_content(promised_limit=twelve, statutory_limit=Term(30, Unit.CALENDAR_DAY), steps=steps))
    with at("2026-03-02T09:00"):
        case_no = make.make_case(hall.desk, State.IN_REVIEW)
        page = hall.as_("reviewer").get(reverse("staffdesk:case", args=[case_no]))

    assert (page.context["days_left"], page.context["total_days"], page.context["in_days"]) == (14, 14, "calendar days")


def test_what_counts_working_days_is_told_in_working_days(hall: Hall) -> None:
    with at("2026-03-02T09:00"):
        case_no = make.make_case(hall.desk, State.IN_REVIEW)
        page = hall.as_("reviewer").get(reverse("staffdesk:case", args=[case_no]))

    assert (page.context["days_left"], page.context["total_days"], page.context["in_days"]) == (10, 10, "working days")


def test_the_form_of_a_leave_warns_where_nobody_stands_in(hall: Hall) -> None:
    manager, staff_id = hall.staff(Role.CENTRE_MANAGER), bodies.make_staff(hall.desk.organisation_id, "赵示例")
    post_id = bodies.make_post(hall.desk.organisation_id, Role.REVIEWER, title="审查二岗")
    bodies.hold(post_id, staff_id)
    url = reverse("staffdesk:staff", args=[staff_id])

    before = manager.get(url).content.decode()
    deputy = {"key": key(), "staff": hall.desk.official.staff_id}
    manager.post(f"{reverse('staffdesk:organisation_act', args=['name_deputy', post_id])}?on=post-{post_id}", deputy)
    after = manager.get(url).content.decode()

    assert "Nobody stands in for: 审查二岗." in before
    assert "Nobody stands in for" not in after
