"""What was granted stands with the case that granted it first, whatever amended, renewed or cancelled it. Law: ALL 49, 50, 69, 70."""

import pytest

from tests.support import cases
from tests.support.acts import at, case, last_row, refuses
from tests.support.cases import Desk, also, do, make_case, make_desk
from tests.support.catalogue import make_content
from tests.support.lives import GRANTING, RENEWING, renewing
from yichuang.cases import queries, services
from yichuang.cases.rules import Act, CancellationGround, Standing, State
from yichuang.catalogue.rules import Commitment, Handling, Purpose
from yichuang.core.actor import SYSTEM

pytestmark = pytest.mark.django_db
TO_THE_END = (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.GRANT, Act.ISSUE, Act.DELIVER)


def on_the_road(desk: Desk, number: str, *acts: Act) -> str:
    for act in acts:
        do(desk, act, number)
    return number


def standing(number: str) -> tuple[Standing, str]:
    """What the verification page says of the case's own paper."""
    found, until = queries.standing_of(number, case(number).certificate_no)
    return found, str(until)


@pytest.mark.parametrize(("act", "after"), [(Act.REVOKE, Standing.REVOKED), (Act.RECALL, Standing.RECALLED)])
def test_what_is_ended_where_it_was_granted_holds_no_longer_by_any_of_its_papers(act: Act, after: Standing) -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk(GRANTING)
        renewal, first = also(desk, RENEWING, "A2"), make_case(desk, State.DELIVERED)
        renewed = on_the_road(renewal, renewing(renewal, first), *TO_THE_END)
        assert standing(first) == standing(renewed) == (Standing.VALID, "2026-07-01")

        for elsewhere in (Act.REVOKE, Act.RECALL, Act.CANCEL):
            refuses(lambda one=elsewhere: do(desk, one, renewed), "cases.stands_elsewhere", case_no=first)  # type: ignore[misc]
        do(desk, act, first)

        assert standing(first) == standing(renewed) == (after, "2026-07-01")
        assert queries.get_case_view(SYSTEM, renewed).standing is after
        progress = queries.find_progress(renewed, "张示例")
        assert progress is not None
        assert progress.standing is after
        assert case(renewed).standing == ""


def test_a_renewal_begins_the_day_after_and_does_not_drift_to_the_month_end() -> None:
    with at("2026-02-01T10:00"):
        desk = make_desk(make_content(results=(GRANTING.results[0].model_copy(update={"valid_months": 1}),)))
        renewing_item = RENEWING.model_copy(update={"results": desk.version.content.results})
        renewal, first = also(desk, renewing_item, "A2"), make_case(desk, State.DELIVERED)
        assert str(case(first).valid_until) == "2026-02-28"
        on_the_road(renewal, renewing(renewal, first), *TO_THE_END)

    assert str(case(first).valid_until) == "2026-03-31"


def test_what_has_expired_can_be_cancelled_and_not_renewed() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk(GRANTING)
        renewal = also(desk, RENEWING, "A2")
        ending = also(desk, make_content(name="食品经营许可注销", handling=Handling(purpose=Purpose.CANCEL)), "A3")
        first = make_case(desk, State.DELIVERED)
    with at("2026-05-02T10:00"):
        refuses(lambda: renewing(renewal, first), "cases.about_unfit", case_no=first)
        submission = cases.submission(ending, about=first)
        assert services.submit_application(actor=desk.clerk, submission=submission).case_no


def test_nothing_is_cancelled_as_expired_before_it_is() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk(GRANTING)
        first = make_case(desk, State.DELIVERED)
    end = {"actor": desk.head, "case_no": first, "act": Act.CANCEL, "ground": CancellationGround.EXPIRED}

    with at("2026-05-01T23:59"):
        refuses(lambda: services.end_grant(**end, reason="期满"), "cases.ground_unfit")  # type: ignore[arg-type]
    with at("2026-05-02T00:00"):
        assert services.end_grant(**end, reason="期满").act is Act.CANCEL  # type: ignore[arg-type]


def test_a_renewal_on_commitment_renews_what_it_is_about() -> None:
    commitment = Handling(purpose=Purpose.RENEW, commitment=Commitment(terms=("场所符合要求",), consequence="撤销许可"))
    with at("2026-03-02T10:00"):
        desk = make_desk(GRANTING)
        renewal = also(desk, RENEWING.model_copy(update={"handling": commitment}), "A2")
        first = make_case(desk, State.DELIVERED)
        number = renewing(renewal, first)
        do(desk, Act.RECEIVE, number)
        do(desk, Act.COMMIT, number)
        assert (str(case(first).valid_until), last_row(first).act) == ("2026-07-01", "renew")
        assert standing(number) == (Standing.VALID, "2026-07-01")
        on_the_road(desk, number, Act.ISSUE, Act.DELIVER)

        services.verify_commitment(actor=desk.reviewer, case_no=number, is_kept=False, text="现场与承诺不符")
        assert last_row(number).details["is_kept"] is False


def test_what_is_revoked_before_it_is_handed_over_is_not_issued_any_more() -> None:
    desk = make_desk()
    number = make_case(desk, State.GRANTED)
    refuses(lambda: do(desk, Act.DELIVER, number), "cases.result_not_issued", result="食品经营许可证")
    do(desk, Act.REVOKE, number)

    assert (case(number).state, case(number).standing) == ("granted", "revoked")
    refuses(lambda: do(desk, Act.ISSUE, number), "cases.nothing_to_issue")
    possible = queries.get_case_view(SYSTEM, number).possible
    assert (Act.DELIVER in possible, Act.ISSUE in possible) == (True, False)
    assert do(desk, Act.DELIVER, number).state is State.DELIVERED


@pytest.mark.parametrize(("corrected_at", "state"), [("2026-05-01T10:00", "granted"), ("2026-05-06T10:00", "received")])
def test_a_renewal_for_which_the_applicant_kept_the_office_waiting_is_not_granted_by_silence(
    corrected_at: str, state: str
) -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk(GRANTING)
        renewal, first = also(desk, RENEWING, "A2"), make_case(desk, State.DELIVERED)
    with at("2026-03-31T10:00"):
        number = on_the_road(desk, renewing(renewal, first), Act.RECEIVE)
    with at("2026-04-03T10:00"):
        do(desk, Act.REQUEST_CORRECTION, number)
    case_row = case(number)
    case_row.next_due_on = case_row.next_due_on and case_row.next_due_on.replace(month=5, day=31)
    case_row.save(update_fields=["next_due_on"])  # a place that gives more time
    with at(corrected_at):
        do(desk, Act.CORRECT, number)

    with at("2026-05-07T10:00"):
        services.run_timers(actor=SYSTEM)
    assert case(number).state == state
