"""Every act is refused to whoever may not do it, and out of order; nothing is then written."""

import pytest

from tests.support import cases, identity
from tests.support import organisations as bodies
from tests.support.acts import traces
from tests.support.catalogue import make_instant_content
from yichuang.cases import queries, services
from yichuang.cases.errors import ActNotAllowedError, CaseNoMistypedError, CaseNotFoundError, MaterialsMissingError
from yichuang.cases.rules import APPLICANT_ACTS, RIGHT_OF, SYSTEM_ACTS, Act, State, case_no
from yichuang.core import clock
from yichuang.core.actor import ANONYMOUS, Actor, RightMissingError, SignInRequiredError
from yichuang.core.rights import ROLE_RIGHTS, Right, Role
from yichuang.identity.queries import actor_of

pytestmark = pytest.mark.django_db
STATE_FOR: dict[Act, State] = {
    Act.RECEIVE: State.SUBMITTED,
    Act.REQUEST_CORRECTION: State.RECEIVED,
    Act.CORRECT: State.CORRECTION_REQUESTED,
    Act.FIX: State.RECEIVED,
    Act.ACCEPT: State.RECEIVED,
    Act.REFUSE: State.RECEIVED,
    Act.REVIEW: State.ACCEPTED,
    Act.GRANT: State.IN_REVIEW,
    Act.DENY: State.IN_REVIEW,
    Act.ISSUE: State.GRANTED,
    Act.DELIVER: State.ISSUED,
    Act.ARCHIVE: State.DELIVERED,
    Act.NOT_REQUIRED: State.SUBMITTED,
    Act.COMMIT: State.RECEIVED,
    Act.SUPPLY: State.IN_REVIEW,
    Act.STOP: State.IN_REVIEW,
    Act.RESUME: State.SPECIAL,
    Act.EXTEND: State.IN_REVIEW,
    Act.TELL_HEARING: State.IN_REVIEW,
    Act.ASK_HEARING: State.IN_REVIEW,
    Act.SEND_UP: State.IN_REVIEW,
    Act.ACKNOWLEDGE: State.SENT_UP,
    Act.BRING_BACK: State.SENT_UP,
    Act.WITHDRAW: State.IN_REVIEW,
    Act.TERMINATE: State.IN_REVIEW,
    Act.VERIFY: State.DELIVERED,
    Act.REVOKE: State.DELIVERED,
    Act.RECALL: State.DELIVERED,
    Act.CANCEL: State.DELIVERED,
    Act.RECUSE: State.IN_REVIEW,
    Act.HAND_OVER: State.ACCEPTED,
}
ACTS = tuple(STATE_FOR)
BY_OTHERS = SYSTEM_ACTS | {Act.SUBMIT, Act.RECOUNT, Act.AMEND, Act.RENEW}
"""What the law brings about, what makes the case, and what follows from calendars and other cases."""


def everybody(organisation_id: int) -> Actor:
    """Somebody who holds a post of every role there."""
    return identity.staff_actor(*Role, organisation_id=organisation_id, name="全部岗位")


def without(right: Right, organisation_id: int) -> Actor:
    """Somebody of the department who sees its cases but holds no post with that right."""
    roles = [role for role, rights in ROLE_RIGHTS.items() if right not in rights]
    return identity.staff_actor(*roles, organisation_id=organisation_id, name="无此权限")


def test_every_act_is_tried() -> None:
    assert set(STATE_FOR) == set(Act) - BY_OTHERS


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_refused_to_whoever_may_not_do_it(act: Act) -> None:
    """Absent and hidden are the same to strangers; a colleague is told which right he lacks; nothing is written."""
    desk = cases.make_desk()
    number = cases.make_case(desk, STATE_FOR[act])
    told = CaseNotFoundError if RIGHT_OF[act] is Right.VIEW_CASES else RightMissingError
    refused: dict[str, tuple[Actor, type[Exception]]] = {
        "colleague without the right": (without(RIGHT_OF[act], desk.organisation_id), told),
        "everybody of another department": (everybody(bodies.make_organisation()), CaseNotFoundError),
        "another applicant": (identity.applicant_actor("李示例"), CaseNotFoundError),
        "nobody": (ANONYMOUS, SignInRequiredError),
    }
    if act not in APPLICANT_ACTS:
        refused["the applicant"] = (desk.applicant, RightMissingError)
    before = traces()

    for who, (actor, error) in refused.items():
        with pytest.raises(error) as refusal:
            cases.do(desk, act, number, actor=actor)
        if isinstance(refusal.value, RightMissingError):
            assert refusal.value.details == {"right": RIGHT_OF[act]}, who
        assert traces() == before, who


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SUPERVISOR, Role.CENTRE_MANAGER])
def test_filing_without_the_right_to_receive_is_refused(role: Role) -> None:
    desk = cases.make_desk()
    colleague = identity.staff_actor(role, organisation_id=desk.organisation_id)
    before = traces()

    with pytest.raises(RightMissingError):
        services.submit_application(actor=colleague, submission=cases.submission(desk))
    assert traces() == before


def test_filing_for_another_department_is_refused() -> None:
    desk = cases.make_desk()
    clerk = everybody(bodies.make_organisation())
    before = traces()

    with pytest.raises(RightMissingError):
        services.submit_application(actor=clerk, submission=cases.submission(desk))
    assert traces() == before


def test_filing_needs_somebody_signed_in() -> None:
    desk = cases.make_desk()
    before = traces()

    with pytest.raises(SignInRequiredError):
        services.submit_application(actor=ANONYMOUS, submission=cases.submission(desk))
    assert traces() == before


@pytest.mark.parametrize("act", [Act.GRANT, Act.DENY])
def test_the_right_to_decide_on_the_spot_does_not_decide_a_promised_case(act: Act) -> None:
    desk = cases.make_desk()
    number = cases.make_case(desk, State.IN_REVIEW)
    before = traces()

    with pytest.raises(RightMissingError) as refusal:
        cases.do(desk, act, number, actor=desk.clerk)
    assert refusal.value.details == {"right": Right.DECIDE}
    assert traces() == before


def test_the_official_is_not_the_one_who_decides_on_the_spot() -> None:
    desk = cases.make_desk(make_instant_content())
    number = cases.make_case(desk, State.ACCEPTED)

    with pytest.raises(RightMissingError) as refusal:
        cases.do(desk, Act.GRANT, number, actor=desk.official)
    assert refusal.value.details == {"right": Right.DECIDE_INSTANT}


def test_a_promised_case_goes_to_review_first() -> None:
    desk = cases.make_desk()
    number = cases.make_case(desk, State.ACCEPTED)

    with pytest.raises(ActNotAllowedError):
        cases.do(desk, Act.GRANT, number, actor=everybody(desk.organisation_id))


def test_a_mistyped_number_is_told_from_one_that_does_not_exist() -> None:
    desk = cases.make_desk()
    number = cases.make_case(desk)
    mistyped = number[:-1] + str((int(number[-1]) + 1) % 10)

    with pytest.raises(CaseNoMistypedError):
        queries.get_case_view(desk.clerk, mistyped)
    with pytest.raises(CaseNotFoundError):
        queries.get_case_view(desk.clerk, case_no(clock.today(), 999_999))


def test_hidden_and_absent_cases_give_the_same_answer() -> None:
    desk = cases.make_desk()
    number, absent = cases.make_case(desk), case_no(clock.today(), 999_999)
    stranger = everybody(bodies.make_organisation())

    answers = []
    for one in (number, absent):
        with pytest.raises(CaseNotFoundError) as refusal:
            queries.get_case_view(stranger, one)
        answers.append((type(refusal.value), str(refusal.value).replace(one, "NO")))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("act", [act for act in ACTS if RIGHT_OF[act] is not Right.VIEW_CASES])
def test_a_right_held_elsewhere_does_not_reach_a_case_that_may_only_be_seen(act: Act) -> None:
    desk = cases.make_desk()
    number = cases.make_case(desk, STATE_FOR[act])
    elsewhere = bodies.make_organisation()
    staff_id = bodies.make_staff(elsewhere)
    for role in Role:
        bodies.hold(bodies.make_post(elsewhere, role), staff_id)
    bodies.hold(bodies.make_post(desk.organisation_id, Role.SUPERVISOR), staff_id)
    colleague = actor_of(identity.make_staff_account(staff_id), on=clock.today())
    before = traces()

    with pytest.raises(RightMissingError):
        cases.do(desk, act, number, actor=colleague)
    assert traces() == before


def test_an_application_without_a_required_material_is_not_accepted() -> None:
    desk = cases.make_desk()
    application = cases.submission(desk, materials={"M1": []})
    number = services.submit_application(actor=desk.clerk, submission=application).case_no
    cases.do(desk, Act.RECEIVE, number)

    with pytest.raises(MaterialsMissingError) as refusal:
        cases.do(desk, Act.ACCEPT, number)

    assert refusal.value.details["names"] == ["经营场所平面图"]
    assert queries.get_case_view(desk.clerk, number).state is State.RECEIVED
