"""What a written authority must say, and when it holds.

Law: CIV 161, 162 (acts through an agent), 165 (matters, scope and period in writing), 173 (end).
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.core.labels import Labelled

MANDATE_DAYS = 1096
# As many long codes as still fit into one entry of the index that refuses the same mandate twice.
ITEMS_MAX = 30


class MandateState(Labelled):
    """Whether a mandate holds on a day."""

    AHEAD = "ahead", gettext_noop("Not yet valid")
    VALID = "valid", gettext_noop("Valid")
    EXPIRED = "expired", gettext_noop("Expired")
    WITHDRAWN = "withdrawn", gettext_noop("Withdrawn")


def mandate_state(valid_from: date, valid_to: date, on: date, *, is_withdrawn: bool) -> MandateState:
    """How a mandate stands on that day; its first and last day are included. Law: CIV 173."""
    if is_withdrawn:
        return MandateState.WITHDRAWN
    if on < valid_from:
        return MandateState.AHEAD
    return MandateState.EXPIRED if on > valid_to else MandateState.VALID


def normal_codes(codes: Sequence[str] | None) -> tuple[str, ...] | None:
    """The item codes without repeats, sorted; None stays None (every matter)."""
    return None if codes is None else tuple(sorted({code.strip() for code in codes if code.strip()}))


def mandate_problems(
    *, item_codes: tuple[str, ...] | None, valid_from: date, valid_to: date, today: date
) -> tuple[FieldProblem, ...]:
    """Everything that is wrong with matters and period of a mandate; empty when nothing is. Law: CIV 165."""
    problems = []
    if item_codes is not None and not 1 <= len(item_codes) <= ITEMS_MAX:
        text = gettext_noop("Name at least one service and at most {most}, or choose all services.")
        problems.append(FieldProblem("item_codes", "identity.mandate_items", text, details={"most": ITEMS_MAX}))
    wrong = [code for code in item_codes or () if not re.fullmatch(r"[0-9A-Za-z._-]{1,64}", code)]
    if wrong:
        text = gettext_noop("This is not the code of a service: {found}. The code stands on the service's page.")
        problems.append(FieldProblem("item_codes", "identity.mandate_code", text, details={"found": wrong[0][:64]}))
    if valid_from < today:
        text = gettext_noop("A mandate begins today ({today}) or later.")
        problems.append(FieldProblem("valid_from", "identity.mandate_past", text, details={"today": today}))
    if valid_to < valid_from:
        text = gettext_noop("The last day lies before the first.")
        problems.append(FieldProblem("valid_to", "identity.mandate_order", text))
    elif valid_to - valid_from >= timedelta(days=MANDATE_DAYS):
        text = gettext_noop("A mandate lasts at most three years; give a new one then.")
        problems.append(FieldProblem("valid_to", "identity.mandate_long", text))
    return tuple(problems)
