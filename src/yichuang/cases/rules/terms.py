"""How long the next act of a case may take, by the state that waits for it. The term of a decision stands in the item."""

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.cases.rules.states import State
from yichuang.deadlines.rules import Term, Unit

NOTICE_TERM = Term(5, Unit.WORKING_DAY)
"""How long the department has to tell what is missing. Law: ALL 32(4)."""
RECEIPT_TERM = Term(1, Unit.WORKING_DAY)
"""How long the window has to take in an application that came online. A local rule (AY 42)."""
CORRECTION_TERM = Term(10, Unit.WORKING_DAY)
"""How long the applicant has to correct. A local rule; the notice names the day."""
DELIVERY_TERM = Term(10, Unit.WORKING_DAY)
"""How long issue and delivery may take after the decision. Law: ALL 44."""

TERMS: Mapping[State, Term] = MappingProxyType(
    {
        State.SUBMITTED: RECEIPT_TERM,
        State.RECEIVED: NOTICE_TERM,
        State.CORRECTION_REQUESTED: CORRECTION_TERM,
        State.GRANTED: DELIVERY_TERM,
        State.DENIED: DELIVERY_TERM,
        State.ISSUED: DELIVERY_TERM,
    }
)
