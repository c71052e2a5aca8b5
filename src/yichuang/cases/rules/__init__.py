"""The law of a case: states and acts, the ledger's digest, case numbers, what a form must contain."""

from yichuang.cases.rules.case_numbers import case_no, is_case_no
from yichuang.cases.rules.forms import FormValue, check_form, missing_for_acceptance, missing_materials, visible
from yichuang.cases.rules.ledger import FIRST_DIGEST, Entry, entry_digest
from yichuang.cases.rules.states import (
    CLOSED_STATES,
    INSTANT_TRANSITIONS,
    LAW_OF,
    OPEN_STATES,
    RIGHT_OF,
    TRANSITIONS,
    Act,
    Channel,
    DeliveryMethod,
    Opinion,
    PartyKind,
    State,
    possible_acts,
    state_after,
)

__all__ = [
    "CLOSED_STATES",
    "FIRST_DIGEST",
    "INSTANT_TRANSITIONS",
    "LAW_OF",
    "OPEN_STATES",
    "RIGHT_OF",
    "TRANSITIONS",
    "Act",
    "Channel",
    "DeliveryMethod",
    "Entry",
    "FormValue",
    "Opinion",
    "PartyKind",
    "State",
    "case_no",
    "check_form",
    "entry_digest",
    "is_case_no",
    "missing_for_acceptance",
    "missing_materials",
    "possible_acts",
    "state_after",
    "visible",
]
