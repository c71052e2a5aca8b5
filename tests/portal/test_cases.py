"""My cases, one case, its files and papers."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.support import cases, identity, portal
from tests.support.cases import Desk, make_desk
from tests.support.catalogue import make_instant_content
from tests.support.portal import Visitor
from yichuang.cases.queries import get_case_view
from yichuang.cases.rules import Act, State
from yichuang.cases.rules import case_no as number_of
from yichuang.core import clock

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 9, 25, 2, 0, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def who(desk: Desk) -> Visitor:
    return portal.visitor(desk.applicant)


def _mistyped() -> str:
    right = number_of(date(2026, 9, 25), 1)
    return right[:-1] + str((int(right[-1]) + 1) % 10)


def _page(who: Visitor, case_no: str) -> str:
    return who.client.get(reverse("portal:case", args=[case_no])).content.decode()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.SUBMITTED, "窗口将收件并出具收件凭证"),
        (State.RECEIVED, "5个工作日内不告知的，自收到申请材料之日起即为受理"),
        (State.CORRECTION_REQUESTED, "请按所列内容一次补正"),
        (State.REFUSED, "不属于许可范围"),
        (State.ACCEPTED, "办理时限已开始计算"),
        (State.IN_REVIEW, "办理部门正在审查您的申请"),
        (State.GRANTED, "已对您的申请作出准予决定"),
        (State.DENIED, "场所不符合要求"),
        (State.ISSUED, "请携带身份证件到窗口领取"),
        (State.DELIVERED, "您的申请已获批准。办理结果已在窗口送达。"),
        (State.ARCHIVED, "办件已办结并归档"),
        (State.SPECIAL, "正在进行：检测"),
        (State.SENT_UP, "现在办理机关：示例省市场监督管理局"),
        (State.NOT_REQUIRED, "依法不需要办理"),
        (State.WITHDRAWN, "申请已撤回，办件终结"),
        (State.TERMINATED, "申请人死亡或者终止：申请单位已注销"),
        (State.LAPSED, "因逾期未提交应补的内容，办件已终结"),
    ],
)
def test_every_state_is_told_in_plain_words(state: State, said: str, desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, state)

    assert said in _page(who, case_no)


@pytest.mark.parametrize(("state", "reason"), [(State.REFUSED, "不属于许可范围"), (State.DENIED, "场所不符合要求")])
def test_why_it_was_not_granted_stands_where_the_state_does_with_what_can_be_done(
    state: State, reason: str, desk: Desk, who: Visitor
) -> None:
    case_no = cases.make_case(desk, state)

    page = _page(who, case_no)
    first = page[page.index('id="state"') : page.index('class="portal-jump"')]

    assert reason in first
    assert "行政复议" in first


def test_the_public_timeline_names_no_staff_and_no_opinion(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.ARCHIVED)

    page = _page(who, case_no)

    assert page.count('class="ui-timeline__title"') == 8
    assert [name for name in ("窗口甲", "审查乙", "批准丙", "档案丁", "材料齐全，符合条件") if name in page] == []


def test_the_due_date_is_explained_day_by_day(desk: Desk, who: Visitor) -> None:
    with clock.simulated(FRIDAY):
        case_no = cases.make_case(desk, State.ACCEPTED)
        page = _page(who, case_no)

    promised = get_case_view(who.actor, case_no).promised_due_on
    assert promised is not None
    assert promised.isoformat() == "2026-10-15"
    assert "2026-10-15</span> · 期限怎么算？" in page
    assert "国庆节" in page
    assert "还剩10个工作日" in page


def test_a_late_case_says_how_late(desk: Desk, who: Visitor) -> None:
    with clock.simulated(FRIDAY):
        case_no = cases.make_case(desk, State.ACCEPTED)

    with clock.simulated(datetime(2026, 10, 18, 2, 0, tzinfo=UTC)):
        page = _page(who, case_no)

    assert "已逾期3日" in page


def test_answers_and_own_data_are_shown_in_full_to_their_owner(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk)

    page = _page(who, case_no)

    assert identity.identity_no(7) in page
    assert portal.party_fields(who)["party-identity_no"] in page


def test_papers_are_fetched_as_files_that_nobody_keeps() -> None:
    desk = make_desk(has_seal=True)
    who = portal.visitor(desk.applicant)
    case_no = cases.make_case(desk, State.GRANTED)
    papers = get_case_view(who.actor, case_no).papers

    answers = [who.client.get(reverse("portal:paper", args=[case_no, paper.id])) for paper in papers]

    assert [paper.kind.value for paper in papers] == ["receipt", "acceptance", "decision_granted"]
    assert [answer.content[:5] for answer in answers] == [b"%PDF-"] * 3
    headers = answers[-1].headers
    assert headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert {part.strip() for part in headers["Cache-Control"].split(",")} == {"private", "no-store"}


def test_a_paper_of_another_case_is_absent(desk: Desk, who: Visitor) -> None:
    first, second = cases.make_case(desk, State.RECEIVED), cases.make_case(desk, State.RECEIVED)
    paper = get_case_view(who.actor, second).papers[0]

    assert who.client.get(reverse("portal:paper", args=[first, paper.id])).status_code == 404


def test_files_handed_in_are_fetched_by_their_owner(desk: Desk, who: Visitor) -> None:
    case_no = portal.case_of(who, desk)
    upload = get_case_view(who.actor, case_no).materials[0].uploads[0]
    url = reverse("portal:case_file", args=[case_no, upload.id])

    answer = who.client.get(url)

    assert answer.getvalue() == portal.paper("M1.pdf", "M1").read()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="M1.pdf"'
    assert portal.visitor(identity.applicant_actor()).client.get(url).status_code == 404


@pytest.mark.parametrize("name", ["case", "submitted", "correct"])
def test_a_case_is_seen_by_its_applicant_alone(name: str, desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)
    url = reverse(f"portal:{name}", args=[case_no])
    stranger, clerk = portal.visitor(identity.applicant_actor("李示例")), portal.visitor(desk.clerk)

    anonymous, hidden = Client().get(url), stranger.client.get(url)

    assert (anonymous.status_code, anonymous.headers["Location"]) == (302, f"/account/sign-in/?next={url}")
    assert (hidden.status_code, "食品经营许可" in hidden.content.decode()) == (404, False)
    assert clerk.client.get(url).status_code == 403
    assert who.client.get(url).status_code == 200


def test_a_hidden_case_and_an_absent_one_look_the_same(desk: Desk) -> None:
    hidden = cases.make_case(desk)
    stranger = portal.visitor(identity.applicant_actor("李示例"))
    absent = number_of(date(2026, 9, 25), 1)

    pages = [_page(stranger, number).replace(number, "") for number in (hidden, absent)]

    told = [re.findall(r"<main.*</main>", page, re.DOTALL) for page in pages]
    assert len(told[0]) == 1
    assert told[0] == told[1]


def test_a_mistyped_number_is_named(who: Visitor) -> None:
    answer, long = who.client.get(f"/cases/{_mistyped()}/"), who.client.get(f"/cases/{'1' * 500}/")

    assert (answer.status_code, long.status_code) == (422, 422)
    assert "请核对编号或网址是否有误" in answer.content.decode()
    assert "上面" not in answer.content.decode()
    assert "1" * 60 not in long.content.decode().split("<main")[1]


def test_my_cases_lists_drafts_and_cases_page_by_page(
    desk: Desk, who: Visitor, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yichuang.portal.views.cases.SHOWN", 20)
    numbers = [cases.make_case(desk) for _ in range(21)]
    portal.begin(who, desk)

    with django_assert_num_queries(12):
        first = who.client.get("/cases/").content.decode()
    cursor = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = who.client.get(f"/cases/{cursor}").content.decode()

    assert [number in first for number in numbers] == [False] + [True] * 20
    assert [number in second for number in numbers] == [True] + [False] * 20
    assert "继续填写" in first


def test_my_cases_are_for_applicants(desk: Desk) -> None:
    assert Client().get("/cases/").headers["Location"] == "/account/sign-in/?next=/cases/"
    assert portal.visitor(desk.clerk).client.get("/cases/").status_code == 403
    empty = portal.visitor(identity.applicant_actor("李示例")).client.get("/cases/").content.decode()
    assert "您还没有提交过申请" in empty


def test_the_case_page_takes_the_same_queries_however_long_the_life(
    desk: Desk, who: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    url = reverse("portal:case", args=[cases.make_case(desk, State.ARCHIVED)])
    who.client.get(url)

    with django_assert_num_queries(15):
        who.client.get(url)


def test_the_receipt_page_tells_number_and_next_steps(desk: Desk, who: Visitor) -> None:
    case_no = portal.case_of(who, desk)

    page = who.client.get(reverse("portal:submitted", args=[case_no])).content.decode()

    assert case_no in page
    assert "承诺在以下时限内作出决定：10个工作日" in page


def test_the_receipt_of_an_instant_item_promises_the_decision_on_the_spot() -> None:
    desk = cases.make_desk(make_instant_content())
    who = portal.visitor(desk.applicant)
    case_no = portal.case_of(who, desk)

    page = who.client.get(reverse("portal:submitted", args=[case_no])).content.decode()

    assert "受理后当场办结。" in page
    assert "承诺在以下时限内作出决定" not in page


def test_correction_is_offered_only_while_it_is_asked_for(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)
    url = reverse("portal:correct", args=[case_no])
    asked = _page(who, case_no)
    cases.do(desk, Act.CORRECT, case_no)

    after = who.client.get(url)

    assert (url in asked, url in _page(who, case_no)) == (True, False)
    assert after.headers["Location"] == f"/cases/{case_no}/"


def test_a_file_that_cannot_be_is_absent(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk)
    numbers = (0, 10**30)

    answers = [who.client.get(f"/cases/{case_no}/files/{number}/").status_code for number in numbers]

    assert answers == [404, 404]
