"""What can be done to a case: each act is one function, one transaction, one ledger row."""

from yichuang.cases.services.accepting import accept_case, deem_accepted, supply_deferred
from yichuang.cases.services.closing import archive_case, deliver_result, issue_result
from yichuang.cases.services.committing import grant_on_commitment, verify_commitment
from yichuang.cases.services.confirming import confirm_draft, note_shown
from yichuang.cases.services.correcting import correct_case, fix_case
from yichuang.cases.services.deciding import decide_case, review_case
from yichuang.cases.services.drafts import (
    attach_material,
    discard_draft,
    forget_old_drafts,
    remove_material,
    save_draft,
    start_draft,
)
from yichuang.cases.services.ending import lapse_case, terminate_case, withdraw_case
from yichuang.cases.services.filing import submit_application, submit_draft
from yichuang.cases.services.filters import delete_filter, save_filter
from yichuang.cases.services.granted import deem_renewed, end_grant
from yichuang.cases.services.handling import MANY, Result, do_each, hand_over_case, take_case
from yichuang.cases.services.hearing import ask_hearing, tell_hearing
from yichuang.cases.services.intake import (
    Missing,
    receive_case,
    refuse_case,
    request_correction,
    tell_not_required,
)
from yichuang.cases.services.keeping import (
    add_correction_file,
    keep_correction,
    prepare_correction,
    remove_correction_file,
)
from yichuang.cases.services.moving import DraftMoved, move_draft
from yichuang.cases.services.news import leave_out_news, take_news
from yichuang.cases.services.notes import add_note
from yichuang.cases.services.parties import Party, check_party
from yichuang.cases.services.proofs import Doubt, ProofReport, make_proofs, verify_proofs, write_proofs
from yichuang.cases.services.readings import Dues
from yichuang.cases.services.recounting import (
    MovedCase,
    Moves,
    cases_moved_by,
    defer_recount,
    recount_case,
    recount_cases,
)
from yichuang.cases.services.recusing import recuse
from yichuang.cases.services.referring import acknowledge, bring_back, send_up
from yichuang.cases.services.searching import search_cases
from yichuang.cases.services.step import ActDone
from yichuang.cases.services.stopping import HearingPlan, begin_procedure, end_procedure, extend_limit
from yichuang.cases.services.submissions import Submission
from yichuang.cases.services.texts import retire_text, save_text
from yichuang.cases.services.timers import DueTimer, due_timers, run_timers
from yichuang.cases.services.verification import Breach, LedgerReport, verify_ledger
from yichuang.cases.services.wishing import keep_wishes

__all__ = [
    "MANY",
    "ActDone",
    "Breach",
    "Doubt",
    "DraftMoved",
    "DueTimer",
    "Dues",
    "HearingPlan",
    "LedgerReport",
    "Missing",
    "MovedCase",
    "Moves",
    "Party",
    "ProofReport",
    "Result",
    "Submission",
    "accept_case",
    "acknowledge",
    "add_correction_file",
    "add_note",
    "archive_case",
    "ask_hearing",
    "attach_material",
    "begin_procedure",
    "bring_back",
    "cases_moved_by",
    "check_party",
    "confirm_draft",
    "correct_case",
    "decide_case",
    "deem_accepted",
    "deem_renewed",
    "defer_recount",
    "delete_filter",
    "deliver_result",
    "discard_draft",
    "do_each",
    "due_timers",
    "end_grant",
    "end_procedure",
    "extend_limit",
    "fix_case",
    "forget_old_drafts",
    "grant_on_commitment",
    "hand_over_case",
    "issue_result",
    "keep_correction",
    "keep_wishes",
    "lapse_case",
    "leave_out_news",
    "make_proofs",
    "move_draft",
    "note_shown",
    "prepare_correction",
    "receive_case",
    "recount_case",
    "recount_cases",
    "recuse",
    "refuse_case",
    "remove_correction_file",
    "remove_material",
    "request_correction",
    "retire_text",
    "review_case",
    "run_timers",
    "save_draft",
    "save_filter",
    "save_text",
    "search_cases",
    "send_up",
    "start_draft",
    "submit_application",
    "submit_draft",
    "supply_deferred",
    "take_case",
    "take_news",
    "tell_hearing",
    "tell_not_required",
    "terminate_case",
    "verify_commitment",
    "verify_ledger",
    "verify_proofs",
    "withdraw_case",
    "write_proofs",
]
