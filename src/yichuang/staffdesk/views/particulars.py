"""What the ledger says of an act besides who did it: its reasons and particulars, in words."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from yichuang.cases.queries import LedgerView
from yichuang.cases.rules import GROUNDS_OF, Act, DeliveryMethod, Opinion, Outcome, Standing
from yichuang.core.errors import gettext_noop
from yichuang.core.money import Money
from yichuang.deadlines.rules import Procedure, Term
from yichuang.staffdesk.views.shown import label, moment, term_text

_SAID: Mapping[str, str] = MappingProxyType(
    {
        "proper_body": gettext_noop("Competent: {value}"),
        "expected_on": gettext_noop("expected until {value}"),
        "ask_by": gettext_noop("may be asked for until {value}"),
        "verify_by": gettext_noop("to be checked by {value}"),
        "to": gettext_noop("to {value}"),
        "carrier": gettext_noop("carried by {value}"),
        "receipt_no": gettext_noop("number there: {value}"),
        "received_by": gettext_noop("taken by {value}"),
        "document_no": gettext_noop("document {value}"),
        "upper_document": gettext_noop("as decided by the higher body in {value}"),
        "tracking_no": gettext_noop("postal item {value}"),
        "place": gettext_noop("locker {value}"),
        "by": gettext_noop("by case {value}"),
    }
)
"""Particulars that are told as they stand."""
_NAMED: Mapping[str, Callable[[object], str]] = MappingProxyType(
    {
        "opinion": lambda value: label(Opinion(str(value))),
        "procedure": lambda value: label(Procedure(str(value))),
        "outcome": lambda value: label(Outcome(str(value))),
        "standing": lambda value: label(Standing(str(value))),
        "method": lambda value: label(DeliveryMethod(str(value))),
        "receiver": str,
        "extension": lambda value: gettext("Extended by {term}").format(term=term_text(Term.parse(str(value)))),
        "is_granted": lambda value: gettext("grants it") if value else gettext("denies it"),
        "is_kept": lambda value: gettext("The commitment is kept") if value else gettext("The commitment is not kept"),
        "cents": lambda value: str(Money(int(str(value)))),
    }
)
"""Particulars that have a name of their own."""


def particulars(row: LedgerView) -> str:
    """The reasons of an act and what else the ledger says of it, in words."""
    return gettext("; ").join(
        text for text in (*_first(row), row.reason, *_told(row), *_moved(row), *_lists(row)) if text
    )


def hearing_text(hearing: Mapping[str, str]) -> str:
    """Day, place and chair of a hearing."""
    return gettext("{at}, {place}, in the chair: {name}").format(
        at=moment(datetime.fromisoformat(hearing["held_at"])), place=hearing["place"], name=hearing["chair_name"]
    )


def _first(row: LedgerView) -> Iterator[str]:
    details = row.details
    if row.act is Act.HAND_OVER:
        nobody = gettext("nobody")
        yield f"{details.get('from_name') or nobody} → {details.get('to_name') or nobody}"
    if "ground" in details and row.act in GROUNDS_OF:
        yield label(GROUNDS_OF[row.act](str(details["ground"])))


def _told(row: LedgerView) -> Iterator[str]:
    if row.act is Act.HAND_OVER:
        return
    for name, value in row.details.items():
        if name in _NAMED:
            yield _NAMED[name](value)
        elif name in _SAID and value:
            yield gettext(_SAID[name]).format(value=value)


_DAYS: Mapping[str, str] = MappingProxyType(
    {
        "promised": gettext_noop("promised due date {before} → {after}"),
        "statutory": gettext_noop("statutory due date {before} → {after}"),
        "step": gettext_noop("step due {before} → {after}"),
        "next": gettext_noop("due {before} → {after}"),
    }
)
"""The days that the ledger notes when they are counted anew; the next one where it is none of the others."""


def _moved(row: LedgerView) -> Iterator[str]:
    """Which days were counted anew: from when to when; where none moved, whether they can still."""
    before, after = row.details.get("before"), row.details.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return
    told = dict[tuple[object, object], str]()
    for name, text in _DAYS.items():
        days = (before.get(name), after.get(name))
        if days[0] != days[1]:
            told.setdefault(days, gettext(text).format(before=days[0] or "–", after=days[1] or "–"))
    yield from told.values()
    if before.get("is_provisional") and not after.get("is_provisional"):
        yield gettext("final now that the calendar year is confirmed")
    elif after.get("is_provisional") and not before.get("is_provisional"):
        yield gettext("provisional: a calendar year is not confirmed yet")


def _lists(row: LedgerView) -> Iterator[str]:
    """What is listed: lines of a notice, what follows later, who goes, the letter of authority and the papers."""
    details = row.details
    hearing, authority = details.get("hearing"), details.get("authority")
    if isinstance(hearing, dict):
        yield hearing_text(hearing)
    for one in _items(details, "missing"):
        yield _missing(one) if isinstance(one, Mapping) else one
    for one in _items(details, "deferred"):
        yield gettext("{name} follows by {day}").format(name=one["name"], day=one["due_on"])
    yield gettext(", ").join(str(one["name"]) for one in _items(details, "people"))
    if isinstance(authority, dict):
        yield gettext("letter of authority {number}").format(number=authority["number"])
    for one in _items(details, "papers"):
        yield str(one["number"])


def _items(details: Mapping[str, object], name: str) -> list[Any]:
    found = details.get(name)
    return found if isinstance(found, list) else []


def _missing(one: Mapping[str, str]) -> str:
    wrong = gettext(": ").join(part for part in (one["item"], one["problem"]) if part)
    return " → ".join(part for part in (wrong, one.get("remedy", "")) if part)
