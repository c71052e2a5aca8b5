"""What stands between a case and an act: the page of the notice, and the paper that is read before it is sealed."""

import re
from datetime import datetime
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from tests.support import cases as make
from tests.support import catalogue
from tests.support.staffdesk import Hall, key, make_hall
from yichuang.cases.queries import get_case_view, list_ledger
from yichuang.cases.rules import Act, State
from yichuang.cases.services import submit_application
from yichuang.catalogue.rules import Choice, FieldGroup, FieldKind, FormField
from yichuang.core.actor import SYSTEM
from yichuang.deadlines.rules import SHANGHAI

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 3, 3, 10, tzinfo=SHANGHAI)


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


def _send(hall: Hall, who: str, case_no: str, act: str, **typed: object) -> tuple[int, str]:
    page = hall.as_(who).post(reverse("staffdesk:act", args=[case_no, act]), {"key": key(), **typed})
    if "?read=" in page.headers.get("Location", ""):
        page = hall.as_(who).get(page["Location"])
    return page.status_code, unescape(page.content.decode())


def _told(text: str) -> dict[str, str]:
    """The names and details of “What follows”."""
    _before, _, after = text.partition('id="after"')
    found = re.findall(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", after, re.DOTALL)
    return {re.sub(r"<.*?>", "", name).strip(): re.sub(r"\s*<.*?>\s*", " ", told).strip() for name, told in found}


@time_machine.travel(TUESDAY, tick=False)
@pytest.mark.parametrize(
    ("before", "who", "act", "state", "due"),
    [
        (State.RECEIVED, "clerk", "accept", "Received → Accepted", "2026-03-17"),
        (State.IN_REVIEW, "official", "grant", "In review → Granted", "2026-03-17"),
    ],
)
def test_a_paper_in_favour_is_read_before_it_is_sealed_too(
    hall: Hall, before: State, who: str, act: str, state: str, due: str
) -> None:
    case_no = make.make_case(hall.desk, before)

    status, text = _send(hall, who, case_no, act)

    assert status == 200
    assert 'name="confirmed"' in text
    assert (_told(text)["State"], _told(text)["Due"]) == (state, due)
    assert get_case_view(SYSTEM, case_no).state is before
    assert _send(hall, who, case_no, act, confirmed="1")[0] == 302
    assert list_ledger(SYSTEM, case_no)[-1].act is Act(act)


def test_what_is_decided_on_the_spot_is_not_asked_for_twice() -> None:
    hall = make_hall(catalogue.make_instant_content())
    case_no = make.make_case(hall.desk, State.RECEIVED)

    statuses = [_send(hall, "clerk", case_no, act)[0] for act in ("accept", "grant")]

    assert statuses == [302, 302]


def test_a_denial_is_read_before_it_is_sealed(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)
    typed = {"reason": "经营场所不符合规定的面积要求"}

    status, text = _send(hall, "official", case_no, "deny", **typed)

    assert status == 200
    assert "Preview; nothing is sealed yet" in text
    assert "经营场所不符合规定的面积要求</li>" in text
    assert get_case_view(SYSTEM, case_no).state is State.IN_REVIEW
    _send(hall, "official", case_no, "deny", **typed, confirmed="1")
    assert get_case_view(SYSTEM, case_no).state is State.DENIED


def test_what_is_not_handed_in_is_told_before_acceptance(hall: Hall) -> None:
    case_no = submit_application(
        actor=hall.desk.clerk, submission=make.submission(hall.desk, materials={"M1": []})
    ).case_no
    make.do(hall.desk, Act.RECEIVE, case_no)

    status, text = _send(hall, "clerk", case_no, "accept")

    assert status == 409
    assert "Not complete: 经营场所平面图 not handed in" in text
    assert 'name="confirmed"' not in text


def test_reasons_are_ticked_for_materials_and_answers_and_joined_with_own_words(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.RECEIVED)
    lines = {
        "count": "7",
        "item-0": "食品经营许可申请书",
        "reasons-0": ["未签字或者未盖章", "填写不完整"],
        "problem-0": "第二页缺日期",
        "wants-0": ["补签字、补盖章"],
        "item-2": "姓名",
        "reasons-2": ["填写内容与证件不一致"],
    }

    status, text = _send(hall, "clerk", case_no, "request_correction", **lines)

    assert status == 200
    assert "未签字或者未盖章；填写不完整；第二页缺日期" in text
    assert list_ledger(SYSTEM, case_no)[-1].act is Act.RECEIVE
    assert _send(hall, "clerk", case_no, "request_correction", **lines, confirmed="1")[0] == 302
    assert list_ledger(SYSTEM, case_no)[-1].details["missing"] == [
        {
            "item": "食品经营许可申请书",
            "problem": "未签字或者未盖章；填写不完整；第二页缺日期",
            "remedy": "补签字、补盖章",
        },
        {"item": "姓名", "problem": "填写内容与证件不一致", "remedy": ""},
    ]


def test_the_page_of_the_notice_begins_with_what_was_not_handed_in(hall: Hall) -> None:
    case_no = submit_application(
        actor=hall.desk.clerk, submission=make.submission(hall.desk, materials={"M1": []})
    ).case_no
    make.do(hall.desk, Act.RECEIVE, case_no)

    text = hall.as_("clerk").get(reverse("staffdesk:act", args=[case_no, "request_correction"])).content.decode()

    ticked = re.findall(r'name="((?:reasons|wants)-\d+)" value="([^"]*)" checked', text)
    assert ticked == [("reasons-1", "未提交"), ("wants-1", "请提交该材料")]


def test_more_lines_keep_what_was_ticked(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.RECEIVED)

    status, text = _send(
        hall, "clerk", case_no, "request_correction", count="7", more="5", **{"reasons-1": ["份数不足"]}
    )

    assert status == 200
    assert 'name="reasons-1" value="份数不足" checked' in text
    assert 'name="item-11"' in text


def test_the_address_of_an_act_that_is_fetched_leads_to_its_form_and_does_nothing(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.RECEIVED)
    client = hall.as_("clerk")

    pages = [client.get(reverse("staffdesk:act", args=[case_no, name])) for name in ("accept", "destroy")]

    assert pages[0]["Location"] == f"/desk/cases/{case_no}/?act=accept#acts"
    assert pages[1].status_code == 404
    assert get_case_view(SYSTEM, case_no).state is State.RECEIVED


@pytest.mark.parametrize(
    ("act", "whose"), [("receive", "It stays in your hands."), ("accept", "It has left your list.")]
)
def test_after_an_act_it_is_told_who_has_the_case(hall: Hall, act: str, whose: str) -> None:
    case_no = make.make_case(hall.desk, State.SUBMITTED if act == "receive" else State.RECEIVED)

    hall.as_("clerk").post(reverse("staffdesk:act", args=[case_no, act]), {"key": key(), "confirmed": "1"})

    assert whose in hall.as_("clerk").get(reverse("staffdesk:case", args=[case_no])).content.decode()
    assert get_case_view(hall.desk.clerk, case_no).handling.is_mine is (act == "receive")


def test_a_reader_of_english_sees_the_english_name_of_the_item_and_of_the_answers() -> None:
    kind = FormField(
        id="kind",
        element="shop.kind",
        label="门店类型",
        label_en="Kind of shop",
        kind=FieldKind.CHOICE,
        choices=(Choice(value="own", label="自有", label_en="Owned"), Choice(value="rented", label="租赁")),
    )
    hall = make_hall(catalogue.make_content(form=(FieldGroup(title="门店", title_en="Shop", fields=(kind,)),)))
    case_no = submit_application(
        actor=hall.desk.clerk, submission=make.submission(hall.desk, form={"kind": "own"})
    ).case_no

    text = hall.as_("clerk").get(reverse("staffdesk:case", args=[case_no])).content.decode()

    assert "<h1>Food business licence" in text
    assert "Kind of shop" in text
    assert "Owned" in text
    assert "自有" not in text
