"""Reading accounts, sessions, mandates and events: frozen views, never rows of the tables."""

from yichuang.identity.queries.accounts import (
    AccountView,
    NoticeTarget,
    Person,
    account_ids_of_staff,
    find_account_by_login,
    find_account_of_staff,
    find_applicant_by_identity_no,
    find_applicant_id,
    get_account_view,
    get_person,
    list_accounts,
    notice_of,
)
from yichuang.identity.queries.events import EventRow, LookRow, list_events, looks_at
from yichuang.identity.queries.mandates import (
    MandateView,
    get_mandate,
    list_mandates_given,
    list_mandates_held,
    list_principals,
)
from yichuang.identity.queries.personal import HeldAbout, held_about
from yichuang.identity.queries.sessions import Session, actor_of, get_session

__all__ = [
    "AccountView",
    "EventRow",
    "HeldAbout",
    "LookRow",
    "MandateView",
    "NoticeTarget",
    "Person",
    "Session",
    "account_ids_of_staff",
    "actor_of",
    "find_account_by_login",
    "find_account_of_staff",
    "find_applicant_by_identity_no",
    "find_applicant_id",
    "get_account_view",
    "get_mandate",
    "get_person",
    "get_session",
    "held_about",
    "list_accounts",
    "list_events",
    "list_mandates_given",
    "list_mandates_held",
    "list_principals",
    "looks_at",
    "notice_of",
]
