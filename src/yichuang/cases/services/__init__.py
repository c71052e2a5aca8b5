"""What can be done to a case: each act is one function, one transaction, one ledger row."""

from yichuang.cases.services.closing import archive_case, deliver_result, issue_result
from yichuang.cases.services.deciding import decide_case, review_case
from yichuang.cases.services.drafts import attach_material, discard_draft, remove_material, save_draft, start_draft
from yichuang.cases.services.filing import Party, Submission, submit_application, submit_draft
from yichuang.cases.services.intake import (
    Missing,
    accept_case,
    correct_case,
    receive_case,
    refuse_case,
    request_correction,
)
from yichuang.cases.services.step import ActDone
from yichuang.cases.services.verification import Breach, LedgerReport, verify_ledger

__all__ = [
    "ActDone",
    "Breach",
    "LedgerReport",
    "Missing",
    "Party",
    "Submission",
    "accept_case",
    "archive_case",
    "attach_material",
    "correct_case",
    "decide_case",
    "deliver_result",
    "discard_draft",
    "issue_result",
    "receive_case",
    "refuse_case",
    "remove_material",
    "request_correction",
    "review_case",
    "save_draft",
    "start_draft",
    "submit_application",
    "submit_draft",
    "verify_ledger",
]
