"""The worklist, one case and its acts, through the client."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from tests.support import cases as make
from tests.support import catalogue, identity
from tests.support import organisations as bodies
from tests.support.seals import make_seal
from tests.support.staffdesk import Hall, client_for, key, make_hall
from yichuang.cases.errors import ActNotAllowedError
from yichuang.cases.queries import get_case_view, list_ledger
from yichuang.cases.rules import Act, State
from yichuang.core.actor import SYSTEM
from yichuang.core.problems import message_of
from yichuang.core.rights import Role
from yichuang.identity.queries import list_events
from yichuang.identity.rules import EventKind
from yichuang.staffdesk.forms.procedures import ResumeForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


def do(client: Client, case_no: str, act: str, **typed: object) -> int:
    """Send an act; answers the status."""
    return _sent(client, case_no, act, **typed)[0]


def _sent(client: Client, case_no: str, act: str, **typed: object) -> tuple[int, str]:
    url = reverse("staffdesk:act", args=[case_no, act])
    page = client.post(url, {"key": key(), "confirmed": "1", **typed})
    return page.status_code, page.content.decode()


def _page(client: Client, case_no: str) -> str:
    return client.get(reverse("staffdesk:case", args=[case_no])).content.decode()


def _rows(case_no: str) -> list[Act]:
    return [row.act for row in list_ledger(SYSTEM, case_no)]


def _acts_on(text: str) -> list[str]:
    """The acts of the page that are not folded away."""
    return _panels(text.partition('id="other-acts"')[0])


def _rare_on(text: str) -> list[str]:
    """The acts that are folded away."""
    return _panels(text.partition('id="other-acts"')[2])


def _panels(text: str) -> list[str]:
    return re.findall(r'<details class="desk-act" id="act-(\w+)"', text)


def test_a_case_goes_from_the_window_to_the_archive_by_its_pages(hall: Hall) -> None:
    case_no = make.make_case(hall.desk)

    statuses = [
        do(hall.as_("clerk"), case_no, "receive"),
        do(hall.as_("clerk"), case_no, "accept"),
        do(hall.as_("reviewer"), case_no, "review", opinion="grant", text="符合条件"),
        do(hall.as_("official"), case_no, "grant", conditions="每年检查一次"),
        do(hall.as_("official"), case_no, "issue"),
        do(hall.as_("clerk"), case_no, "deliver", method="window"),
        do(hall.as_("records"), case_no, "archive"),
    ]

    assert statuses == [302] * 7
    assert _rows(case_no) == [
        Act.SUBMIT,
        Act.RECEIVE,
        Act.ACCEPT,
        Act.REVIEW,
        Act.GRANT,
        Act.ISSUE,
        Act.DELIVER,
        Act.ARCHIVE,
    ]
    assert "符合条件" in _page(hall.as_("records"), case_no)


def test_a_refusal_and_a_denial_carry_their_reasons(hall: Hall) -> None:
    refused, denied = make.make_case(hall.desk, State.RECEIVED), make.make_case(hall.desk, State.IN_REVIEW)

    statuses = [
        do(
            hall.as_("clerk"),
            refused,
            "refuse",
            standard="申请事项依法不属于本机关职权范围",
            proper_body="示例区公安分局",
            confirmed="1",
        ),
        do(hall.as_("official"), denied, "deny", reason="经营场所不符\n从业人员不符", confirmed="1"),
    ]

    assert statuses == [302, 302]
    assert list_ledger(SYSTEM, refused)[-1].reason == "申请事项依法不属于本机关职权范围"
    assert list_ledger(SYSTEM, refused)[-1].details["proper_body"] == "示例区公安分局"
    assert list_ledger(SYSTEM, denied)[-1].reason == "经营场所不符；从业人员不符"


def test_everything_missing_is_told_at_once_from_the_checklist_and_freely(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.RECEIVED)
    lines = {
        "count": "5",
        "item-0": "食品经营许可申请书",
        "problem-0": "未签字或者未盖章",
        "remedy-0": "补签字、补盖章",
        "item-1": "经营场所平面图",
        "item-2": "经营面积",
        "problem-2": "填写不完整",
    }

    status = do(hall.as_("clerk"), case_no, "request_correction", **lines)

    assert status == 302
    missing = list_ledger(SYSTEM, case_no)[-1].details["missing"]
    assert missing == [
        {"item": "食品经营许可申请书", "problem": "未签字或者未盖章", "remedy": "补签字、补盖章"},
        {"item": "经营面积", "problem": "填写不完整", "remedy": ""},
    ]


def test_more_lines_keep_what_was_typed_and_do_nothing(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.RECEIVED)
    typed = {"count": "5", "item-2": "经营面积", "problem-2": "填写不完整", "more": "5"}

    status, text = _sent(hall.as_("clerk"), case_no, "request_correction", **typed)

    assert status == 200
    assert 'value="填写不完整"' in text
    assert 'name="item-9"' in text
    assert _rows(case_no)[-1] is Act.RECEIVE


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ({"item-2": "", "problem-2": "未提交"}, "Say which material or answer this is about."),
        ({"item-2": "经营面积"}, "Say what is wrong with it."),
        ({}, "List everything that is missing or wrong, and say of each what is wrong."),
    ],
)
def test_a_line_half_filled_is_refused_and_kept(hall: Hall, lines: dict[str, str], told: str) -> None:
    case_no = make.make_case(hall.desk, State.RECEIVED)

    status, text = _sent(hall.as_("clerk"), case_no, "request_correction", count="5", **lines)

    assert status == 422
    assert told in text
    assert _rows(case_no)[-1] is Act.RECEIVE


def test_who_was_told_once_is_not_told_again(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.CORRECTION_REQUESTED)
    do(hall.as_("clerk"), case_no, "correct", **{"paper-M2": "on"})

    acts = _acts_on(_page(hall.as_("clerk"), case_no))

    assert acts == ["accept", "refuse"]


def test_corrections_at_the_window_change_only_what_was_given(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.CORRECTION_REQUESTED)

    status = do(hall.as_("clerk"), case_no, "correct", **{"form-name": "李示例", "paper-M2": "on"})

    assert status == 302
    row = list_ledger(SYSTEM, case_no)[-1]
    assert row.act is Act.CORRECT
    assert row.details["materials"] == [{"code": "M2", "sha256": None}]


def test_a_denial_without_reasons_is_refused_on_the_page(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)

    status, text = _sent(hall.as_("official"), case_no, "deny", reason="", confirmed="1")

    assert status == 422
    assert 'href="#deny_reason"' in text
    assert _rows(case_no)[-1] is Act.REVIEW


def test_an_opinion_against_granting_needs_grounds(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.ACCEPTED)

    status, text = _sent(hall.as_("reviewer"), case_no, "review", opinion="deny", text="")

    assert status == 422
    assert "Give the reasons: the law wants them in writing." in text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_act_out_of_order_is_answered_with_409_in_the_readers_language(hall: Hall, language: str) -> None:
    case_no = make.make_case(hall.desk)
    client = client_for(hall.desk.clerk, language)

    page = client.post(reverse("staffdesk:act", args=[case_no, "accept"]), {"key": key()})

    with override(language):
        possible = get_case_view(hall.desk.clerk, case_no).possible
        told = message_of(ActNotAllowedError(act=Act.ACCEPT, state=State.SUBMITTED, possible=possible))
    assert page.status_code == 409
    assert escape(told) in page.content.decode()
    assert ("“Accept” is not possible" in told) is (language == "en")
    assert _rows(case_no) == [Act.SUBMIT]


def test_what_was_typed_is_kept_when_the_act_came_too_late(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)
    make.do(hall.desk, Act.GRANT, case_no)

    status, text = _sent(hall.as_("official"), case_no, "deny", reason="场所不符合规定的要求", confirmed="1")

    assert status == 409
    assert "场所不符合规定的要求</textarea>" in text


def test_a_case_of_another_department_is_not_there(hall: Hall) -> None:
    case_no = make.make_case(hall.desk)
    stranger = client_for(identity.staff_actor(Role.WINDOW_CLERK, organisation_id=bodies.make_organisation()))

    statuses = [
        stranger.get(reverse("staffdesk:case", args=[case_no])).status_code,
        do(stranger, case_no, "receive"),
        stranger.post(reverse("staffdesk:unmask", args=[case_no]), {"reason": "看看"}).status_code,
    ]

    assert statuses == [404, 404, 404]
    assert _rows(case_no) == [Act.SUBMIT]


def test_an_act_without_the_right_is_refused_and_writes_nothing(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)

    status, text = _sent(hall.as_("clerk"), case_no, "grant")

    assert status == 403
    assert "None of the posts you hold today allows this" in text
    assert _rows(case_no)[-1] is Act.REVIEW


def test_an_act_that_there_is_not_is_not_found(hall: Hall) -> None:
    case_no = make.make_case(hall.desk)

    assert [do(hall.as_("clerk"), case_no, name) for name in ("submit", "destroy")] == [404, 404]


def test_the_same_form_sent_five_times_is_one_row(hall: Hall) -> None:
    case_no = make.make_case(hall.desk)
    one = key()

    statuses = [do(hall.as_("clerk"), case_no, "receive", key=one) for _ in range(5)]

    assert statuses == [302] * 5
    assert _rows(case_no) == [Act.SUBMIT, Act.RECEIVE]


def test_a_form_without_key_is_refused(hall: Hall) -> None:
    case_no = make.make_case(hall.desk)

    assert do(hall.as_("clerk"), case_no, "receive", key="") == 422
    assert _rows(case_no) == [Act.SUBMIT]


@pytest.mark.parametrize(
    ("state", "who", "acts", "rare"),
    [
        (State.SUBMITTED, "clerk", ["receive", "refuse"], ["fix", "not_required", "withdraw", "recuse"]),
        (State.SUBMITTED, "reviewer", [], ["recuse"]),
        (
            State.RECEIVED,
            "clerk",
            ["accept", "request_correction", "refuse"],
            ["fix", "not_required", "withdraw", "recuse"],
        ),
        (State.ACCEPTED, "reviewer", ["review"], ["recuse"]),
        (State.ACCEPTED, "official", [], ["stop", "terminate", "recuse"]),
        (State.IN_REVIEW, "reviewer", ["review"], ["tell_hearing", "recuse"]),
        (State.IN_REVIEW, "official", ["grant", "deny"], ["stop", "terminate", "recuse"]),
        (State.IN_REVIEW, "head", ["grant", "deny"], ["stop", "extend", "terminate", "recuse"]),
        (State.SPECIAL, "reviewer", ["resume"], ["recuse"]),
        (State.SPECIAL, "head", [], ["extend", "terminate", "recuse"]),
        (State.SENT_UP, "reviewer", ["bring_back", "acknowledge"], ["recuse"]),
        (State.GRANTED, "official", ["issue"], []),
        (State.GRANTED, "clerk", ["issue"], []),
        (State.DELIVERED, "records", ["archive"], []),
        (State.DELIVERED, "head", [], ["revoke", "recall", "cancel"]),
        (State.ARCHIVED, "records", [], []),
        (State.WITHDRAWN, "records", ["archive"], []),
    ],
)
def test_a_page_shows_only_the_acts_possible_for_its_reader(
    hall: Hall, state: State, who: str, acts: list[str], rare: list[str]
) -> None:
    case_no = make.make_case(hall.desk, state)

    text = _page(hall.as_(who), case_no)

    assert (_acts_on(text), _rare_on(text)) == (acts, rare)


def test_an_item_decided_on_the_spot_is_accepted_and_granted_at_once() -> None:
    hall = make_hall(catalogue.make_instant_content())
    case_no = make.make_case(hall.desk, State.RECEIVED)
    one = key()

    offered = _acts_on(_page(hall.as_("clerk"), case_no))
    statuses = [do(hall.as_("clerk"), case_no, "on_the_spot", key=one) for _ in range(2)]

    assert offered == ["on_the_spot", "accept", "request_correction", "refuse"]
    assert statuses == [302, 302]
    assert _rows(case_no) == [Act.SUBMIT, Act.RECEIVE, Act.ACCEPT, Act.GRANT]


def test_what_is_not_decided_on_the_spot_is_not_even_accepted(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.RECEIVED)

    status = do(hall.as_("clerk"), case_no, "on_the_spot")

    assert status == 403
    assert _rows(case_no) == [Act.SUBMIT, Act.RECEIVE]


def test_script_that_somebody_typed_is_shown_as_text(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.ACCEPTED)
    do(hall.as_("reviewer"), case_no, "review", opinion="grant", text="<script>alert(1)</script>")

    text = _page(hall.as_("clerk"), case_no)

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_the_applicant_is_masked_until_a_look_is_recorded(hall: Hall) -> None:
    case_no = make.make_case(hall.desk)
    number = identity.identity_no(7)

    masked = _page(hall.as_("clerk"), case_no)
    shown = hall.as_("clerk").post(reverse("staffdesk:unmask", args=[case_no]), {"reason": "核对身份证"})

    assert number not in masked
    assert "张**" in masked
    assert number in shown.content.decode()
    look = list_events(subject=f"case:{case_no}").rows[0]
    assert (look.kind, look.reason, look.account_id) == (
        EventKind.UNMASKED,
        "核对身份证",
        hall.desk.clerk.account_id,
    )
    assert number not in _page(hall.as_("clerk"), case_no)


def test_a_look_needs_a_reason_and_the_right(hall: Hall) -> None:
    case_no = make.make_case(hall.desk)
    url = reverse("staffdesk:unmask", args=[case_no])

    without_reason = hall.as_("clerk").post(url, {"reason": " "})
    without_right = hall.as_("records").post(url, {"reason": "归档"})

    assert (without_reason.status_code, without_right.status_code) == (422, 403)
    assert list_events(subject=f"case:{case_no}").rows == ()


def test_a_paper_is_a_pdf_and_its_look_is_recorded(hall: Hall) -> None:
    make_seal(hall.desk.organisation_id)
    case_no = make.make_case(hall.desk, State.RECEIVED)
    link = re.findall(rf'href="(/desk/cases/{case_no}/papers/\d+/)"', _page(hall.as_("clerk"), case_no))[0]

    paper = hall.as_("clerk").get(link)
    refused = hall.as_("records").get(link)

    assert paper.content.startswith(b"%PDF")
    assert paper["X-Content-Type-Options"] == "nosniff"
    assert refused.status_code == 403
    assert len(list_events(subject=f"case:{case_no}").rows) == 1


def test_a_paper_of_another_case_is_not_there(hall: Hall) -> None:
    one, other = make.make_case(hall.desk, State.RECEIVED), make.make_case(hall.desk, State.RECEIVED)
    link = re.findall(rf"/desk/cases/{one}/papers/(\d+)/", _page(hall.as_("clerk"), one))[0]

    page = hall.as_("clerk").get(reverse("staffdesk:paper", args=[other, link]))

    assert page.status_code == 404


def test_the_worklist_filters_by_state_and_shows_what_is_due(hall: Hall) -> None:
    fresh, received = make.make_case(hall.desk), make.make_case(hall.desk, State.RECEIVED)

    every = hall.as_("clerk").get("/desk/cases/").content.decode()
    chosen = hall.as_("clerk").get("/desk/cases/?state=received").content.decode()

    assert all(number in every for number in (fresh, received))
    assert "1 working day left" in every
    assert fresh not in chosen
    assert received in chosen


def test_a_search_finds_a_case_by_whole_number_name_or_identity_number(hall: Hall) -> None:
    case_no = make.make_case(hall.desk)
    person = make.party_of(hall.desk.applicant)

    found = [
        case_no in hall.as_("clerk").get("/desk/cases/", {"q": text}, follow=True).content.decode().partition("<h1")[2]
        for text in (case_no, person.name, person.identity_no, person.identity_no[:10])
    ]

    assert found == [True, True, True, False]


def test_a_post_of_the_centre_chooses_a_department(hall: Hall) -> None:
    case_no = make.make_case(hall.desk)
    other = bodies.make_organisation()
    client = hall.staff(Role.SUPERVISOR)

    own = client.get("/desk/cases/", {"organisation": hall.desk.organisation_id}).content.decode()
    others = client.get("/desk/cases/", {"organisation": other}).content.decode()

    assert case_no in own
    assert case_no not in others


def test_the_worklist_asks_the_database_nine_times_however_long_it_is(
    hall: Hall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        make.make_case(hall.desk)
    client = hall.as_("clerk")
    client.get("/desk/cases/")

    # session, actor, rows, regions, calendar, items, filters, colleagues, unread notices
    with django_assert_num_queries(9):
        client.get("/desk/cases/")
    for _ in range(3):
        make.make_case(hall.desk)
    with django_assert_num_queries(9):
        client.get("/desk/cases/")


def test_a_broken_page_link_is_told(hall: Hall) -> None:
    assert hall.as_("clerk").get("/desk/cases/?cursor=nonsense").status_code == 422


def test_what_the_paper_could_not_hold_is_told_at_its_field(hall: Hall) -> None:
    fresh = [make.make_case(hall.desk, State.RECEIVED) for _ in range(2)]
    lines = {"count": "5", "item-0": "食品经营许可申请书", "reasons-0": "未签字", "problem-0": "长" * 4998}

    refused = _sent(hall.as_("clerk"), fresh[0], "refuse", standard="不属于本机关职权范围", reason="长" * 4995)
    asked = _sent(hall.as_("clerk"), fresh[1], "request_correction", **lines)

    told = "Together these are {} characters; the paper takes at most 5000. Please shorten them."
    assert (refused[0], asked[0]) == (422, 422)
    assert told.format(5006) in refused[1]
    assert told.format(5002) in asked[1]
    assert [get_case_view(SYSTEM, one).state for one in fresh] == [State.RECEIVED, State.RECEIVED]


def test_a_line_of_who_took_part_is_no_longer_than_the_record_takes() -> None:
    form = ResumeForm({"key": key(), "result": "记录", "people": "张示例\n" + "长" * 301}, is_hearing=True)

    assert form.errors["people"] == ["Line 2 has 301 characters; the record takes at most 300 in a line."]
