"""What applicants see and do off the straight road: bars of time, withdrawal, hearings, what follows later, grants."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.support import cases, catalogue, identity, portal
from tests.support.cases import Desk, make_desk
from tests.support.catalogue import make_content
from tests.support.portal import Visitor
from yichuang.cases import services
from yichuang.cases.queries import CaseView, get_case_view, get_draft_view, list_drafts
from yichuang.cases.rules import Act, DeliveryMethod, State
from yichuang.catalogue.rules import CertificateNeeded, Commitment, Handling, Purpose, ResultProduced
from yichuang.core import clock
from yichuang.deadlines.rules import Procedure

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 9, 25, 2, 0, tzinfo=UTC)
LICENCE = ResultProduced(certificate_code="FOOD-LICENCE", name="食品经营许可证", valid_months=60)


@pytest.fixture
def desk() -> Desk:
    return make_desk(make_content(results=(LICENCE,)))


@pytest.fixture
def who(desk: Desk) -> Visitor:
    return portal.visitor(desk.applicant)


def _view(who: Visitor, case_no: str) -> CaseView:
    return get_case_view(who.actor, case_no)


def _page(who: Visitor, case_no: str) -> str:
    return who.client.get(reverse("portal:case", args=[case_no])).content.decode()


def _post(who: Visitor, name: str, case_no: str, **data: object) -> str:
    given = {"key": "6d6f8f0e-2f0b-4a53-9c58-6f6f1f0d2c11", **data}
    return who.client.post(reverse(f"portal:{name}", args=[case_no]), given, follow=True).content.decode()


def _deferred(desk: Desk) -> str:
    """A case accepted with the plan of the premises to follow."""
    case_no = services.submit_application(
        actor=desk.clerk, submission=cases.submission(desk, materials={"M1": []})
    ).case_no
    cases.do(desk, Act.RECEIVE, case_no)
    services.accept_case(actor=desk.clerk, case_no=case_no, deferred=["M2"])
    return case_no


def _follower(desk: Desk, purpose: Purpose, code: str = "A2") -> Desk:
    """The desk of an item that changes what the desk's own grants."""
    needed = (CertificateNeeded(certificate_code="FOOD-LICENCE", name="食品经营许可证"),)
    content = make_content(
        name="食品经营许可延续", handling=Handling(purpose=purpose), results=(LICENCE,), certificates_needed=needed
    )
    return replace(desk, version=catalogue.make_published_item(code, content, desk.organisation_id))


# the bar of the time


def test_while_the_clock_stands_still_the_page_says_why_and_until_when(desk: Desk, who: Visitor) -> None:
    with clock.simulated(FRIDAY):
        case_no = cases.make_case(desk, State.SPECIAL)
        page = _page(who, case_no)

    assert "办理时限暂停计算" in page
    assert "自2026-09-26起暂停计算：检测，预计至2026-10-05" in page
    assert 'aria-label="自2026-09-25起计算；自2026-09-26起暂停计算：检测，预计至2026-10-05；原定2026-10-15到期' in page


def test_after_stop_and_extension_the_original_day_is_kept_in_sight(desk: Desk, who: Visitor) -> None:
    with clock.simulated(FRIDAY):
        case_no = cases.make_case(desk, State.SPECIAL)
    with clock.simulated(datetime(2026, 9, 29, 2, 0, tzinfo=UTC)):
        cases.do(desk, Act.RESUME, case_no)
        cases.do(desk, Act.EXTEND, case_no)
        page, view = _page(who, case_no), _view(who, case_no)

    assert (view.promised_first_on, view.promised_due_on) == (date(2026, 10, 15), date(2026, 11, 2))
    assert "原定2026-10-15到期" in page
    assert "现2026-11-02到期" in page
    assert "2026-09-26至2026-09-29暂停计算：检测" in page
    assert "延长10个工作日，理由：情况复杂，需进一步核实" in page


def test_a_visit_that_stops_no_clock_is_said_to_stop_none(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.IN_REVIEW)
    people = [one.account_id or 0 for one in (desk.reviewer, desk.clerk)]
    services.begin_procedure(
        actor=desk.official,
        case_no=case_no,
        procedure=Procedure.SITE_VISIT,
        reason="现场核查",
        expected_on=cases.soon(),
        people=people,
    )

    page = _page(who, case_no)

    assert "期间办理时限继续计算" in page
    assert "办理时限暂停计算" not in page


# withdrawing


def test_withdrawing_is_confirmed_on_a_page_that_says_what_follows(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.ACCEPTED)
    url = reverse("portal:withdraw", args=[case_no])

    asked = who.client.get(url).content.decode()

    assert f'href="{url}"' in _page(who, case_no)
    assert "撤回后不能恢复" in asked
    assert _view(who, case_no).state is State.ACCEPTED


def test_withdrawn_twice_by_one_button_it_is_withdrawn_once(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.ACCEPTED)

    first = _post(who, "withdraw", case_no, text="不再经营")
    _post(who, "withdraw", case_no, text="不再经营")

    rows = [row for row in _view(who, case_no).ledger if row.act is Act.WITHDRAW]
    assert [row.reason for row in rows] == ["不再经营"]
    assert "您的申请已撤回" in first


def test_what_is_decided_is_not_withdrawn(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.GRANTED)

    page = _post(who, "withdraw", case_no)

    assert _view(who, case_no).state is State.GRANTED
    assert "撤回申请" not in _page(who, case_no)
    assert "ui-alert" in page


def test_a_stranger_withdraws_nothing(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.ACCEPTED)
    stranger = portal.visitor(identity.applicant_actor("李示例"))

    answers = [
        stranger.client.post(reverse(f"portal:{name}", args=[case_no]), {"key": "6d6f8f0e-2f0b-4a53-9c58-6f6f1f0d2c11"})
        for name in ("withdraw", "supply", "ask_hearing")
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert _view(who, case_no).state is State.ACCEPTED


def test_a_reason_that_is_too_long_stays_in_its_field(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.ACCEPTED)
    long = "长" * 2001

    answer = who.client.post(
        reverse("portal:withdraw", args=[case_no]), {"key": "6d6f8f0e-2f0b-4a53-9c58-6f6f1f0d2c11", "text": long}
    )

    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert _view(who, case_no).state is State.ACCEPTED


# hearings


def test_a_hearing_is_asked_for_until_its_day_and_not_after(desk: Desk, who: Visitor) -> None:
    with clock.simulated(FRIDAY):
        case_no, late = (cases.make_case(desk, State.IN_REVIEW) for _ in range(2))
        for one in (case_no, late):
            cases.do(desk, Act.TELL_HEARING, one)
        page, mine = _page(who, case_no), who.client.get("/cases/").content.decode()
        told = who.client.get(reverse("portal:ask_hearing", args=[case_no])).content.decode()
        _post(who, "ask_hearing", case_no, text="我要说明情况")
    with clock.simulated(FRIDAY + timedelta(days=6)):
        refused = _post(who, "ask_hearing", late)

    assert "您可以在2026-09-30（含当日）前申请听证" in page
    assert "如需听证，请提出申请" in mine
    assert "听证内容：拟作出不予许可决定" in told
    assert [_view(who, one).hearing.value for one in (case_no, late)] == ["asked", "told"]
    assert "您已申请听证" in _page(who, case_no)
    assert "ui-alert" in refused


# what follows later


def test_what_was_promised_is_asked_for_and_brought(desk: Desk, who: Visitor) -> None:
    with clock.simulated(FRIDAY):
        case_no = _deferred(desk)
        page, mine = _page(who, case_no), who.client.get("/cases/").content.decode()
        empty = who.client.post(reverse("portal:supply", args=[case_no]), {"key": "a"})
        done = who.client.post(
            reverse("portal:supply", args=[case_no]), {"key": "b", "material-M2": portal.paper()}, follow=True
        ).content.decode()

    assert "请在2026-10-15（含当日）前提交：经营场所平面图" in page
    assert "请补交容缺材料" in mine
    assert (empty.status_code, "请至少选择一个文件" in empty.content.decode()) == (422, True)
    assert "已提交：经营场所平面图" in done
    assert [one.is_kept for one in _view(who, case_no).pledges] == [True]


def test_a_file_that_is_not_taken_is_named_and_nothing_is_brought(desk: Desk, who: Visitor) -> None:
    case_no = _deferred(desk)
    bad = SimpleUploadedFile("平面图.exe", b"MZ\x90\x00", "application/octet-stream")

    answer = who.client.post(reverse("portal:supply", args=[case_no]), {"key": "a", "material-M2": bad})

    assert answer.status_code in {415, 422}
    assert 'id="id_material-M2_error"' in answer.content.decode()
    assert [one.is_kept for one in _view(who, case_no).pledges] == [None]


def test_where_nothing_is_to_follow_the_page_leads_back(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.ACCEPTED)

    page = who.client.get(reverse("portal:supply", args=[case_no]), follow=True).content.decode()

    assert "目前没有需要补交的材料" in page


def test_a_missing_material_is_promised_online_and_the_window_is_told(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)
    for name, args, fields in (
        ("portal:draft_applicant", [key], portal.party_fields(who)),
        ("portal:draft_answers", [key, 1], portal.ANSWERS),
    ):
        who.client.post(reverse(name, args=args), {**fields, "revision": portal.revision(who, key), "go": "next"})
    materials = reverse("portal:draft_materials", args=[key])

    who.client.post(materials, {"material-M1": portal.paper(), "later": ["M1", "M2", "M9"], "go": "next"})
    checked = who.client.get(reverse("portal:draft_check", args=[key])).content.decode()
    case_no = portal.submit(who, key)

    view = get_case_view(desk.clerk, case_no)
    assert get_draft_view(who.actor, key).later == ("M2",)
    assert "容缺，按承诺补交" in checked
    assert view.deferred_wish == ("M2",)
    assert view.ledger[0].details["deferred_wish"] == ["M2"]


def test_what_may_not_follow_cannot_be_promised(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)
    who.client.post(reverse("portal:draft_materials", args=[key]), {"later": ["M1", "M2"], "go": "next"})

    page = who.client.get(reverse("portal:draft_check", args=[key])).content.decode()

    assert [f"id_material-{code}" in page for code in ("M1", "M2")] == [True, False]


# on commitment


def test_a_commitment_is_read_chosen_and_told_to_the_window() -> None:
    promise = Commitment(terms=("场所符合卫生要求",), consequence="依法撤销许可")
    desk = make_desk(make_content(handling=Handling(commitment=promise)))
    who = portal.visitor(desk.applicant)
    key = portal.fill_in(who, desk)
    url = reverse("portal:draft_commitment", args=[key])

    shown = who.client.get(url).content.decode()
    wrong = who.client.post(url, {"way": "perhaps", "go": "next"})
    who.client.post(url, {"way": "commitment", "go": "next"})
    checked = who.client.get(reverse("portal:draft_check", args=[key])).content.decode()
    view = get_case_view(desk.clerk, portal.submit(who, key))

    assert ["场所符合卫生要求" in page and "依法撤销许可" in page for page in (shown, checked)] == [True, True]
    assert wrong.status_code == 422
    assert (view.wishes_commitment, view.ledger[0].details["commitment"]) == (True, True)


# what was granted


def test_a_licence_is_renewed_from_the_page_of_its_case(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.DELIVERED)
    renewal = _follower(desk, Purpose.RENEW)
    start = f"{reverse('portal:apply', args=['A2'])}?about={case_no}"

    page, begun = _page(who, case_no), who.client.get(start).content.decode()
    who.client.post(
        reverse("portal:apply", args=["A2"]), {"key": "6d6f8f0e-2f0b-4a53-9c58-6f6f1f0d2c11", "about": case_no}
    )

    (draft,) = [one for one in list_drafts(who.actor) if one.item_code == renewal.version.item_code]
    assert f'href="{start}"' in page
    assert "30日前）提出延续申请" in page
    assert f'name="about" value="{case_no}"' in begun
    assert get_draft_view(who.actor, draft.key).about == case_no


@pytest.mark.parametrize(
    ("which", "number", "said"),
    [
        ("", "", "请选择一项"),
        ("number", "", "请填写办件编号"),
        ("number", "20260925000001", "20260925000001"),
    ],
)
def test_what_it_is_about_is_judged_at_its_place(which: str, number: str, said: str, desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, _follower(desk, Purpose.RENEW))

    answer = who.client.post(
        reverse("portal:draft_about", args=[key]), {"which": which, "number": number, "go": "next"}
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert get_draft_view(who.actor, key).about == ""


def test_what_was_granted_elsewhere_needs_no_number(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, _follower(desk, Purpose.RENEW))

    answer = who.client.post(reverse("portal:draft_about", args=[key]), {"which": "elsewhere", "go": "next"})

    assert answer.status_code == 302
    assert get_draft_view(who.actor, key).about == ""


def test_what_ended_since_is_told_where_it_was_chosen(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.DELIVERED)
    renewal = _follower(desk, Purpose.RENEW)
    key = portal.fill_in(who, renewal)
    who.client.post(reverse("portal:draft_about", args=[key]), {"which": case_no, "go": "next"})
    cases.do(desk, Act.CANCEL, case_no)

    data = {"revision": portal.revision(who, key), "declaration": "on"}
    page = who.client.post(reverse("portal:draft_check", args=[key]), data, follow=True).content.decode()

    assert f"{case_no}" in page
    assert 'id="id_number_error"' in page


def test_what_was_revoked_is_said_not_to_hold_and_offers_nothing_further(desk: Desk, who: Visitor) -> None:
    _follower(desk, Purpose.RENEW)
    case_no = cases.make_case(desk, State.DELIVERED)
    cases.do(desk, Act.REVOKE, case_no)

    page = _page(who, case_no)

    assert "已被依法撤销，不得继续使用" in page
    assert "以欺骗、贿赂等不正当手段取得" in page
    assert "?about=" not in page


def test_the_result_says_how_it_came_with_number_and_place(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.ISSUED)
    before = _page(who, case_no)
    services.deliver_result(
        actor=desk.clerk, case_no=case_no, method=DeliveryMethod.POST, receiver="张示例", tracking_no="SF0001"
    )

    page = _page(who, case_no)

    assert "领取方式" in before
    assert ["SF0001" in page, "送达回证" in page, "送达方式" in page] == [True, True, True]
