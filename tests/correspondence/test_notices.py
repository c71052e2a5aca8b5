"""Who is told what of a case, once, in whose language, and by which way."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from tests.support import cases, identity, organisations
from tests.support.acts import at
from tests.support.correspondence import deliver_news, news_of, sent_texts
from yichuang.cases import services as acts
from yichuang.cases.rules import Act, DeliveryMethod, State
from yichuang.core.actor import ANONYMOUS, SYSTEM, Actor, Principal, SignInRequiredError
from yichuang.core.paging import CursorError
from yichuang.core.rights import Role
from yichuang.correspondence import queries, services
from yichuang.correspondence.models import Notice
from yichuang.correspondence.queries.wording import notice_text
from yichuang.correspondence.rules import NoticeKind
from yichuang.identity.models import Account
from yichuang.identity.rules import NoticeWay
from yichuang.organisations.services import change_organisation
from yichuang.outbox.models import Message

pytestmark = pytest.mark.django_db


def kinds(actor: Actor) -> list[NoticeKind]:
    """What the reader is told, the newest first."""
    return [row.kind for row in queries.list_notices(actor).rows]


def set_account(actor: Actor, **values: Any) -> None:
    """Change the account as its owner would."""
    assert actor.account_id is not None
    Account.objects.filter(pk=actor.account_id).update(**values)


def test_the_applicant_is_told_of_each_act_on_the_case() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.DELIVERED)

    deliver_news(case_no)

    assert kinds(desk.applicant) == [
        NoticeKind.DELIVERED,
        NoticeKind.READY,
        NoticeKind.GRANTED,
        NoticeKind.ACCEPTED,
        NoticeKind.RECEIVED,
    ]


def test_each_act_gives_one_notice_and_one_message_however_often_it_is_told() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)

    for _ in range(3):
        deliver_news(case_no)

    assert Notice.objects.count() == 2
    assert Message.objects.count() == 1


def test_a_notice_names_the_day_that_the_act_set() -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)
        deliver_news(case_no)

    with translation.override("en"):
        row = queries.list_notices(desk.applicant).rows[0]
    assert row.title == "Please correct your application by March 16, 2026"
    assert row.case_no == case_no
    with translation.override("zh-hans"):
        assert queries.list_notices(desk.applicant).rows[0].title == "请在2026年3月16日（含当日）前补正您的申请"


@pytest.mark.parametrize(
    ("method", "where", "title", "text"),
    [
        (DeliveryMethod.POST, {"tracking_no": "SF0001"}, "您的办理结果已寄出", "已经寄出，邮件号SF0001。"),
        (DeliveryMethod.LOCKER, {"place": "1号柜12格"}, "您的办理结果已放入取件柜", "请前往取件柜领取：1号柜12格。"),
        (DeliveryMethod.POST, {}, "您的办理结果已寄出", "已经寄出，邮件号（见办件页面）。"),
        (DeliveryMethod.WINDOW, {}, "您的办理结果已送达", "事项已办结"),
    ],
)
def test_what_is_sent_is_not_said_to_have_arrived(
    method: DeliveryMethod, where: dict[str, str], title: str, text: str
) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ISSUED)
    acts.deliver_result(actor=desk.clerk, case_no=case_no, method=method, **where)

    deliver_news(case_no, Act.DELIVER)

    with translation.override("zh-hans"):
        row = queries.list_notices(desk.applicant).rows[0]
    assert row.title == title
    assert text in row.text


def test_a_message_is_short_and_names_nobody(settings: Settings) -> None:
    settings.CENTRE_NAME, settings.PUBLIC_BASE_URL = "示例区政务服务中心", "https://zwfw.example.gov.cn"
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.REFUSED)

    deliver_news(case_no)

    assert sent_texts() == [f"示例区政务服务中心：您的申请{case_no}不予受理，理由见https://zwfw.example.gov.cn"]
    message = Message.objects.get()
    assert (message.address, message.subject) == (cases.party_of(desk.applicant).phone, case_no)


def test_a_message_is_in_the_language_of_its_reader(settings: Settings) -> None:
    settings.CENTRE_NAME_EN, settings.PUBLIC_BASE_URL = "Shili Centre", "https://zwfw.example.gov.cn"
    desk = cases.make_desk()
    set_account(desk.applicant, language="en", email="li@example.cn", notice=NoticeWay.EMAIL.value)
    case_no = cases.make_case(desk, State.REFUSED)

    deliver_news(case_no)

    message = Message.objects.get()
    assert (message.kind, message.address) == ("email", "li@example.cn")
    assert message.title == "Your application was not accepted"
    assert message.text == (
        f"Shili Centre: your application {case_no} was not accepted. The reasons: https://zwfw.example.gov.cn"
    )


def test_who_wants_no_messages_gets_notices_only() -> None:
    desk = cases.make_desk()
    set_account(desk.applicant, notice=NoticeWay.HERE.value)
    case_no = cases.make_case(desk, State.REFUSED)

    deliver_news(case_no)

    assert (Notice.objects.count(), Message.objects.count()) == (2, 0)


def test_an_account_that_was_switched_off_gets_no_message() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.REFUSED)
    set_account(desk.applicant, is_active=False)

    deliver_news(case_no)

    assert (Notice.objects.count(), Message.objects.count()) == (2, 0)


def test_old_acts_send_no_messages_and_very_old_ones_give_no_notices() -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        case_no = cases.make_case(desk, State.REFUSED)

    with at("2026-04-20T09:00"):
        deliver_news(case_no)
    late = Notice.objects.count()
    with at("2026-03-05T09:00"):
        deliver_news(case_no)

    assert (late, Notice.objects.count(), Message.objects.count()) == (0, 2, 0)


def test_a_case_without_account_tells_nobody() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.REFUSED)

    services.take_news_rows([dataclasses.replace(row, applicant_id=None) for row in news_of(case_no)])

    assert Notice.objects.count() == 0


def test_whoever_gets_a_case_is_told_and_hears_of_corrections() -> None:
    desk = cases.make_desk()
    colleague = identity.staff_actor(Role.WINDOW_CLERK, organisation_id=desk.organisation_id, name="窗口戊")
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)
    acts.hand_over_case(actor=desk.official, case_no=case_no, to_account_id=colleague.account_id, reason="轮班")
    cases.do(desk, Act.CORRECT, case_no, actor=desk.applicant)

    deliver_news(case_no, Act.HAND_OVER, Act.CORRECT)

    assert kinds(colleague) == [NoticeKind.CORRECTED, NoticeKind.HANDED_OVER]
    assert kinds(desk.applicant) == []


def test_reading_marks_only_the_readers_own_notices() -> None:
    desk, other = cases.make_desk(), identity.applicant_actor("王示例")
    deliver_news(cases.make_case(desk, State.ACCEPTED))
    newest = queries.list_notices(desk.applicant).rows[0]

    assert services.mark_read(actor=other) == 0
    assert services.mark_read(actor=other, notice_ids=[newest.id]) == 0
    assert services.mark_read(actor=desk.applicant, notice_ids=[newest.id]) == 1

    assert queries.count_unread(desk.applicant) == 1
    assert [row.is_read for row in queries.list_notices(desk.applicant).rows] == [True, False]
    assert len(queries.list_notices(desk.applicant, only_unread=True).rows) == 1
    assert services.mark_read(actor=desk.applicant) == 1
    assert queries.count_unread(desk.applicant) == 0


def test_notices_of_one_case_are_read_together() -> None:
    desk = cases.make_desk()
    first, second = cases.make_case(desk, State.RECEIVED), cases.make_case(desk, State.RECEIVED)
    deliver_news(first)
    deliver_news(second)

    assert services.mark_read(actor=desk.applicant, case_no=first) == 1

    assert [row.case_no for row in queries.list_notices(desk.applicant, only_unread=True).rows] == [second]


def test_an_agent_sees_what_the_mandate_covers() -> None:
    desk, agent = cases.make_desk(), identity.applicant_actor("王示例")
    assert desk.applicant.account_id is not None
    deliver_news(cases.make_case(desk, State.RECEIVED))
    principal = Principal(desk.applicant.account_id, "张示例", mandate_id=1)
    whole = dataclasses.replace(agent, acting_for=principal)
    other = dataclasses.replace(agent, acting_for=dataclasses.replace(principal, item_codes=frozenset({"B2"})))

    assert [queries.count_unread(actor) for actor in (whole, other, agent)] == [1, 0, 0]
    assert [len(queries.list_notices(actor).rows) for actor in (whole, other, agent)] == [1, 0, 0]


def test_nobody_has_no_notices(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert queries.count_unread(ANONYMOUS) == 0
        assert queries.list_notices(ANONYMOUS).rows == ()
    with pytest.raises(SignInRequiredError):
        services.mark_read(actor=ANONYMOUS)


def test_counting_costs_one_statement_and_stops_at_a_hundred(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    desk = cases.make_desk()
    (row,) = news_of(cases.make_case(desk, State.RECEIVED), Act.RECEIVE)
    services.take_news_rows([dataclasses.replace(row, row_id=number) for number in range(120)])

    with django_assert_num_queries(1):
        assert queries.count_unread(desk.applicant) == 100


def test_the_list_goes_on_where_the_page_ended(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    desk = cases.make_desk()
    (row,) = news_of(cases.make_case(desk, State.RECEIVED), Act.RECEIVE)
    services.take_news_rows([dataclasses.replace(row, row_id=number) for number in range(1, 6)])
    seen: list[int] = []
    cursor: str | None = None

    while True:
        with django_assert_num_queries(1):
            page = queries.list_notices(desk.applicant, cursor=cursor, size=2)
        seen += [one.id for one in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 5
    with pytest.raises(CursorError):
        queries.list_notices(desk.applicant, cursor="WyIyMDI2IiwgMV0")


def test_many_acts_are_taken_in_few_statements(django_assert_max_num_queries: Callable[..., Any]) -> None:
    desk = cases.make_desk()
    (row,) = news_of(cases.make_case(desk, State.RECEIVED), Act.RECEIVE)
    rows = [dataclasses.replace(row, row_id=number) for number in range(200)]

    with django_assert_max_num_queries(3):  # one statement within a savepoint
        services.take_news_rows(rows)


def test_a_body_is_named_in_the_language_of_the_reader() -> None:
    body = organisations.make_organisation()
    change_organisation(actor=SYSTEM, organisation_id=body, name="示例局", name_en="Bureau of Examples")
    values = {"number": "Z1", "organisation": "示例局", "title": "题"}

    with translation.override("en"):
        english = notice_text(NoticeKind.ANSWERED, values)
    with translation.override("zh-hans"):
        chinese = notice_text(NoticeKind.ANSWERED, values)

    assert english == "Question Z1: Bureau of Examples has answered."
    assert "示例局" in chinese
