"""Words for people before a screen: answers, terms, fees, what comes next."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import get_language, gettext

from yichuang.cases.rules import FormValue, State
from yichuang.catalogue.rules import FieldKind, FormField, ItemContent
from yichuang.core.errors import gettext_noop
from yichuang.core.money import Money
from yichuang.deadlines.rules import Term, Unit

_UNITS: Mapping[Unit, tuple[str, str]] = MappingProxyType(
    {
        Unit.WORKING_DAY: (gettext_noop("1 working day"), gettext_noop("{value} working days")),
        Unit.CALENDAR_DAY: (gettext_noop("1 day"), gettext_noop("{value} days")),
        Unit.HOUR: (gettext_noop("1 hour"), gettext_noop("{value} hours")),
    }
)
_DUE: Mapping[State, str] = MappingProxyType(
    {
        State.SUBMITTED: gettext_noop("The window takes it in by"),
        State.RECEIVED: gettext_noop("You hear from us by"),
        State.CORRECTION_REQUESTED: gettext_noop("Correct it by"),
        State.ACCEPTED: gettext_noop("Decision by"),
        State.IN_REVIEW: gettext_noop("Decision by"),
        State.SPECIAL: gettext_noop("Special procedure, expected until"),
        State.SENT_UP: gettext_noop("Answer of the higher body, expected by"),
    }
)


def local(thing: object, name: str) -> str:
    """`thing.<name>`, or `thing.<name>_en` where English is read and there is one."""
    is_english = (get_language() or "").startswith("en")
    english = getattr(thing, f"{name}_en", "") if is_english else ""
    return str(english or getattr(thing, name))


def term_text(term: Term | None) -> str:
    """A term in words; empty for None."""
    if term is None:
        return ""
    if term.is_on_the_spot:
        return gettext("On the spot")
    one, many = _UNITS[term.unit]
    return gettext(one) if term.value == 1 else gettext(many).format(value=term.value)


def fee_text(content: ItemContent) -> str:
    """What the item costs; empty where that is not known."""
    if content.is_free:
        return gettext("No fee is charged")
    return gettext("; ").join(f"{fee.name} {_amount(fee.amount_cents) or fee.standard}".strip() for fee in content.fees)


def due_label(state: State) -> str:
    """What happens by the day on which a case of that state is due; empty where the applicant waits for nothing."""
    return gettext(_DUE[state]) if state in _DUE else ""


def answer_text(question: FormField, value: FormValue) -> str:
    """An answer as people read it; empty without one."""
    labels = {choice.value: local(choice, "label") for choice in question.choices}
    if question.kind is FieldKind.YES_NO:
        labels = {"yes": gettext("Yes"), "no": gettext("No")}
    parts = value if isinstance(value, list) else [value]
    return gettext(", ").join(labels.get(part, part) for part in parts if part)


def _amount(cents: int | None) -> str:
    return gettext("{amount} yuan").format(amount=Money(cents)) if cents is not None else ""
