"""What applicants and departments say to each other about a case."""

import dataclasses
import uuid
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.support import cases, identity
from tests.support import organisations as bodies
from tests.support.acts import at
from tests.support.correspondence import say
from yichuang.cases import services as acts
from yichuang.cases.errors import CaseNotFoundError
from yichuang.cases.rules import State
from yichuang.core import clock
from yichuang.core.actor import ANONYMOUS, Principal, RightMissingError, SignInRequiredError
from yichuang.core.paging import CursorError
from yichuang.core.rights import Role
from yichuang.correspondence import queries, services
from yichuang.correspondence.errors import ConversationClosedError, TextMissingError, TextTooLongError
from yichuang.correspondence.models import Message, Notice
from yichuang.correspondence.rules import NoticeKind, Side

pytestmark = pytest.mark.django_db


def test_both_sides_read_what_was_said() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)
    say(desk.applicant, case_no, "请问还要多久？")
    say(desk.clerk, case_no, "预计三天后办结。")

    for_applicant = queries.conversation(desk.applicant, case_no)
    for_clerk = queries.conversation(desk.clerk, case_no)

    asked, answered = for_applicant.messages
    assert (asked.side, asked.author, asked.text) == (Side.APPLICANT, "张示例", "请问还要多久？")
    assert (answered.author, answered.post_title) == ("窗口甲", desk.clerk.posts[0].title)
    assert answered.organisation_name == desk.clerk.posts[0].organisation_name
    assert (for_clerk.side, for_clerk.messages[0].author) == (Side.STAFF, "张**")
    assert (for_applicant.may_write, for_applicant.writes_until) == (True, None)


def test_the_same_key_says_it_once() -> None:
    desk = cases.make_desk()
    case_no, key = cases.make_case(desk), uuid.uuid4()

    ids = {services.say(actor=desk.applicant, case_no=case_no, text="您好", key=key) for _ in range(2)}

    assert len(ids) == Message.objects.count() == 1


def test_new_messages_are_marked_for_each_side() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)
    say(desk.applicant, case_no, "一")
    say(desk.applicant, case_no, "二")

    assert queries.conversation(desk.clerk, case_no).unread == 2
    services.mark_conversation_read(actor=desk.clerk, case_no=case_no)
    say(desk.clerk, case_no, "三")

    assert queries.conversation(desk.clerk, case_no).unread == 0
    assert [one.is_new for one in queries.conversation(desk.applicant, case_no).messages] == [False, False, True]


def test_the_applicant_has_a_notice_of_a_message_until_it_is_read() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)
    say(desk.clerk, case_no, "请补充电话。")

    (notice,) = queries.list_notices(desk.applicant).rows
    assert (notice.kind, notice.case_no, notice.is_read) == (NoticeKind.MESSAGE, case_no, False)
    assert services.mark_conversation_read(actor=desk.applicant, case_no=case_no) == 1
    assert queries.count_unread(desk.applicant) == 0


def test_whoever_has_the_case_in_hand_has_a_notice_of_a_message() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)
    say(desk.applicant, case_no, "没有人经办")
    nobody = Notice.objects.count()
    acts.take_case(actor=desk.reviewer, case_no=case_no)
    say(desk.applicant, case_no, "有人经办")

    (notice,) = queries.list_notices(desk.reviewer).rows
    assert (nobody, notice.kind) == (0, NoticeKind.WRITTEN)


def test_strangers_learn_nothing() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)
    stranger = identity.applicant_actor("王示例")
    elsewhere = identity.staff_actor(Role.WINDOW_CLERK, organisation_id=bodies.make_organisation())

    for actor in (stranger, elsewhere):
        with pytest.raises(CaseNotFoundError):
            say(actor, case_no)
        with pytest.raises(CaseNotFoundError):
            queries.conversation(actor, case_no)
    with pytest.raises(SignInRequiredError):
        say(ANONYMOUS, case_no)
    assert Message.objects.count() == 0


def test_staff_without_the_right_to_answer_only_read() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)
    say(desk.applicant, case_no)

    with pytest.raises(RightMissingError):
        say(desk.records, case_no)

    view = queries.conversation(desk.records, case_no)
    assert (len(view.messages), view.may_write) == (1, False)


def test_an_agent_speaks_as_himself_where_the_mandate_covers_the_item() -> None:
    desk = cases.make_desk()
    case_no, agent = cases.make_case(desk), identity.applicant_actor("王示例")
    assert desk.applicant.account_id is not None
    principal = Principal(desk.applicant.account_id, "张示例", mandate_id=1)
    other = dataclasses.replace(principal, item_codes=frozenset({"B2"}))

    say(dataclasses.replace(agent, acting_for=principal), case_no, "代为询问")

    (message,) = queries.conversation(desk.applicant, case_no).messages
    assert (message.author, message.side) == ("王示例", Side.APPLICANT)
    with pytest.raises(CaseNotFoundError):
        say(dataclasses.replace(agent, acting_for=other), case_no)


@pytest.mark.parametrize(
    ("text", "refusal"), [("  \r\n ", TextMissingError), ("\x00", TextMissingError), ("长" * 2001, TextTooLongError)]
)
def test_what_cannot_be_said_is_refused(text: str, refusal: type[Exception]) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)

    with pytest.raises(refusal):
        say(desk.applicant, case_no, text)


def test_what_was_said_stays_as_it_was_typed() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)
    text = "<script>alert(1)</script> 㐀𠮷 \u202eabc\n第二行"

    say(desk.applicant, case_no, f"  {text}\x00 ")

    assert queries.conversation(desk.clerk, case_no).messages[0].text == text


def test_the_applicant_writes_until_thirty_days_after_the_end() -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        case_no = cases.make_case(desk, State.REFUSED)
        closed = clock.now()
    with at("2026-04-01T08:59"):
        say(desk.applicant, case_no, "还可以写")

    with at("2026-04-01T09:01"):
        with pytest.raises(ConversationClosedError):
            say(desk.applicant, case_no, "太晚了")
        say(desk.clerk, case_no, "补充说明")
        view = queries.conversation(desk.applicant, case_no)

    assert (view.may_write, view.writes_until) == (False, closed + timedelta(days=30))
    assert [one.text for one in view.messages] == ["还可以写", "补充说明"]


def test_who_waits_longest_is_on_top_and_an_answer_ends_the_wait() -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        first, second, silent = (cases.make_case(desk) for _ in range(3))
        say(desk.applicant, first, "我先问")
    with at("2026-03-02T10:00"):
        say(desk.applicant, second, "我后问")
    with at("2026-03-02T11:00"):
        say(desk.applicant, first, "我又问")
        rows = queries.list_waiting(desk.clerk).rows

    assert [row.case_no for row in rows] == [first, second]
    assert rows[0].excerpt == "我又问"
    assert clock.local(rows[0].waiting_since).hour == 9
    say(desk.clerk, first, "已答")
    say(desk.clerk, silent, "主动告知")
    assert [row.case_no for row in queries.list_waiting(desk.clerk).rows] == [second]


def test_only_those_who_answer_see_who_waits() -> None:
    desk, other = cases.make_desk(), cases.make_desk(task_code="B2")
    say(desk.applicant, cases.make_case(desk))

    assert queries.list_waiting(other.clerk).rows == ()
    assert queries.count_waiting(desk.clerk).conversations == 1
    assert queries.count_waiting(other.clerk).conversations == 0
    for actor in (desk.records, desk.applicant):
        with pytest.raises(RightMissingError):
            queries.list_waiting(actor)
        assert queries.count_waiting(actor).conversations == 0


def test_the_waiting_list_goes_on_where_the_page_ended(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        numbers = [cases.make_case(desk) for _ in range(3)]
        for case_no in numbers:
            say(desk.applicant, case_no)
    seen: list[str] = []
    cursor: str | None = None

    while True:
        with django_assert_num_queries(1):
            page = queries.list_waiting(desk.clerk, cursor=cursor, size=2)
        seen += [row.case_no for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert seen == numbers
    with pytest.raises(CursorError):
        queries.list_waiting(desk.clerk, cursor="x")


def test_a_long_conversation_has_pages(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)
    for number in range(5):
        say(desk.applicant, case_no, f"第{number}条")

    with django_assert_num_queries(2):
        newest = queries.conversation(desk.applicant, case_no, size=3)
    older = queries.conversation(desk.applicant, case_no, older=newest.older_cursor, size=3)

    assert [one.text for one in newest.messages] == ["第2条", "第3条", "第4条"]
    assert [one.text for one in older.messages] == ["第0条", "第1条"]
    assert older.older_cursor is None
