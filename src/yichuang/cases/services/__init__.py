"""What can be done to a case: each act is one function, one transaction, one ledger row."""

from yichuang.cases.services.closing import archive_case, deliver_result, issue_result
from yichuang.cases.services.confirming import confirm_draft, note_shown
from yichuang.cases.services.correcting import correct_case
from yichuang.cases.services.deciding import decide_case, review_case
from yichuang.cases.services.drafts import (
    DRAFT_KEPT_DAYS,
    attach_material,
    discard_draft,
    forget_old_drafts,
    remove_material,
    save_draft,
    start_draft,
)
from yichuang.cases.services.filing import Submission, submit_application, submit_draft
from yichuang.cases.services.filters import delete_filter, save_filter
from yichuang.cases.services.handling import MANY, Result, do_each, hand_over_case, take_case
from yichuang.cases.services.intake import (
    Missing,
    accept_case,
    receive_case,
    refuse_case,
    request_correction,
)
from yichuang.cases.services.keeping import (
    add_correction_file,
    keep_correction,
    prepare_correction,
    remove_correction_file,
)
from yichuang.cases.services.moving import DraftMoved, move_draft
from yichuang.cases.services.news import take_news
from yichuang.cases.services.notes import add_note
from yichuang.cases.services.parties import Party, check_party
from yichuang.cases.services.proofs import Doubt, ProofReport, make_proofs, verify_proofs, write_proofs
from yichuang.cases.services.recounting import MovedCase, cases_moved_by, defer_recount, recount_case, recount_cases
from yichuang.cases.services.searching import search_cases
from yichuang.cases.services.step import ActDone
from yichuang.cases.services.texts import retire_text, save_text
from yichuang.cases.services.verification import Breach, LedgerReport, verify_ledger

__all__ = [
    "DRAFT_KEPT_DAYS",
    "MANY",
    "ActDone",
    "Breach",
    "Doubt",
    "DraftMoved",
    "LedgerReport",
    "Missing",
    "MovedCase",
    "Party",
    "ProofReport",
    "Result",
    "Submission",
    "accept_case",
    "add_correction_file",
    "add_note",
    "archive_case",
    "attach_material",
    "cases_moved_by",
    "check_party",
    "confirm_draft",
    "correct_case",
    "decide_case",
    "defer_recount",
    "delete_filter",
    "deliver_result",
    "discard_draft",
    "do_each",
    "forget_old_drafts",
    "hand_over_case",
    "issue_result",
    "keep_correction",
    "make_proofs",
    "move_draft",
    "note_shown",
    "prepare_correction",
    "receive_case",
    "recount_case",
    "recount_cases",
    "refuse_case",
    "remove_correction_file",
    "remove_material",
    "request_correction",
    "retire_text",
    "review_case",
    "save_draft",
    "save_filter",
    "save_text",
    "search_cases",
    "start_draft",
    "submit_application",
    "submit_draft",
    "take_case",
    "take_news",
    "verify_ledger",
    "verify_proofs",
    "write_proofs",
]
