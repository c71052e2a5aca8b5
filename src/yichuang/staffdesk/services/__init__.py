"""Several acts of other contexts as one: all of them are done, or none.

No tables are touched here; the acts check rights and write their own ledger rows.
"""

from yichuang.staffdesk.services.bringing import Incoming, at_window
from yichuang.staffdesk.services.deciding import Rehearsed, decide_on_the_spot, rehearse
from yichuang.staffdesk.services.intake import Intake, Refusal, TakenIn, case_no_of, receive_draft, take_in
from yichuang.staffdesk.services.knowing import Known, known_person
from yichuang.staffdesk.services.texts import seed_texts

__all__ = [
    "Incoming",
    "Intake",
    "Known",
    "Refusal",
    "Rehearsed",
    "TakenIn",
    "at_window",
    "case_no_of",
    "decide_on_the_spot",
    "known_person",
    "receive_draft",
    "rehearse",
    "seed_texts",
    "take_in",
]
