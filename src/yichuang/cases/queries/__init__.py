"""Reading cases: frozen views, masked unless the reader may see and the look is recorded."""

from yichuang.cases.queries.drafts import DraftRow, DraftView, get_draft_view, list_drafts, own_party
from yichuang.cases.queries.ledger import LedgerView, list_ledger
from yichuang.cases.queries.lists import (
    CaseRow,
    WorklistFilter,
    count_open,
    find_cases,
    has_cases_before,
    list_my_cases,
    worklist,
)
from yichuang.cases.queries.views import (
    Answer,
    CaseView,
    DueExplanation,
    MaterialView,
    PartyView,
    Progress,
    case_upload,
    explain_due,
    find_progress,
    get_case_view,
    unmask_party,
)

__all__ = [
    "Answer",
    "CaseRow",
    "CaseView",
    "DraftRow",
    "DraftView",
    "DueExplanation",
    "LedgerView",
    "MaterialView",
    "PartyView",
    "Progress",
    "WorklistFilter",
    "case_upload",
    "count_open",
    "explain_due",
    "find_cases",
    "find_progress",
    "get_case_view",
    "get_draft_view",
    "has_cases_before",
    "list_drafts",
    "list_ledger",
    "list_my_cases",
    "own_party",
    "unmask_party",
    "worklist",
]
