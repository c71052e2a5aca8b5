"""Following a case: whose turn it is, what happened, why a day is due, rating."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from tests.support import cases, correspondence, identity, portal
from tests.support.cases import Desk, make_desk
from tests.support.portal import Visitor
from yichuang.cases import services
from yichuang.cases.queries import get_case_view
from yichuang.cases.rules import Act, State
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.deadlines.rules import DayKind
from yichuang.deadlines.services import set_day
from yichuang.feedback.queries import rating_of
from yichuang.feedback.rules import Level, Tag
from yichuang.identity.queries import get_person
from yichuang.identity.rules import IdentityType
from yichuang.identity.services import give_mandate

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 9, 25, 2, 0, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def who(desk: Desk) -> Visitor:
    return portal.visitor(desk.applicant)


def _page(who: Visitor, case_no: str) -> str:
    return who.client.get(reverse("portal:case", args=[case_no])).content.decode()


def _section(page: str, ident: str) -> str:
    """The part of my cases with that id; empty when it is not there."""
    found = re.search(rf'<section class="ui-panel" id="{ident}">(.*?)</section>', page, re.DOTALL)
    return found[1] if found else ""


def test_my_cases_stand_where_somebody_must_act(desk: Desk, who: Visitor) -> None:
    mine = cases.make_case(desk, State.CORRECTION_REQUESTED)
    under_way = cases.make_case(desk, State.ACCEPTED)
    closed = cases.make_case(desk, State.DELIVERED)

    page = who.client.get("/cases/").content.decode()

    told = {
        name: [no for no in (mine, under_way, closed) if no in _section(page, name)]
        for name in ("mine", "cases", "closed")
    }
    assert told == {"mine": [mine], "cases": [under_way], "closed": [closed]}
    assert "请按告知书所列内容补正" in _section(page, "mine")


def test_my_cases_tell_of_new_messages(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.ACCEPTED)
    correspondence.say(desk.clerk, case_no, "请补充联系电话。")

    before = who.client.get("/cases/").content.decode()
    _page(who, case_no)
    after = who.client.get("/cases/").content.decode()

    assert ("新留言1条" in before, "新留言" in after) == (True, False)


def test_a_draft_says_how_far_it_is_and_what_is_next(desk: Desk, who: Visitor) -> None:
    portal.begin(who, desk)

    page = _section(who.client.get("/cases/").content.decode(), "drafts")

    assert "已填写0%" in page
    assert "下一步：继续填写未答完的问题" in page


@pytest.mark.parametrize(
    ("state", "term"),
    [
        (State.SUBMITTED, "期限1个工作日"),
        (State.RECEIVED, "期限5个工作日"),
        (State.CORRECTION_REQUESTED, "期限10个工作日"),
        (State.GRANTED, "期限10个工作日"),
    ],
)
def test_the_next_day_is_explained_in_every_state(state: State, term: str, desk: Desk, who: Visitor) -> None:
    with clock.simulated(FRIDAY):
        case_no = cases.make_case(desk, state)
        page = _page(who, case_no)

    due_on = get_case_view(who.actor, case_no).next_due_on
    assert f"{due_on}</span> · 期限怎么算？" in page
    assert term in page


def test_after_a_correction_the_days_count_from_the_correction(desk: Desk, who: Visitor) -> None:
    with clock.simulated(FRIDAY):
        case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)
    with clock.simulated(datetime(2026, 9, 28, 2, 0, tzinfo=UTC)):
        cases.do(desk, Act.CORRECT, case_no)
        page = _page(who, case_no)

    assert "2026-09-28补正" in page


def test_whom_the_case_was_handed_to_is_not_told(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.ACCEPTED)
    before = _page(who, case_no).count('class="ui-timeline__title"')
    cases.do(desk, Act.HAND_OVER, case_no)

    page = _page(who, case_no)

    assert page.count('class="ui-timeline__title"') == before
    assert "审查乙" not in page


def test_a_day_counted_anew_is_told_with_both_days(desk: Desk, who: Visitor) -> None:
    with clock.simulated(FRIDAY):
        case_no = cases.make_case(desk, State.ACCEPTED)
        before = get_case_view(who.actor, case_no).next_due_on
        _make_day_off()
        services.recount_case(actor=SYSTEM, case_no=case_no)
        page = _page(who, case_no)

    after = get_case_view(who.actor, case_no).next_due_on
    assert before != after
    assert f"期限由{before}改为{after}" in page


def _make_day_off() -> None:
    set_day(
        actor=SYSTEM,
        region_code="000000000000",
        day=date(2026, 9, 28),
        kind=DayKind.HOLIDAY,
        name="示例节",
        source="示例通知",
    )


def test_the_timeline_leads_to_the_papers(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.ACCEPTED)
    urls = [reverse("portal:paper", args=[case_no, paper.id]) for paper in get_case_view(who.actor, case_no).papers]

    page = _page(who, case_no)

    assert [page.count(f'href="{url}"') for url in urls] == [2, 2]


def test_a_closed_case_is_rated_once(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.DELIVERED)
    url = reverse("portal:rate", args=[case_no])
    fields = {"key": str(uuid.uuid4()), "level": "2", "good": ["quick"], "bad": ["slow"], "text": "很快"}
    offered = url in _page(who, case_no)

    answers = [who.client.post(url, fields).headers.get("Location") for _ in range(2)]

    said = rating_of(who.actor, case_no)
    assert offered
    assert answers == [f"/cases/{case_no}/#rating"] * 2
    assert said is not None
    assert (said.level, said.tags, said.text) == (Level.SATISFIED, (Tag.QUICK,), "很快")
    assert "很快" in _page(who, case_no)
    assert url not in _page(who, case_no)
    again = who.client.post(url, {**fields, "key": str(uuid.uuid4())})
    assert (again.status_code, "已经评价过" in again.content.decode()) == (422, True)


def test_an_open_case_cannot_be_rated(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.ACCEPTED)
    url = reverse("portal:rate", args=[case_no])

    page, refused = who.client.get(url), who.client.post(url, {"key": str(uuid.uuid4()), "level": "1"})

    assert (page.status_code, refused.status_code) == (200, 422)
    assert rating_of(who.actor, case_no) is None


def test_a_rating_without_level_names_the_field(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.DELIVERED)

    answer = who.client.post(reverse("portal:rate", args=[case_no]), {"key": str(uuid.uuid4()), "text": "<script>"})

    assert answer.status_code == 422
    assert "请选择您的满意程度" in answer.content.decode()
    assert "&lt;script&gt;" in answer.content.decode()


def test_an_agent_is_told_whose_cases_these_are(desk: Desk) -> None:
    case_no = cases.make_case(desk, State.ACCEPTED)
    agent = identity.applicant_actor("代办示例")
    person = get_person(agent.account_id or 0)
    mandate_id = give_mandate(
        actor=desk.applicant,
        agent_type=IdentityType.RESIDENT_CARD,
        agent_no=person.identity_no,
        agent_name=person.name,
        item_codes=None,
        valid_from=clock.today(),
        valid_to=clock.today() + timedelta(days=30),
    )
    who = portal.visitor(agent)
    who.client.post(reverse("identity:act_for"), {"mandate": str(mandate_id), "next": "/"})

    page = who.client.get("/cases/").content.decode()

    assert case_no in page
    assert "以下是您代张示例办理的内容" in page
