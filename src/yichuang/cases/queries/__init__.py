"""Reading cases: frozen views, masked unless the reader may see and the look is recorded."""

from yichuang.cases.queries.answers import Answer, answers_of
from yichuang.cases.queries.applying import hindrance_of
from yichuang.cases.queries.colleagues import Colleague, list_colleagues
from yichuang.cases.queries.corrections import (
    ChangedAnswer,
    CorrectionChanges,
    NewMaterial,
    NoticeLine,
    correction_changes,
)
from yichuang.cases.queries.drafts import (
    DraftRow,
    DraftView,
    find_open_draft,
    get_draft_view,
    list_drafts,
    own_party,
)
from yichuang.cases.queries.endings import DECISIONS, Ending, ending_of, list_endings
from yichuang.cases.queries.explaining import ClockView, DueExplanation, explain_due
from yichuang.cases.queries.grants import GrantRow, list_grants, renew_by
from yichuang.cases.queries.handling import HandlingView
from yichuang.cases.queries.keeping import KeptCorrection, kept_correction
from yichuang.cases.queries.ledger import LedgerView, last_row, list_ledger
from yichuang.cases.queries.lists import (
    find_cases,
    has_cases_before,
    list_client_cases,
    list_my_cases,
)
from yichuang.cases.queries.moved import MovedRow, list_moved
from yichuang.cases.queries.news import LedgerNews, is_ahead_of_server
from yichuang.cases.queries.notes import NoteView, list_notes
from yichuang.cases.queries.own_duties import OwnDuty, own_duties
from yichuang.cases.queries.owners import Owner, case_owner, draft_owner
from yichuang.cases.queries.policy import list_local_rules, policy
from yichuang.cases.queries.prefill import Prefilled, Source, SourceKind, prefill
from yichuang.cases.queries.procedures import PledgeView, StopView
from yichuang.cases.queries.progress import Progress, find_progress, standing_of
from yichuang.cases.queries.record import CaseRecord, archived_after, case_record
from yichuang.cases.queries.rows import CaseRow
from yichuang.cases.queries.stories import (
    CaseStory,
    OpenDays,
    StoryRow,
    newest_act_at,
    open_days,
    stories_after,
    stories_by_id,
    stories_of,
)
from yichuang.cases.queries.texts import SavedFilterView, TextView, list_filters, list_texts
from yichuang.cases.queries.today import COUNT_MAX, Tile, TileCount, today_counts
from yichuang.cases.queries.versions import VersionUse, use_of_version
from yichuang.cases.queries.views import (
    CaseView,
    MaterialView,
    PartyView,
    case_upload,
    get_case_view,
    unmask_party,
)
from yichuang.cases.queries.worklist import DueRange, Promise, WorklistFilter, WorklistOrder, worklist

__all__ = [
    "COUNT_MAX",
    "DECISIONS",
    "Answer",
    "CaseRecord",
    "CaseRow",
    "CaseStory",
    "CaseView",
    "ChangedAnswer",
    "ClockView",
    "Colleague",
    "CorrectionChanges",
    "DraftRow",
    "DraftView",
    "DueExplanation",
    "DueRange",
    "Ending",
    "GrantRow",
    "HandlingView",
    "KeptCorrection",
    "LedgerNews",
    "LedgerView",
    "MaterialView",
    "MovedRow",
    "NewMaterial",
    "NoteView",
    "NoticeLine",
    "OpenDays",
    "OwnDuty",
    "Owner",
    "PartyView",
    "PledgeView",
    "Prefilled",
    "Progress",
    "Promise",
    "SavedFilterView",
    "Source",
    "SourceKind",
    "StopView",
    "StoryRow",
    "TextView",
    "Tile",
    "TileCount",
    "VersionUse",
    "WorklistFilter",
    "WorklistOrder",
    "answers_of",
    "archived_after",
    "case_owner",
    "case_record",
    "case_upload",
    "correction_changes",
    "draft_owner",
    "ending_of",
    "explain_due",
    "find_cases",
    "find_open_draft",
    "find_progress",
    "get_case_view",
    "get_draft_view",
    "has_cases_before",
    "hindrance_of",
    "is_ahead_of_server",
    "kept_correction",
    "last_row",
    "list_client_cases",
    "list_colleagues",
    "list_drafts",
    "list_endings",
    "list_filters",
    "list_grants",
    "list_ledger",
    "list_local_rules",
    "list_moved",
    "list_my_cases",
    "list_notes",
    "list_texts",
    "newest_act_at",
    "open_days",
    "own_duties",
    "own_party",
    "policy",
    "prefill",
    "renew_by",
    "standing_of",
    "stories_after",
    "stories_by_id",
    "stories_of",
    "today_counts",
    "unmask_party",
    "use_of_version",
    "worklist",
]
