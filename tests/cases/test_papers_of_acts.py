"""What acts write into their papers. The forms themselves are tested with the documents."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from tests.support.cases import Desk, make_case, make_desk
from tests.support.catalogue import make_content
from yichuang.cases.rules import Act, DeliveryMethod, State
from yichuang.cases.services import ending_papers, grant_papers, papers, procedure_papers
from yichuang.cases.services.step import Step, open_step
from yichuang.catalogue.rules import Handling
from yichuang.core.actor import Letter
from yichuang.core.rights import Right
from yichuang.deadlines.rules import Procedure, Term
from yichuang.documents.models import Paper
from yichuang.documents.rules import DeferredLine, MaterialLine, PaperKind

pytestmark = pytest.mark.django_db

TOLD_ON = date(2026, 10, 12)


def _written(desk: Desk, write: Callable[[Step], None]) -> Paper:
    """The paper that a reviewer's act on an accepted case issues."""
    case_no = make_case(desk, State.ACCEPTED)
    with transaction.atomic():
        step = open_step(actor=desk.reviewer, case_no=case_no, act=Act.REVIEW)
        assert isinstance(step, Step)
        write(step)
    (paper,) = step.papers
    return Paper.objects.get(pk=paper.id)


@pytest.mark.parametrize(
    ("write", "kind", "said"),
    [
        (
            lambda step: papers.add_deferral_promise(step, [DeferredLine(name="证明", due_on=TOLD_ON)], "视为撤回。"),
            PaperKind.DEFERRAL_PROMISE,
            {"deferred": [{"name": "证明", "due_on": "2026-10-12"}], "consequence": "视为撤回。"},
        ),
        (
            lambda step: papers.add_commitment(step, ["场所符合要求。"], "撤销决定。"),
            PaperKind.COMMITMENT,
            {"terms": ["场所符合要求。"], "consequence": "撤销决定。"},
        ),
        (
            lambda step: papers.add_refusal(step, "自用无需办理。", "", is_not_required=True),
            PaperKind.REFUSAL,
            {"reason": "自用无需办理。", "is_not_required": True, "proper_body": ""},
        ),
        (
            lambda step: procedure_papers.add_special_notice(
                step,
                Procedure.PUBLIC_NOTICE,
                reason="依法公示",
                from_day=date(2026, 10, 9),
                expected_to=TOLD_ON,
                stops_statutory=False,
                stops_promised=True,
            ),
            PaperKind.SPECIAL_PROCEDURE,
            {
                "procedure": "public_notice",
                "from_day": "2026-10-09",
                "expected_to": "2026-10-12",
                "stops_statutory": False,
                "stops_promised": True,
            },
        ),
        (
            lambda step: procedure_papers.add_extension_notice(
                step, reason="情况复杂", limit=Term.parse("10wd"), original_due_on=date(2026, 9, 28), due_on=TOLD_ON
            ),
            PaperKind.EXTENSION,
            {
                "reason": "情况复杂",
                "limit": {"value": 10, "unit": "wd"},
                "original_due_on": "2026-09-28",
                "due_on": "2026-10-12",
            },
        ),
        (
            lambda step: procedure_papers.add_hearing_right(step, matter="拟不予许可", ask_by=TOLD_ON),
            PaperKind.HEARING_RIGHT,
            {"matter": "拟不予许可", "ask_by": "2026-10-12"},
        ),
        (
            lambda step: procedure_papers.add_hearing_notice(
                step, held_at=datetime(2026, 10, 12, 1, tzinfo=UTC), place="听证室", chair="赵示例", matter="排放口"
            ),
            PaperKind.HEARING_NOTICE,
            {"held_at": "2026-10-12T09:00:00+08:00", "place": "听证室", "chair": "赵示例", "matter": "排放口"},
        ),
        (
            lambda step: procedure_papers.add_hearing_record(
                step,
                held_at=datetime(2026, 10, 12, 1, tzinfo=UTC),
                place="听证室",
                chair="赵示例",
                people=["钱示例"],
                text="宣布开始。",
            ),
            PaperKind.HEARING_RECORD,
            {"held_at": "2026-10-12T09:00:00+08:00", "people": ["钱示例"], "text": "宣布开始。"},
        ),
        (
            lambda step: procedure_papers.add_transfer(
                step, upper_body="上级机关", opinion="同意", materials=[MaterialLine(name="申请书")], carrier="周示例"
            ),
            PaperKind.TRANSFER,
            {
                "addressee": "上级机关",
                "is_person": False,
                "applicant": "张示例",
                "opinion": "同意",
                "carrier": "周示例",
            },
        ),
        (
            lambda step: ending_papers.add_closure(
                step, ground="申请人撤回", legal_ground="ALL 32(4)", consequence="可以重新申请。", is_on_request=True
            ),
            PaperKind.CLOSURE,
            {
                "ground": "申请人撤回",
                "legal_ground": "《中华人民共和国行政许可法》第三十二条",
                "consequence": "可以重新申请。",
                "is_on_request": True,
            },
        ),
        (
            lambda step: ending_papers.add_delivery_receipt(
                step, method=DeliveryMethod.POST, receiver="", delivered=["决定书"], tracking_no="EX1"
            ),
            PaperKind.DELIVERY_RECEIPT,
            {
                "method": "post",
                "receiver": "",
                "delivered": ["决定书"],
                "delivered_by": "审查乙",
                "tracking_no": "EX1",
            },
        ),
    ],
)
def test_an_act_writes_what_its_paper_says(
    write: Callable[[Step], None], kind: PaperKind, said: dict[str, object]
) -> None:
    paper = _written(make_desk(), write)

    assert paper.kind == kind.value
    assert {name: paper.data[name] for name in said} == said


@pytest.mark.parametrize(
    ("kind", "valid_until", "is_by_silence"),
    [
        (PaperKind.AMENDMENT, "2031-10-12", None),
        (PaperKind.RENEWAL, "2031-10-12", True),
        (PaperKind.REVOCATION, None, None),
        (PaperKind.RECALL, None, None),
        (PaperKind.CANCELLATION, None, None),
    ],
)
def test_a_change_of_a_grant_says_only_what_belongs_to_it(
    kind: PaperKind, valid_until: str | None, is_by_silence: bool | None
) -> None:
    paper = _written(
        make_desk(),
        lambda step: grant_papers.add_grant_change(
            step,
            kind,
            original_number="示准〔2025〕8号",
            granted_on=date(2025, 11, 3),
            reason="理由",
            valid_until=date(2031, 10, 12),
            is_by_silence=True,
        ),
    )

    assert paper.kind == kind.value
    assert paper.data["original_number"] == "示准〔2025〕8号"
    assert paper.data["granted_on"] == "2025-11-03"
    assert paper.data.get("valid_until") == valid_until
    assert paper.data.get("is_by_silence") == is_by_silence


def test_a_letter_of_authority_is_what_the_signatory_acts_by() -> None:
    letter = Letter(1, "示授〔2026〕1号", frozenset({Right.REVIEW}), None, None, date(2026, 1, 1), date(2026, 12, 31))

    def write(step: Step) -> None:
        step.authority = letter
        papers.add_commitment(step, ["条件"], "后果")

    assert _written(make_desk(), write).authority == "授权书示授〔2026〕1号"


def test_without_a_letter_the_signatory_acts_by_the_post() -> None:
    paper = _written(make_desk(), lambda step: papers.add_commitment(step, ["条件"], "后果"))

    assert paper.authority == f"岗位职权：{paper.signer_title}"
    assert paper.signer_name == "审查乙"


def test_an_item_that_says_so_has_bilingual_papers() -> None:
    content = make_content(handling=Handling(is_bilingual=True), name_en="Food licence")

    paper = _written(make_desk(content), lambda step: papers.add_commitment(step, ["条件"], "后果"))
    plain = _written(make_desk(task_code="A2"), lambda step: papers.add_commitment(step, ["条件"], "后果"))

    assert (paper.data["is_bilingual"], paper.data["item_name_en"]) == (True, "Food licence")
    assert plain.data["is_bilingual"] is False


def test_what_happens_by_law_alone_cites_the_law_and_names_nobody() -> None:
    def write(step: Step) -> None:
        step.post, step.law = None, ("ALL 32(4)",)
        papers.add_commitment(step, ["条件"], "后果")

    paper = _written(make_desk(), write)

    assert paper.account_id is None
    assert paper.signer_title == ""
    assert paper.authority == "《中华人民共和国行政许可法》第三十二条"
