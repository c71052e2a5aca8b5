"""Every act: what it leaves in the ledger, in the case and on paper."""

import io
import uuid
from dataclasses import replace
from datetime import date

import pytest

from tests.support import cases, identity
from tests.support import organisations as bodies
from tests.support.acts import at, case, last_row, paper_of, traces
from tests.support.catalogue import make_content, make_instant_content
from tests.support.documents import pdf
from yichuang.cases import services
from yichuang.cases.errors import (
    CorrectionOnceError,
    FormInvalidError,
    NothingMissingError,
    NoticeTooLateError,
    ReasonMissingError,
)
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.rules import Act, Channel, DeliveryMethod, Opinion, State
from yichuang.cases.services import Missing
from yichuang.catalogue.rules import Fee, LegalBasis, Material, Necessity, ResultProduced
from yichuang.core.actor import SYSTEM
from yichuang.core.digests import canonical_json, sm3_hex
from yichuang.core.rights import Role
from yichuang.documents.services import store_upload
from yichuang.organisations.rules import OrganisationKind

pytestmark = pytest.mark.django_db
FORM = {"name": "张示例", "identity_no": identity.identity_no(7)}


def test_submission_at_the_window_names_clerk_channel_version_and_materials() -> None:
    desk = cases.make_desk()

    done = services.submit_application(actor=desk.clerk, submission=cases.submission(desk))

    row = last_row(done.case_no)
    assert (row.seq, row.act, row.before, row.after) == (1, "submit", "", "submitted")
    assert (row.actor_kind, row.account_id, row.actor_name) == ("staff", desk.clerk.account_id, "窗口甲")
    assert (row.post_id, row.post_title) == (desk.clerk.posts[0].post_id, "Window clerk")
    assert (row.organisation_id, row.law, row.previous) == (desk.organisation_id, ["ALL 29"], "0" * 64)
    assert row.details == {
        "channel": "window",
        "version": 1,
        "form_digest": sm3_hex(canonical_json(FORM)),
        "materials": [{"code": "M1", "sha256": None}, {"code": "M2", "sha256": None}],
    }
    assert (done.seq, done.act, done.state, done.papers, done.is_repeat) == (1, Act.SUBMIT, State.SUBMITTED, (), False)
    assert done.digest == row.digest == case(done.case_no).digest


def test_a_case_number_is_the_day_of_filing_and_a_serial() -> None:
    desk = cases.make_desk()

    with at("2026-01-01T00:30"):
        first, second = cases.make_case(desk), cases.make_case(desk)

    assert first[:8] == second[:8] == "20260101"
    assert int(second[8:14]) == int(first[8:14]) + 1


def test_an_applicant_leaves_no_name_in_the_ledger() -> None:
    optional = Material(code="M1", name="申请书", necessity=Necessity.OPTIONAL)
    desk = cases.make_desk(make_content(materials=(optional,)))
    application = cases.submission(desk, channel=Channel.ONLINE, materials={})

    done = services.submit_application(actor=desk.applicant, submission=application)

    row, filed = last_row(done.case_no), case(done.case_no)
    assert (row.actor_kind, row.account_id, row.actor_name) == ("applicant", desk.applicant.account_id, "")
    assert (row.post_id, row.post_title) == (None, "")
    assert (filed.applicant_id, filed.channel) == (desk.applicant.account_id, "online")


def test_an_applicant_files_online_in_nobody_elses_name() -> None:
    optional = Material(code="M1", name="申请书", necessity=Necessity.OPTIONAL)
    desk = cases.make_desk(make_content(materials=(optional,)))
    other = cases.party_of(identity.applicant_actor("李示例"))
    application = cases.submission(desk, channel=Channel.ONLINE, materials={}, party=other)

    with pytest.raises(FormInvalidError) as refusal:
        services.submit_application(actor=desk.applicant, submission=application)

    assert [problem.code for problem in refusal.value.problems] == ["cases.party_not_own"]
    assert Case.objects.count() == 0


def test_receipt_is_given_with_the_paper_and_the_day_for_a_notice() -> None:
    desk = cases.make_desk()
    with at("2026-09-24T09:00"):
        case_no = cases.make_case(desk)

    with at("2026-09-25T16:30"):
        done = cases.do(desk, Act.RECEIVE, case_no)

    row, paper = last_row(case_no), paper_of(case_no)
    assert (row.seq, row.act, row.before, row.after) == (2, "receive", "submitted", "received")
    assert (row.law, row.post_title) == (["ALL 29", "AY 36"], "Window clerk")
    assert row.details == {"papers": [{"id": paper.pk, "number": paper.number}]}
    assert (paper.kind, done.papers) == ("receipt", (paper.pk,))
    assert [one["name"] for one in paper.data["materials"]] == ["食品经营许可申请书", "经营场所平面图"]
    assert (case(case_no).received_at, case(case_no).next_due_on) == (row.at, date(2026, 10, 9))


def test_the_one_notice_lists_everything_and_gives_ten_working_days() -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        case_no = cases.make_case(desk, State.RECEIVED)
        missing = [Missing("平面图", "未标明面积", "补充标注"), Missing("申请书", "未签名"), Missing("  ", "空行")]

        services.request_correction(actor=desk.clerk, case_no=case_no, missing=missing)

    row, paper = last_row(case_no), paper_of(case_no)
    assert (row.act, row.after, row.law, row.actor_name) == (
        "request_correction",
        "correction_requested",
        ["ALL 32"],
        "窗口甲",
    )
    assert row.details == {
        "missing": [
            {"item": "平面图", "problem": "未标明面积", "remedy": "补充标注"},
            {"item": "申请书", "problem": "未签名", "remedy": ""},
        ],
        "correct_by": "2026-03-16",
        "papers": [{"id": paper.pk, "number": paper.number}],
    }
    assert (paper.kind, case(case_no).corrections, case(case_no).next_due_on) == (
        "one_time_notice",
        1,
        date(2026, 3, 16),
    )


def test_a_notice_that_lists_nothing_is_refused() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)
    before = traces()

    with pytest.raises(NothingMissingError):
        services.request_correction(actor=desk.clerk, case_no=case_no, missing=[Missing(" ", "x")])
    assert traces() == before


def test_the_applicant_is_told_once_only() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)
    cases.do(desk, Act.CORRECT, case_no)
    before = traces()

    with pytest.raises(CorrectionOnceError):
        cases.do(desk, Act.REQUEST_CORRECTION, case_no)
    assert traces() == before


@pytest.mark.parametrize(("moment", "is_late"), [("2026-10-09T23:59", False), ("2026-10-10T00:00", True)])
def test_a_notice_comes_within_five_working_days_of_receipt(moment: str, is_late: bool) -> None:
    desk = cases.make_desk()
    with at("2026-09-25T16:30"):
        case_no = cases.make_case(desk, State.RECEIVED)
    before = traces()

    with at(moment):
        if not is_late:
            assert cases.do(desk, Act.REQUEST_CORRECTION, case_no).state is State.CORRECTION_REQUESTED
            return
        with pytest.raises(NoticeTooLateError) as refusal:
            cases.do(desk, Act.REQUEST_CORRECTION, case_no)
    assert refusal.value.details == {"due_on": date(2026, 10, 9)}
    assert traces() == before


def test_the_applicant_corrects_what_was_missing_and_the_rest_stays() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)
    plan = store_upload(actor=desk.applicant, name="新图.pdf", stream=io.BytesIO(pdf("new")))

    done = services.correct_case(
        actor=desk.applicant, case_no=case_no, form={"name": "张改正", "hidden": "x"}, materials={"M2": [plan.id]}
    )

    row, answers = last_row(case_no), {**FORM, "name": "张改正"}
    assert (row.act, row.before, row.after) == ("correct", "correction_requested", "received")
    assert (row.actor_kind, row.actor_name, row.post_id) == ("applicant", "", None)
    assert {name: row.details[name] for name in ("form_digest", "materials")} == {
        "form_digest": sm3_hex(canonical_json(answers)),
        "materials": [{"code": "M2", "sha256": plan.digest}],
    }
    assert case(case_no).form == answers
    assert list(CaseMaterial.objects.filter(seq=done.seq).values_list("code", flat=True)) == ["M2"]


def test_a_clerk_corrects_for_the_applicant() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)

    cases.do(desk, Act.CORRECT, case_no)

    row = last_row(case_no)
    assert (row.act, row.actor_name, row.post_title) == ("correct", "窗口甲", "Window clerk")
    assert case(case_no).form == FORM


def test_a_wrong_correction_changes_nothing() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)
    before = traces()

    with pytest.raises(FormInvalidError) as refusal:
        services.correct_case(actor=desk.applicant, case_no=case_no, form={"identity_no": "1"})
    assert [one.field for one in refusal.value.problems] == ["identity_no", "material-M2"]
    assert (traces(), case(case_no).form) == (before, FORM)


def test_acceptance_runs_both_clocks_and_issues_the_notice() -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        case_no = cases.make_case(desk, State.RECEIVED)

        cases.do(desk, Act.ACCEPT, case_no)

    row, paper = last_row(case_no), paper_of(case_no)
    assert (row.act, row.before, row.after, row.law) == ("accept", "received", "accepted", ["ALL 32"])
    assert row.details == {
        "is_deemed": False,
        "promised_due_on": "2026-03-16",
        "statutory_due_on": "2026-03-30",
        "is_provisional": False,
        "papers": [{"id": paper.pk, "number": paper.number}],
    }
    assert (paper.kind, paper.data["limit_text"], paper.data["due_on"]) == ("acceptance", "10个工作日内", "2026-03-16")
    assert case(case_no).next_due_on == date(2026, 3, 16)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RECEIVED])
def test_refusal_states_its_reason_and_the_proper_body(state: State) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, state)

    services.refuse_case(actor=desk.clerk, case_no=case_no, reason=" 不属于本机关职权 ", proper_body="示例区某局")

    row, paper, filed = last_row(case_no), paper_of(case_no), case(case_no)
    assert (row.act, row.before, row.after, row.reason) == ("refuse", state.value, "refused", "不属于本机关职权")
    assert row.details == {"proper_body": "示例区某局", "papers": [{"id": paper.pk, "number": paper.number}]}
    assert (paper.kind, paper.data["reason"], paper.data["proper_body"]) == (
        "refusal",
        "不属于本机关职权",
        "示例区某局",
    )
    assert (filed.closed_at, filed.next_due_on) == (row.at, None)


def test_a_refusal_without_reason_is_refused() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)
    before = traces()

    with pytest.raises(ReasonMissingError):
        services.refuse_case(actor=desk.clerk, case_no=case_no, reason=" \n")
    assert traces() == before


def test_an_opinion_stands_in_the_ledger_with_its_text() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)

    services.review_case(actor=desk.reviewer, case_no=case_no, opinion=Opinion.DENY, text=" 场所不符 ")
    services.review_case(actor=desk.reviewer, case_no=case_no, opinion=Opinion.GRANT, text="")

    row = last_row(case_no)
    assert (row.seq, row.act, row.before, row.after, row.law) == (5, "review", "in_review", "in_review", ["ALL 34"])
    assert (row.actor_name, row.post_title, row.reason, row.details) == ("审查乙", "Reviewer", "", {"opinion": "grant"})


def test_an_opinion_against_granting_needs_reasons() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)
    before = traces()

    with pytest.raises(ReasonMissingError):
        services.review_case(actor=desk.reviewer, case_no=case_no, opinion=Opinion.DENY, text=" ")
    assert traces() == before


def test_a_grant_has_its_paper_its_number_and_its_validity() -> None:
    results = (ResultProduced(certificate_code="FOOD-LICENCE", name="食品经营许可证", valid_months=60),)
    desk = cases.make_desk(make_content(results=results))
    with at("2026-03-02T09:00"):
        case_no = cases.make_case(desk, State.IN_REVIEW)

        services.decide_case(actor=desk.official, case_no=case_no, is_granted=True, conditions=["每年报告", " "])

    row, paper, filed = last_row(case_no), paper_of(case_no), case(case_no)
    assert (row.act, row.before, row.after, row.law) == ("grant", "in_review", "granted", ["ALL 38"])
    assert (row.actor_name, row.post_title) == ("批准丙", "Approving official")
    assert row.details == {
        "is_in_time": True,
        "valid_until": "2031-03-01",
        "conditions": ["每年报告"],
        "papers": [{"id": paper.pk, "number": paper.number}],
    }
    assert (paper.kind, paper.data["conditions"], paper.data["valid_until"]) == (
        "decision_granted",
        ["每年报告"],
        "2031-03-01",
    )
    assert (filed.certificate_no, filed.valid_until) == (paper.number, date(2031, 3, 1))
    assert (filed.decided_at, filed.next_due_on) == (row.at, date(2026, 3, 16))


@pytest.mark.parametrize(
    ("decided_on", "months", "valid_until"),
    [
        ("2026-08-31", 6, date(2027, 2, 27)),
        ("2027-08-31", 6, date(2028, 2, 28)),
        ("2026-03-01", 12, date(2027, 2, 28)),
        ("2026-12-31", 1, date(2027, 1, 30)),
    ],
)
def test_months_of_validity_end_the_day_before_the_same_day(decided_on: str, months: int, valid_until: date) -> None:
    results = (ResultProduced(certificate_code="C", name="证", valid_months=months),)
    desk = cases.make_desk(make_content(results=results))
    with at(decided_on + "T09:00"):
        case_no = cases.make_case(desk, State.GRANTED)

    assert case(case_no).valid_until == valid_until


def test_a_denial_states_every_reason() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.IN_REVIEW)

    services.decide_case(actor=desk.official, case_no=case_no, is_granted=False, reasons=["甲", " ", "乙"])

    row, paper, filed = last_row(case_no), paper_of(case_no), case(case_no)
    assert (row.act, row.after, row.reason) == ("deny", "denied", "甲；乙")
    assert (paper.kind, paper.data["reasons"]) == ("decision_denied", ["甲", "乙"])
    assert (filed.certificate_no, filed.valid_until) == ("", None)


def test_a_denial_without_reasons_is_refused() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.IN_REVIEW)
    before = traces()

    with pytest.raises(ReasonMissingError):
        services.decide_case(actor=desk.official, case_no=case_no, is_granted=False, reasons=[" "])
    assert traces() == before


def test_a_decision_after_the_promised_day_is_noted_as_late() -> None:
    desk = cases.make_desk()
    with at("2026-03-02T09:00"):
        first, second = cases.make_case(desk, State.IN_REVIEW), cases.make_case(desk, State.IN_REVIEW)

    with at("2026-03-16T23:59"):
        cases.do(desk, Act.GRANT, first)
    with at("2026-03-17T00:00"):
        cases.do(desk, Act.GRANT, second)

    assert [last_row(one).details["is_in_time"] for one in (first, second)] == [True, False]


def test_issue_names_the_result() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.GRANTED)

    cases.do(desk, Act.ISSUE, case_no)

    row = last_row(case_no)
    assert (row.act, row.after, row.law) == ("issue", "issued", ["ALL 39", "ALL 44"])
    assert row.details == {
        "result": "食品经营许可证",
        "certificate_code": "FOOD-LICENCE",
        "certificate_no": case(case_no).certificate_no,
        "valid_until": None,
    }


@pytest.mark.parametrize("state", [State.DENIED, State.ISSUED])
def test_delivery_closes_the_case(state: State) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, state)

    services.deliver_result(actor=desk.clerk, case_no=case_no, method=DeliveryMethod.POST, receiver=" 代理人 ")

    row, filed = last_row(case_no), case(case_no)
    assert (row.act, row.before, row.after, row.law) == ("deliver", state.value, "delivered", ["ALL 44"])
    paper = paper_of(case_no)
    assert (paper.kind, row.details.pop("papers")) == ("delivery_receipt", [{"id": paper.pk, "number": paper.number}])
    assert row.details == {"method": "post", "receiver": "代理人"}
    assert (filed.closed_at, filed.next_due_on) == (row.at, None)


@pytest.mark.parametrize("state", [State.DELIVERED, State.REFUSED])
def test_a_closed_case_rests_in_the_archive(state: State) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, state)

    cases.do(desk, Act.ARCHIVE, case_no)

    row = last_row(case_no)
    assert (row.act, row.before, row.after, row.law) == ("archive", state.value, "archived", ["OSR 12"])
    assert (row.actor_name, row.post_title, row.details) == ("档案丁", "Records clerk", {})


def test_rows_follow_each_other_by_digest() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)

    before = last_row(case_no).digest
    cases.do(desk, Act.ACCEPT, case_no)

    assert last_row(case_no).previous == before


@pytest.mark.parametrize("act", [Act.GRANT, Act.DENY])
def test_an_instant_case_is_decided_on_the_spot_by_the_clerk(act: Act) -> None:
    desk = cases.make_desk(make_instant_content())
    case_no = cases.make_case(desk, State.ACCEPTED)

    cases.do(desk, act, case_no, actor=desk.clerk)

    row = last_row(case_no)
    assert (row.before, row.after) == ("accepted", {Act.GRANT: "granted", Act.DENY: "denied"}[act])
    assert (row.actor_name, row.post_title, row.details["is_in_time"]) == ("窗口甲", "Window clerk", True)


def test_the_system_itself_may_lead_a_case() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)

    for act in cases.ROAD[State.ARCHIVED]:
        cases.do(desk, act, case_no, actor=SYSTEM)

    row = last_row(case_no)
    assert (row.actor_kind, row.account_id, row.actor_name, row.post_id) == ("system", None, "", None)
    assert services.verify_ledger(actor=SYSTEM).broken == ()


def test_posts_of_the_centre_reach_every_department() -> None:
    desk = cases.make_desk()
    centre = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
    clerk = identity.staff_actor(Role.WINDOW_CLERK, organisation_id=centre, name="综合窗口")

    done = services.submit_application(actor=clerk, submission=cases.submission(desk, key=uuid.uuid4()))

    assert last_row(done.case_no).actor_name == "综合窗口"
    assert last_row(done.case_no).organisation_id == desk.organisation_id


def test_an_item_with_the_longest_texts_lives_its_whole_life() -> None:
    fees = tuple(Fee(name="费" * 200, standard="准" * 5000, basis="据" * 5000) for _ in range(3))
    content = make_content(
        name="项" * 200,
        address="址" * 5000,
        special_procedures="序" * 5000,
        legal_bases=(LegalBasis(law="法" * 200, article="条" * 200),) * 3,
        is_free=False,
        fees=fees,
        enquiry_phone="1" * 200,
        complaint_phone="2" * 200,
        results=(ResultProduced(certificate_code="C" * 64, name="证" * 200),),
        materials=(Material(code="M1", name="料" * 200),),
    )
    desk = cases.make_desk(content)
    party = replace(cases.party_of(desk.applicant), name="名" * 100)
    application = cases.submission(desk, party=party, materials={"M1": []})

    case_no = services.submit_application(actor=desk.clerk, submission=application).case_no
    for act in cases.ROAD[State.ARCHIVED]:
        cases.do(desk, act, case_no)

    assert last_row(case_no).act == "archive"
