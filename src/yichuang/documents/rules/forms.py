"""Which data each kind of paper carries."""

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.documents.rules import body_papers, ending_papers, papers, procedure_papers
from yichuang.documents.rules.kinds import PaperKind
from yichuang.documents.rules.papers import PaperData

TEMPLATE_VERSION = 3
"""Raised when the form changes, so that a paper says by which form it was made."""

DATA_OF: Mapping[PaperKind, type[PaperData]] = MappingProxyType(
    {
        PaperKind.RECEIPT: papers.ReceiptData,
        PaperKind.ONE_TIME_NOTICE: papers.NoticeData,
        PaperKind.ACCEPTANCE: papers.AcceptanceData,
        PaperKind.REFUSAL: papers.RefusalData,
        PaperKind.DECISION_GRANTED: papers.GrantData,
        PaperKind.DECISION_DENIED: papers.DenialData,
        PaperKind.DEFERRAL_PROMISE: papers.DeferralPromiseData,
        PaperKind.COMMITMENT: papers.CommitmentData,
        PaperKind.SPECIAL_PROCEDURE: procedure_papers.SpecialProcedureData,
        PaperKind.EXTENSION: procedure_papers.ExtensionData,
        PaperKind.HEARING_RIGHT: procedure_papers.HearingRightData,
        PaperKind.HEARING_NOTICE: procedure_papers.HearingNoticeData,
        PaperKind.HEARING_RECORD: procedure_papers.HearingRecordData,
        PaperKind.TRANSFER: procedure_papers.TransferData,
        PaperKind.CLOSURE: ending_papers.ClosureData,
        PaperKind.DELIVERY_RECEIPT: ending_papers.DeliveryReceiptData,
        PaperKind.AMENDMENT: ending_papers.AmendmentData,
        PaperKind.RENEWAL: ending_papers.RenewalData,
        PaperKind.REVOCATION: ending_papers.RevocationData,
        PaperKind.RECALL: ending_papers.RecallData,
        PaperKind.CANCELLATION: ending_papers.CancellationData,
        PaperKind.SUPERVISE_ORDER: body_papers.SuperviseOrderData,
        PaperKind.RECOMMENDATION: body_papers.RecommendationData,
        PaperKind.FORM_INQUIRY: body_papers.FormInquiryData,
        PaperKind.DISCIPLINE_FILE: body_papers.DisciplineFileData,
    }
)
