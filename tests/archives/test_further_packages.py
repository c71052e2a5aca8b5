"""What became of a case stands in its package, and what is done to it later gives it a further one."""

from datetime import date

import pytest

from tests.archives.test_packing import paths_of, read, values
from tests.support import archives, cases, lives
from tests.support.acts import at
from yichuang.archives.models import Package
from yichuang.archives.queries import get_package, list_packages
from yichuang.cases.rules import Act, State
from yichuang.core import clock
from yichuang.core.actor import SYSTEM

pytestmark = pytest.mark.django_db


def test_a_case_that_goes_on_gets_a_further_package() -> None:
    desk = cases.make_desk(has_seal=True)
    case_no = cases.make_case(desk, State.DELIVERED)
    before = archives.packed(case_no)

    cases.do(desk, Act.ARCHIVE, case_no)
    after = archives.packed(case_no)

    assert (before.view.seq, after.view.seq) == (7, 8)
    assert [row.seq for row in Package.objects.order_by("pk")] == [7, 8]
    assert archives.found(before.content) == archives.found(after.content) == set()


def test_an_act_after_archiving_gives_a_further_package_that_names_the_former() -> None:
    desk = cases.make_desk(has_seal=True)
    case_no = cases.make_case(desk, State.ARCHIVED)
    before = archives.packed(case_no)
    cases.do(desk, Act.REVOKE, case_no)

    after = archives.packed(case_no)

    assert [(one.view.number, one.view.seq) for one in (before, after)] == [(1, 8), (2, 9)]
    assert list_packages(SYSTEM, case_no=case_no).rows == (after.view, before.view)
    assert get_package(SYSTEM, before.view.id) == before.view
    assert values(before, "management", "package_number", "former_packages") == [1, []]
    assert values(after, "management", "package_number", "former_packages") == [
        2, [{"rows": 8, "ledger_digest": values(before, "management", "ledger_digest")[0], "sm3": before.view.digest}],
    ]  # fmt: skip
    assert values(before, "content", "state", "result", "standing") == ["archived", "grant", "valid"]
    assert values(after, "content", "state", "result", "standing") == ["archived", "grant", "revoked"]
    assert read(after, "metadata.json")["content"]["standing"]["title"] == "结果效力"
    assert [path for path in after.files if path.endswith("-revocation.pdf")] == paths_of(case_no)[-1:]
    assert archives.found(before.content) == archives.found(after.content) == set()


def test_a_period_begins_anew_with_an_act_after_archiving() -> None:
    desk = cases.make_desk(has_seal=True)
    case_no = cases.make_case(desk, State.ARCHIVED)
    years = clock.today().year - 2020
    before = archives.packed(case_no).view
    with at("2031-01-01T00:00"):
        cases.do(desk, Act.REVOKE, case_no)

    after = archives.packed(case_no).view

    assert (before.retain_until, after.retain_until) == (date(2050 + years, 12, 31), date(2061, 12, 31))


@pytest.mark.parametrize(
    ("state", "result", "standing"),
    [
        (State.REFUSED, "refuse", None),
        (State.NOT_REQUIRED, "not_required", None),
        (State.WITHDRAWN, "withdraw", None),
        (State.TERMINATED, "terminate", None),
        (State.LAPSED, "lapse", None),
        (State.DELIVERED, "grant", "valid"),
        (State.ARCHIVED, "grant", "valid"),
    ],
)
def test_the_result_is_the_act_that_ended_the_case(state: State, result: str, standing: str | None) -> None:
    made = archives.packed(cases.make_case(cases.make_desk(has_seal=True), state))

    assert values(made, "content", "result", "standing") == [result, standing]
    assert archives.found(made.content, made.view.public_key) == set()


def test_what_only_changed_a_grant_has_no_standing_of_its_own() -> None:
    desk = cases.make_desk(lives.GRANTING, has_seal=True)
    original = cases.make_case(desk, State.DELIVERED)
    renewal = lives.renewing(cases.also(desk, lives.RENEWING, "A2"), original)
    for act in cases.ROAD[State.DELIVERED]:
        cases.do(desk, act, renewal)

    assert values(archives.packed(renewal), "content", "result", "standing") == ["grant", None]
    assert values(archives.packed(original), "content", "standing") == ["valid"]
