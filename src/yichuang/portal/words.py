"""The public's words: names in the reader's language, terms and days."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from django.utils.translation import get_language, gettext

from yichuang.catalogue.rules.in_english import IN_ENGLISH
from yichuang.core.errors import gettext_noop
from yichuang.deadlines.rules import DayCount, Procedure, Term, Unit
from yichuang.documents.rules import Title
from yichuang.organisations.queries import english_names
from yichuang.ui.parts import Day

UNIT_WORDS: Mapping[Unit, tuple[str, str, str]] = MappingProxyType(
    {
        Unit.WORKING_DAY: (
            gettext_noop("1 working day"),
            gettext_noop("{value} working days"),
            gettext_noop("working days"),
        ),
        Unit.CALENDAR_DAY: (gettext_noop("1 day"), gettext_noop("{value} days"), gettext_noop("days")),
        Unit.HOUR: (gettext_noop("1 hour"), gettext_noop("{value} hours"), gettext_noop("hours")),
    }
)


def is_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def title(of: Title) -> str:
    """What a paper is called, in the reader's language."""
    return of.en if is_english() else of.zh


def local(thing: object, name: str) -> str:
    """`thing.<name>`, or `thing.<name>_en` where English is read and there is one."""
    english = getattr(thing, f"{name}_en", "") if is_english() else ""
    return str(english or getattr(thing, name))


def is_foreign(thing: object, name: str) -> bool:
    """Whether `local` shows Chinese to a reader of English."""
    return is_english() and not getattr(thing, f"{name}_en", "")


def in_english(text: str) -> str:
    """The English of the name of a body, a theme or a fixed word of the catalogue; empty where there is none."""
    return IN_ENGLISH.get(text) or english_names().get(text, "")


def told(text: str) -> str:
    """A name in the reader's language; in Chinese where English has none."""
    return (in_english(text) if is_english() else "") or text


def step_limit(term: Term) -> str:
    """The limit of one step of the handling."""
    return term_text(term) if term.value else gettext("At once")


def term_text(term: Term) -> str:
    """A term in words."""
    if term.is_on_the_spot:
        return gettext("On the spot")
    one, many, _unit = UNIT_WORDS[term.unit]
    return gettext(one) if term.value == 1 else gettext(many).format(value=term.value)


def days(counts: Iterable[DayCount]) -> tuple[Day, ...]:
    """The days of a count with the reason for each, and the holiday where there is one."""
    return tuple(Day(one.day, one.counted, one.ordinal, _reason(one)) for one in counts)


def _reason(one: DayCount) -> str:
    reason = gettext(one.reason.label)
    if one.note:
        names = {procedure.value: gettext(procedure.label) for procedure in Procedure}
        stopped_by = gettext(", ").join(names.get(part, part) for part in one.note.split("、"))
        return gettext("{holiday}: {reason}").format(holiday=stopped_by, reason=reason)
    return gettext("{holiday}: {reason}").format(holiday=one.name, reason=reason) if one.name else reason


def day_text(day: date) -> str:
    """A civil day as it is written everywhere."""
    return day.isoformat()
