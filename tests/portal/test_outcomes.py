"""What came of a case, as its applicant reads it: granted or not, sent or handed over, on the page and in the list."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.support import cases, catalogue, portal
from tests.support.cases import Desk, make_desk
from tests.support.catalogue import make_content
from tests.support.portal import Visitor
from yichuang.cases import services
from yichuang.cases.queries import Ending, get_case_view
from yichuang.cases.rules import Act, DeliveryMethod, State
from yichuang.cases.rules import Standing as Grant
from yichuang.catalogue.rules import (
    CertificateNeeded,
    Commitment,
    FieldGroup,
    FieldKind,
    FormField,
    Handling,
    Purpose,
    ResultProduced,
)
from yichuang.core import clock
from yichuang.deadlines.rules import Clock as Which
from yichuang.portal.besides import clocks_text, notes_of
from yichuang.portal.forms.questions import bare_code
from yichuang.portal.happenings import timeline
from yichuang.portal.outcomes import outcome_of
from yichuang.ui.parts import Tone

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 9, 25, 2, 0, tzinfo=UTC)
LICENCE = ResultProduced(certificate_code="FOOD-LICENCE", name="食品经营许可证", valid_months=60)


@pytest.fixture
def desk() -> Desk:
    return make_desk(make_content(results=(LICENCE,)))


@pytest.fixture
def who(desk: Desk) -> Visitor:
    return portal.visitor(desk.applicant)


def _page(who: Visitor, case_no: str) -> str:
    return who.client.get(reverse("portal:case", args=[case_no])).content.decode()


def _list(who: Visitor) -> str:
    return who.client.get(reverse("portal:cases")).content.decode()


def _delivered(desk: Desk, state: State, method: DeliveryMethod, **where: str) -> str:
    case_no = cases.make_case(desk, state)
    services.deliver_result(actor=desk.clerk, case_no=case_no, method=method, **where)
    return case_no


# what was decided, and how it went out


def test_a_denial_that_was_handed_over_is_told_as_a_denial(desk: Desk, who: Visitor) -> None:
    case_no = _delivered(desk, State.DENIED, DeliveryMethod.WINDOW)

    page, mine = _page(who, case_no), _list(who)

    assert "portal-state--bad" in page
    assert "您的申请未获批准，理由见决定书。决定书已在窗口送达。" in page
    assert "不予批准，已送达" in mine
    assert "如有异议，可以按照决定书载明的途径" in page


def test_what_is_sent_by_post_is_told_as_sent_with_its_number(desk: Desk, who: Visitor) -> None:
    case_no = _delivered(desk, State.ISSUED, DeliveryMethod.POST, tracking_no="SF0001")

    page = _page(who, case_no)

    assert "您的申请已获批准。办理结果已寄出。邮件号：SF0001。" in page
    assert "寄出时间" in page
    assert "送达时间" not in page
    assert "准予，已寄出" in _list(who)


def test_what_lies_in_a_locker_says_in_which_and_asks_to_fetch_it(desk: Desk, who: Visitor) -> None:
    case_no = _delivered(desk, State.ISSUED, DeliveryMethod.LOCKER, place="1号柜12格")

    page = _page(who, case_no)

    assert "办理结果已放入取件柜，请前往领取。取件柜：1号柜12格。" in page
    assert "尚未领取的，请到取件柜领取办理结果" in page


def test_an_archived_case_still_tells_how_it_ended(desk: Desk, who: Visitor) -> None:
    refused = cases.make_case(desk, State.REFUSED)
    cases.do(desk, Act.ARCHIVE, refused)
    cases.make_case(desk, State.ARCHIVED)

    mine = _list(who)

    assert "不予受理，已归档" in mine
    assert "准予，已送达，已归档" in mine


def test_what_was_revoked_is_not_listed_as_granted(desk: Desk, who: Visitor) -> None:
    cases.do(desk, Act.REVOKE, cases.make_case(desk, State.DELIVERED))

    mine = _list(who)

    assert "已撤销" in mine
    assert "准予，已送达" not in mine


def test_who_looks_a_case_up_learns_the_outcome_and_not_the_way(desk: Desk) -> None:
    case_no = _delivered(desk, State.DENIED, DeliveryMethod.POST, tracking_no="SF0001")

    page = Client().post("/progress/", {"case_no": case_no, "name": "张示例"}).content.decode()

    assert "您的申请未获批准，理由见决定书。" in page
    assert "SF0001" not in page


def test_a_state_without_outcome_is_told_as_before() -> None:
    told = outcome_of(State.DELIVERED, Ending())

    assert (told.tone, told.badge) == (Tone.NEUTRAL, "已送达")
    assert outcome_of(State.DELIVERED, Ending(is_granted=True, standing=Grant.REVOKED)).tone is Tone.BAD


# closed cases


def test_closed_cases_stand_in_the_order_in_which_they_were_closed(
    desk: Desk, who: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yichuang.portal.views.cases.SHOWN", 1)
    with clock.simulated(FRIDAY):
        first, second = (cases.make_case(desk, State.ISSUED) for _ in range(2))
    for day, case_no in ((3, second), (4, first)):
        with clock.simulated(FRIDAY + timedelta(days=day)):
            cases.do(desk, Act.DELIVER, case_no)

    page = _list(who)
    cursor = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    after = who.client.get(f"/cases/{cursor}").content.decode()

    assert [number in page for number in (first, second)] == [True, False]
    assert [number in after for number in (first, second)] == [False, True]
    assert who.client.get("/cases/?cursor=x").status_code == 422


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.LAPSED, State.TERMINATED])
def test_what_ended_without_a_decision_leads_to_a_new_application(state: State, desk: Desk, who: Visitor) -> None:
    page = _page(who, cases.make_case(desk, state))

    assert f'href="{reverse("portal:apply", args=[desk.version.item_code])}"' in page
    assert "重新申请" in page


@pytest.mark.parametrize("state", [State.DELIVERED, State.REFUSED])
def test_who_has_it_or_belongs_elsewhere_is_not_led_to_a_new_application(
    state: State, desk: Desk, who: Visitor
) -> None:
    page = _page(who, cases.make_case(desk, state))

    assert f'href="{reverse("portal:apply", args=[desk.version.item_code])}"' not in page


def test_a_lapsed_case_shows_no_days_and_asks_for_nothing(desk: Desk, who: Visitor) -> None:
    with clock.simulated(FRIDAY):
        submission = cases.submission(desk, materials={"M1": []})
        case_no = services.submit_application(actor=desk.clerk, submission=submission).case_no
        cases.do(desk, Act.RECEIVE, case_no)
        services.accept_case(actor=desk.clerk, case_no=case_no, deferred=["M2"])
        open_page = _page(who, case_no)
    cases.do(desk, Act.LAPSE, case_no)

    page = _page(who, case_no)

    handed_in = [one.split('id="application"')[1].split("</section>")[0] for one in (open_page, page)]
    assert ["前补交" in one for one in handed_in] == [True, False]
    assert ["当日不计算在内" in one for one in (open_page, page)] == [True, False]


# hearings


def test_who_asked_for_a_hearing_reads_by_when_it_is_held(desk: Desk, who: Visitor) -> None:
    with clock.simulated(FRIDAY):
        case_no = cases.make_case(desk, State.IN_REVIEW)
        cases.do(desk, Act.TELL_HEARING, case_no)
        offered = _page(who, case_no)
        cases.do(desk, Act.ASK_HEARING, case_no)

        page, mine = _page(who, case_no), _list(who)

    assert "需要听证的，请在2026-09-30（含当日）前申请。" in offered
    assert "听证最迟于2026-10-29举行" in page
    assert '组织听证的期限</dt><dd><strong><time datetime="2026-10-29">' in page
    assert "作出决定的期限" not in mine
    assert '组织听证的期限：<time datetime="2026-10-29">' in mine


def test_a_hearing_is_offered_while_a_special_procedure_runs(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.IN_REVIEW)
    cases.do(desk, Act.TELL_HEARING, case_no)
    cases.do(desk, Act.STOP, case_no)

    page = _page(who, case_no)

    assert f'href="{reverse("portal:ask_hearing", args=[case_no])}"' in page


def test_the_page_that_asks_for_a_hearing_says_when_the_time_stands_still(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.IN_REVIEW)
    cases.do(desk, Act.TELL_HEARING, case_no)

    page = who.client.get(reverse("portal:ask_hearing", args=[case_no])).content.decode()

    assert "听证在您提出申请后20个工作日内组织" in page
    assert "确定听证日期前，办理时限继续计算；确定日期后至听证结束，办理时限暂停计算" in page


@pytest.mark.parametrize(
    ("clocks", "said"),
    [
        ({Which.PROMISED}, "结束前，承诺办结时限暂停计算，法定办结时限继续计算。"),
        ({Which.STATUTORY}, "结束前，法定办结时限暂停计算，承诺办结时限继续计算。"),
        ({Which.PROMISED, Which.STATUTORY}, "结束前，办理时限暂停计算。"),
        (set(), "期间办理时限继续计算。"),
    ],
)
def test_it_is_said_which_time_stands_still(clocks: set[Which], said: str) -> None:
    assert clocks_text(clocks) == said


def test_a_reason_that_ends_in_a_full_stop_gets_no_second_one(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.IN_REVIEW)
    services.tell_hearing(actor=desk.reviewer, case_no=case_no, matter="涉及重大利益关系。")

    page = _page(who, case_no)

    assert "听证内容：涉及重大利益关系。听证不收费" in page


def test_a_hearing_without_a_subject_is_offered_without_one(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.IN_REVIEW)
    cases.do(desk, Act.TELL_HEARING, case_no)
    view = get_case_view(who.actor, case_no)
    silent = replace(view, ledger=tuple(replace(row, reason="") for row in view.ledger))

    with override("zh-hans"):
        (told,) = [note.text for note in notes_of(silent) if "听证" in note.text]

    assert told == "听证不收费；期限届满前不会作出决定。"


def test_what_came_of_a_procedure_is_told_until_the_decision(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.SPECIAL)
    cases.do(desk, Act.RESUME, case_no)
    ended, over = _page(who, case_no), f"检测已于{clock.today()}结束"
    cases.do(desk, Act.GRANT, case_no)

    assert [over in ended, "结果：检测合格" in ended, "检测：检测合格" in ended] == [True] * 3
    assert over not in _page(who, case_no)


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({"stop": {"procedure": "test"}}, "检测：指标合格"),
        ({"stop": {"procedure": "hearing"}, "is_held": True}, "听证已举行，听证笔录见“文书”。"),
        ({"stop": {"procedure": "hearing"}, "is_held": False}, "听证未举行：指标合格"),
    ],
)
def test_the_timeline_says_what_came_of_a_procedure(
    desk: Desk, who: Visitor, details: dict[str, object], told: str
) -> None:
    row = get_case_view(who.actor, cases.make_case(desk)).ledger[0]

    with override("zh-hans"):
        (moment,) = timeline([replace(row, act=Act.RESUME, reason="指标合格", details=details)])

    assert moment.text == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            {"next": "2026-09-28", "statutory": "2026-10-12"},
            {"next": "2026-09-28", "statutory": "2026-10-13"},
            "因放假安排调整，法定办结日期由2026-10-12改为2026-10-13。",
        ),
        (
            {"next": "2026-09-28", "is_provisional": True},
            {"next": "2026-09-28", "is_provisional": False},
            "该年度放假安排已公布，办结日期不变。",
        ),
    ],
)
def test_a_count_anew_says_what_it_changed(
    desk: Desk, who: Visitor, before: dict[str, object], after: dict[str, object], told: str
) -> None:
    row = get_case_view(who.actor, cases.make_case(desk)).ledger[0]

    with override("zh-hans"):
        (moment,) = timeline([replace(row, act=Act.RECOUNT, details={"before": before, "after": after})])

    assert moment.text == told


def test_a_count_anew_that_moved_nothing_says_no_days(desk: Desk, who: Visitor) -> None:
    row = get_case_view(who.actor, cases.make_case(desk)).ledger[0]
    moved = {"before": {"next": "2026-09-28"}, "after": {"next": "2026-09-29"}}
    same = {"before": {"next": "2026-09-28"}, "after": {"next": "2026-09-28"}}

    told = [timeline([replace(row, act=Act.RECOUNT, details=details)])[0].text for details in (moved, same)]

    assert "2026-09-29" in told[0]
    assert told[1] == ""


def test_corrections_are_named_in_the_language_of_the_reader() -> None:
    materials = [one.model_copy(update={"name_en": f"Plan {one.code}"}) for one in make_content().materials]
    desk = make_desk(make_content(materials=tuple(materials)))
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)
    english = portal.visitor(desk.applicant, "en")

    pages = [
        english.client.get(reverse(f"portal:{name}", args=[case_no])).content.decode() for name in ("case", "correct")
    ]

    assert ["<strong>Plan M2</strong>" in pages[0], "1. Plan M2</h2>" in pages[1]] == [True, True]


# renewing, committing


def _renewal(desk: Desk) -> Desk:
    """An item that renews the desk's licence and asks for its number and last day."""
    asked = (
        FormField(id="permit_no", element="DE.PERMIT.NUMBER", label="许可证编号", kind=FieldKind.TEXT),
        FormField(id="expires_on", element="DE.PERMIT.EXPIRES_ON", label="有效期至", kind=FieldKind.DATE),
    )
    needed = (CertificateNeeded(certificate_code="FOOD-LICENCE", name="食品经营许可证"),)
    content = make_content(
        name="食品经营许可延续",
        handling=Handling(purpose=Purpose.RENEW),
        results=(LICENCE,),
        certificates_needed=needed,
        form=(FieldGroup(title="许可证", fields=asked),),
    )
    return replace(desk, version=catalogue.make_published_item("A2", content, desk.organisation_id))


def test_a_renewal_begins_with_number_and_last_day_of_the_grant_and_warns_of_being_early(
    desk: Desk, who: Visitor
) -> None:
    with clock.simulated(FRIDAY):
        case_no = cases.make_case(desk, State.DELIVERED)
        cases.make_case(desk, State.DELIVERED)  # another licence of the same holder
        key = portal.begin(who, _renewal(desk))
        url = reverse("portal:draft_about", args=[key])
        chosen = who.client.post(url, {"which": case_no, "go": "next"}, follow=True).content.decode()

    assert 'value="2031-09-24"' in chosen
    assert re.search(rf'portal-source">[^<]*{case_no}', chosen)
    assert "您要延续的事项有效期至2031-09-24，距届满还有一年以上" in chosen


def test_within_a_year_of_the_end_nothing_warns(desk: Desk, who: Visitor) -> None:
    with clock.simulated(FRIDAY):
        case_no = cases.make_case(desk, State.DELIVERED)
    with clock.simulated(datetime(2030, 10, 8, 2, 0, tzinfo=UTC)):
        key = portal.begin(who, _renewal(desk))
        url = reverse("portal:draft_about", args=[key])
        chosen = who.client.post(url, {"which": case_no, "go": "next"}, follow=True).content.decode()

    assert "距届满还有一年以上" not in chosen


def test_the_hint_to_renew_needs_a_service_that_renews(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.DELIVERED)

    before = _page(who, case_no)
    _renewal(desk)

    assert ["提出延续申请" in page for page in (before, _page(who, case_no))] == [False, True]


def test_on_commitment_a_material_is_not_asked_for_and_the_receipt_says_how_it_goes_on() -> None:
    promise = Commitment(terms=("场所符合卫生要求",), consequence="依法撤销许可")
    desk = make_desk(make_content(handling=Handling(commitment=promise)))
    who = portal.visitor(desk.applicant)
    key = portal.fill_in(who, desk)
    who.client.post(reverse("portal:draft_commitment", args=[key]), {"way": "commitment", "go": "next"})

    page = who.client.get(reverse("portal:draft_materials", args=[key])).content.decode()
    case_no = portal.submit(who, key)
    receipt = who.client.get(reverse("portal:submitted", args=[case_no])).content.decode()

    box = page.split('id="material-M2"')[1].split("</section>")[0]
    assert "选择告知承诺的，无需提交" in box
    assert "必要" not in box
    assert "必填" not in box
    assert "您选择了告知承诺" in receipt
    assert "承诺在以下时限内" not in receipt


# codes


@pytest.mark.parametrize(
    "typed",
    [
        "V7JKM-23456-ABCDE-FGHJK",
        "核验码 V7JKM-23456-ABCDE-FGHJK",
        "核验码：V7JKM-23456-ABCDE-FGHJK",
        "核验码 Verification code: v7jkm-23456-abcde-fghjk ",
        "Verification code V7JKM-23456-ABCDE-FGHJK",
        "https://zwfw.example.gov.cn/verify/V7JKM-23456-ABCDE-FGHJK/",
        "Ｖ７ＪＫＭ－23456–ABCDE—FGHJK",
    ],
)
def test_a_code_is_found_in_what_was_copied_with_it(typed: str) -> None:
    assert bare_code(typed).upper() == "V7JKM-23456-ABCDE-FGHJK"


def test_what_is_no_code_at_all_is_kept_to_be_judged() -> None:
    assert (bare_code("核验码："), bare_code("/"), bare_code("..")) == ("核验码：", "-", "..")
