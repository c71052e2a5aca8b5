"""The same thing at the same moment: one wins, the others are told, and nothing is done twice."""

import uuid

import pytest

from tests.races.test_cases import together
from tests.support import cases, identity
from tests.support import organisations as bodies
from tests.support.correspondence import ask, make_calendar, news_of, question
from yichuang.cases.rules import State
from yichuang.core.actor import ANONYMOUS
from yichuang.core.rights import Role
from yichuang.correspondence import services
from yichuang.correspondence.errors import AlreadyAnsweredError
from yichuang.correspondence.models import Answer, Consultation, Conversation, Message, Notice
from yichuang.outbox.models import Message as Outgoing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("run_jobs")]


def test_two_colleagues_answer_at_once() -> None:
    make_calendar()
    department = bodies.make_organisation()
    clerks = [identity.staff_actor(Role.WINDOW_CLERK, organisation_id=department, name=name) for name in "甲乙"]
    number = ask(department).number

    results = together(
        *(
            lambda clerk=clerk: services.answer(actor=clerk, number=number, text=clerk.name, key=uuid.uuid4())
            for clerk in clerks
        )
    )

    answer = Answer.objects.get()
    (refusal,) = [result for result in results if isinstance(result, Exception)]
    assert isinstance(refusal, AlreadyAnsweredError)
    assert refusal.details == {"number": number, "name": answer.author}
    assert Outgoing.objects.count() == 1


def test_one_question_is_sent_twice_at_once() -> None:
    make_calendar()
    department, key = bodies.make_organisation(), uuid.uuid4()

    results = together(*[lambda: services.ask(actor=ANONYMOUS, question=question(department), key=key)] * 3)

    numbers = {result.number for result in results if isinstance(result, services.Asked)}
    assert (len(results), len(numbers), Consultation.objects.count()) == (3, 1, 1)
    assert not any(isinstance(result, Exception) for result in results)


def test_the_first_message_is_sent_twice_at_once() -> None:
    desk = cases.make_desk()
    case_no, key = cases.make_case(desk), uuid.uuid4()

    results = together(*[lambda: services.say(actor=desk.applicant, case_no=case_no, text="您好", key=key)] * 3)

    assert len(set(results)) == 1
    assert (Message.objects.count(), Conversation.objects.count()) == (1, 1)


def test_both_sides_speak_at_once() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)

    results = together(
        lambda: services.say(actor=desk.applicant, case_no=case_no, text="问", key=uuid.uuid4()),
        lambda: services.say(actor=desk.clerk, case_no=case_no, text="答", key=uuid.uuid4()),
    )

    last = Message.objects.order_by("-pk")[0]
    is_waiting = Conversation.objects.get().waiting_since is not None
    assert not any(isinstance(result, Exception) for result in results)
    assert is_waiting == (last.side == "applicant")


def test_the_same_news_are_told_twice_at_once() -> None:
    desk = cases.make_desk()
    news = news_of(cases.make_case(desk, State.REFUSED))

    results = together(*[lambda: services.take_news_rows(news)] * 3)

    assert results == [None, None, None]
    assert (Notice.objects.count(), Outgoing.objects.count()) == (2, 1)
