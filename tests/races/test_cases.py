"""Acts on one case at the same moment: one wins, the others are told why, and nothing is done twice."""

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection

from tests.support import cases, identity
from tests.support.acts import last_row
from yichuang.cases import queries, services
from yichuang.cases.errors import ActNotAllowedError, DraftStaleError
from yichuang.cases.models import Case, Draft, LedgerRow
from yichuang.cases.rules import Act, Channel, State
from yichuang.cases.services import ActDone
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Role
from yichuang.documents.models import Paper

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[object]:
    """What each act gave, or the error it ended with, all started at the same moment."""
    barrier = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            results[place] = act()
        except Exception as error:  # noqa: BLE001 - the error is the result
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def errors(results: list[object]) -> list[type]:
    return [type(result) for result in results if isinstance(result, Exception)]


def done(results: list[object]) -> list[ActDone]:
    return [result for result in results if isinstance(result, ActDone)]


def test_two_clerks_accept_at_once() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)
    colleague = identity.staff_actor(Role.WINDOW_CLERK, organisation_id=desk.organisation_id, name="窗口戊")

    results = together(
        lambda: cases.do(desk, Act.ACCEPT, case_no),
        lambda: cases.do(desk, Act.ACCEPT, case_no, actor=colleague),
    )

    assert errors(results) == [ActNotAllowedError]
    assert LedgerRow.objects.filter(case_no=case_no, act="accept").count() == 1
    assert Paper.objects.filter(subject=case_no, kind="acceptance").values_list("serial", flat=True).get() == 1
    assert services.verify_ledger(actor=SYSTEM).broken == ()


def test_the_same_request_of_two_tabs_is_one_row_and_one_answer() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)

    answers = done(together(*[lambda: cases.do(desk, Act.ACCEPT, case_no, key="one")] * 3))

    assert sorted(one.is_repeat for one in answers) == [False, True, True]
    assert len({(one.seq, one.digest, one.papers) for one in answers}) == 1


def test_a_form_sent_five_times_is_one_case() -> None:
    desk = cases.make_desk()
    application = cases.submission(desk)

    answers = done(together(*[lambda: services.submit_application(actor=desk.clerk, submission=application)] * 5))

    assert sorted(one.is_repeat for one in answers) == [False, True, True, True, True]
    assert {one.case_no for one in answers} == {Case.objects.get().case_no}
    assert LedgerRow.objects.count() == 1


def test_a_draft_submitted_twice_at_once_is_one_case() -> None:
    desk = cases.make_desk()
    key = services.start_draft(actor=desk.clerk, key=uuid.uuid4(), version_id=desk.version.id, channel=Channel.WINDOW)
    services.save_draft(
        actor=desk.clerk,
        key=key,
        revision=1,
        form={"name": "张示例", "identity_no": identity.identity_no(7)},
        party=cases.party_of(desk.applicant),
        materials_at_window=("M1", "M2"),
    )

    answers = done(together(*[lambda: services.submit_draft(actor=desk.clerk, key=key)] * 2))

    assert [one.case_no for one in answers] == [Draft.objects.get().case_no] * 2
    assert Case.objects.count() == 1


def test_twenty_submissions_at_once_have_twenty_numbers() -> None:
    desk = cases.make_desk()
    applications = [cases.submission(desk) for _ in range(20)]

    def file_some(start: int) -> list[str]:
        return [services.submit_application(actor=desk.clerk, submission=one).case_no for one in applications[start::5]]

    results = together(*[lambda start=start: file_some(start) for start in range(5)])

    numbers = [number for result in results if isinstance(result, list) for number in result]
    assert len(set(numbers)) == 20 == Case.objects.count()


def test_of_granting_and_denying_at_once_one_stands() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.IN_REVIEW)

    results = together(lambda: cases.do(desk, Act.GRANT, case_no), lambda: cases.do(desk, Act.DENY, case_no))

    assert errors(results) == [ActNotAllowedError]
    decided = done(results)[0]
    assert (last_row(case_no).act, queries.get_case_view(desk.clerk, case_no).state) == (decided.act, decided.state)
    kinds = set(Paper.objects.filter(subject=case_no).values_list("kind", flat=True))
    assert len(kinds & {"decision_granted", "decision_denied"}) == 1


def test_papers_of_many_cases_at_once_are_numbered_without_gap() -> None:
    desk = cases.make_desk()
    numbers = [cases.make_case(desk) for _ in range(4)]

    results = together(*[lambda one=one: cases.do(desk, Act.RECEIVE, one) for one in numbers])

    assert errors(results) == []
    assert sorted(Paper.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]


def test_of_two_saves_of_one_revision_one_is_stale() -> None:
    desk = cases.make_desk()
    key = services.start_draft(
        actor=desk.applicant, key=uuid.uuid4(), version_id=desk.version.id, channel=Channel.ONLINE
    )

    def save(name: str) -> Callable[[], object]:
        return lambda: services.save_draft(actor=desk.applicant, key=key, revision=1, form={"name": name})

    results = together(save("甲"), save("乙"))

    assert errors(results) == [DraftStaleError]
    assert results.count(2) == 1
    assert queries.get_draft_view(desk.applicant, key).form == {"name": "甲" if results[0] == 2 else "乙"}


def test_the_proof_of_the_ledger_holds_while_acts_go_on() -> None:
    desk = cases.make_desk()
    numbers = [cases.make_case(desk, State.ACCEPTED) for _ in range(5)]

    def work() -> None:
        for case_no in numbers:
            for act in (Act.REVIEW, Act.REVIEW, Act.GRANT):
                cases.do(desk, act, case_no)

    results = together(work, lambda: [services.verify_ledger(actor=SYSTEM).broken for _ in range(8)])

    assert results[0] is None
    assert results[1] == [()] * 8
