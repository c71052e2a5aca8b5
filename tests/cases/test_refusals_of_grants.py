"""What grants wait for and rest on: deferred materials, commitments, what was granted before. Exact codes, and no trace."""

from typing import Any

import pytest

from tests.support import cases, identity
from tests.support.acts import Deed, case, refuses
from tests.support.cases import Desk, also, do, make_case, make_desk
from tests.support.catalogue import make_content
from yichuang.cases import services
from yichuang.cases.rules import (
    Act,
    State,
)
from yichuang.catalogue.rules import Commitment, Handling, Purpose

pytestmark = pytest.mark.django_db
COMMITTED = Handling(commitment=Commitment(terms=("场所符合要求",), consequence="撤销许可"))
ABOVE = Handling(upper_body="示例省市场监督管理局")


def received_without(desk: Desk, *codes: str) -> str:
    materials: dict[str, list[int]] = {one: [] for one in ("M1", "M2") if one not in codes}
    application = cases.submission(desk, materials=materials)
    number = services.submit_application(actor=desk.clerk, submission=application).case_no
    do(desk, Act.RECEIVE, number)
    return number


def accepting(desk: Desk, number: str, *deferred: str) -> Deed:
    return lambda: services.accept_case(actor=desk.clerk, case_no=number, deferred=deferred)


def test_only_what_may_follow_and_is_missing_is_deferred() -> None:
    desk = make_desk()
    without_plan, without_form, complete = (received_without(desk, *one) for one in (["M2"], ["M1"], []))

    refuses(accepting(desk, without_plan), "cases.materials_missing", names=["经营场所平面图"])
    refuses(accepting(desk, without_form, "M1"), "cases.not_deferrable", names=["食品经营许可申请书"])
    refuses(accepting(desk, complete, "M2"), "cases.not_deferrable", names=["经营场所平面图"])
    refuses(accepting(desk, without_plan, "M2", "M9"), "cases.not_deferrable", names=["M9"])
    assert accepting(desk, without_plan, "M2")()


def test_nothing_is_granted_while_a_deferred_material_is_awaited() -> None:
    desk = make_desk()
    number = received_without(desk, "M2")
    accepting(desk, number, "M2")()
    do(desk, Act.REVIEW, number)

    refuses(lambda: do(desk, Act.GRANT, number), "cases.deferred_open", names=["经营场所平面图"])
    refuses(
        lambda: services.supply_deferred(actor=desk.clerk, case_no=number, materials={"M1": []}),
        "cases.nothing_awaited",
        code="M1",
    )
    refuses(lambda: services.supply_deferred(actor=desk.clerk, case_no=number, materials={}), "cases.nothing_awaited")
    refuses(
        lambda: services.supply_deferred(actor=desk.applicant, case_no=number, materials={"M2": []}),
        "cases.paper_awaited",
    )
    do(desk, Act.SUPPLY, number)
    refuses(lambda: do(desk, Act.SUPPLY, number), "cases.nothing_awaited", code="M2")
    assert do(desk, Act.GRANT, number).state is State.GRANTED


def test_a_denial_does_not_wait_for_deferred_materials() -> None:
    desk = make_desk()
    number = received_without(desk, "M2")
    accepting(desk, number, "M2")()
    do(desk, Act.REVIEW, number)

    assert do(desk, Act.DENY, number).state is State.DENIED


def commit(desk: Desk, number: str) -> Deed:
    return lambda: do(desk, Act.COMMIT, number)


def test_a_commitment_is_for_items_that_offer_it_and_complete_as_far_as_they_ask() -> None:
    plain, desk = make_desk(), make_desk(make_content(handling=COMMITTED), task_code="B1")
    unfit, lacking, fit = make_case(plain, State.RECEIVED), received_without(desk, "M1"), received_without(desk, "M2")

    refuses(commit(plain, unfit), "cases.commitment_unfit", item="食品经营许可")
    refuses(commit(desk, lacking), "cases.materials_missing", names=["食品经营许可申请书"])
    assert do(desk, Act.COMMIT, fit).state is State.GRANTED


def test_whoever_broke_a_commitment_gets_no_other() -> None:
    desk = make_desk(make_content(handling=COMMITTED))
    broken, kept_waiting, next_one = (make_case(desk, State.RECEIVED) for _ in range(3))
    commit(desk, broken)()
    verify: dict[str, Any] = {"actor": desk.reviewer, "case_no": broken, "is_kept": False}
    refuses(lambda: services.verify_commitment(**verify, text=" "), "cases.reason_missing")
    services.verify_commitment(**verify, text="现场与承诺不符")

    refuses(lambda: services.verify_commitment(**verify, text="再查"), "cases.nothing_to_verify")
    refuses(commit(desk, kept_waiting), "cases.commitment_excluded", case_no=broken)
    assert do(desk, Act.ACCEPT, kept_waiting).state is State.ACCEPTED
    stranger = identity.applicant_actor("李示例")
    application = cases.submission(desk, party=cases.party_of(stranger))
    other = services.submit_application(actor=desk.clerk, submission=application).case_no
    do(desk, Act.RECEIVE, other)
    assert do(desk, Act.COMMIT, other).state is State.GRANTED
    assert case(next_one).state == State.RECEIVED


def granted(desk: Desk) -> str:
    return make_case(desk, State.DELIVERED)


def about(desk: Desk, number: str, **changes: Any) -> Deed:
    application = cases.submission(desk, about=number, **changes)
    return lambda: services.submit_application(actor=desk.clerk, submission=application)


AMENDING = make_content(name="食品经营许可变更", handling=Handling(purpose=Purpose.AMEND))


def test_only_ones_own_grant_in_force_of_the_same_body_is_amended() -> None:
    desk = make_desk()
    amending = also(desk, AMENDING, "A2")
    mine, revoked, open_one = granted(desk), granted(desk), make_case(desk, State.ISSUED)
    do(desk, Act.REVOKE, revoked)
    stranger = identity.applicant_actor("李示例")
    elsewhere = make_desk(task_code="C1")
    of_others = granted(elsewhere)

    refuses(about(amending, mine, party=cases.party_of(stranger)), "cases.about_unfit", case_no=mine)
    for number in (revoked, open_one, of_others, "990101202600001"):
        refuses(about(amending, number), "cases.about_unfit", case_no=number)
    assert about(amending, mine)()


def test_the_number_of_a_change_leads_to_what_it_changed_and_that_of_an_end_to_nothing() -> None:
    desk = make_desk()
    amending = also(desk, AMENDING, "A2")
    ending = also(desk, make_content(name="食品经营许可注销", handling=Handling(purpose=Purpose.CANCEL)), "A3")
    first = granted(desk)
    changed = closed_about(amending, first)

    again = services.submit_application(actor=desk.clerk, submission=cases.submission(amending, about=changed)).case_no
    assert case(again).about_id == case(first).pk
    ended = closed_about(ending, first)
    for number in (first, changed, ended):
        refuses(about(amending, number), "cases.about_unfit", case_no=number)


def closed_about(desk: Desk, original: str) -> str:
    """A case about what that one granted, granted and delivered."""
    number = services.submit_application(actor=desk.clerk, submission=cases.submission(desk, about=original)).case_no
    for act in (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.GRANT, Act.ISSUE, Act.DELIVER):
        do(desk, act, number)
    return number


def test_what_was_ended_meanwhile_is_not_amended_by_a_later_grant() -> None:
    desk = make_desk()
    amending, mine = also(desk, AMENDING, "A2"), granted(desk)
    number = services.submit_application(actor=desk.clerk, submission=cases.submission(amending, about=mine)).case_no
    for act in (Act.RECEIVE, Act.ACCEPT, Act.REVIEW):
        do(desk, act, number)
    do(desk, Act.REVOKE, mine)

    refuses(lambda: do(desk, Act.GRANT, number), "cases.standing", act=Act.AMEND, standing="revoked")
    assert do(desk, Act.DENY, number).state is State.DENIED
