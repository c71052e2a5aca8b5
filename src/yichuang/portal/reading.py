"""How the elements of an item are told in the reader's language; used by pages and by what is printed."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from django.utils.formats import date_format
from django.utils.translation import gettext

from yichuang.catalogue.rules import (
    CaseType,
    Condition,
    FieldKind,
    FormField,
    ItemContent,
    Material,
    MaterialForm,
    Necessity,
    Reply,
    condition_words,
)
from yichuang.core.errors import gettext_noop
from yichuang.deadlines.rules import Term
from yichuang.portal.words import is_english, local, term_text

_MONTHS_IN_YEAR = 12


def listed(parts: Iterable[str]) -> str:
    """The parts as a list within a line."""
    return gettext(", ").join(part for part in parts if part)


def written_day(day: date | None) -> str:
    """A civil day as the reader's language writes it; nothing for None."""
    return date_format(day, "Y年n月j日" if not is_english() else "j F Y") if day else ""


def when_text(content: ItemContent, condition: Condition | None) -> str:
    """With which answer something is asked for; nothing where it is always asked for."""
    if condition is None:
        return ""
    told = condition_words(content, condition, in_english=is_english())
    replies = {reply.label for reply in Reply}
    answers = [gettext(answer) if answer in replies else answer for answer in told.answers]
    return gettext("when “{question}” is answered “{answer}”").format(
        question=told.question, answer=gettext("” or “").join(answers)
    )


def asked_text(content: ItemContent, material: Material) -> str:
    """When a material is asked for: in the item's own words, else by the answer it depends on."""
    return local(material, "condition") or when_text(content, material.when)


def necessity_text(material: Material) -> str:
    """Whether a material is needed."""
    if not material.is_asked:
        return gettext("Not asked for")
    necessity = Necessity.CONDITIONAL if material.when else material.necessity
    return gettext(necessity.label)


def copies_text(material: Material) -> str:
    """In what form and how often a material is handed in; nothing where it is not."""
    form = gettext(material.form.label)
    if not material.is_asked or material.copies == 0:
        return ""
    if material.form is MaterialForm.ELECTRONIC:
        return form
    count = gettext("1 copy") if material.copies == 1 else gettext("{n} copies").format(n=material.copies)
    return gettext("{form}, {count}").format(form=form, count=count)


def source_text(material: Material) -> str:
    """Where a material comes from; the item's own words are Chinese."""
    own = "" if is_english() else material.source_note
    return own or gettext(material.source.label)


def months_text(months: int | None) -> str:
    """How long something holds, in years where they are whole."""
    if not months:
        return ""
    if months % _MONTHS_IN_YEAR:
        return gettext("{n} months").format(n=months)
    years = months // _MONTHS_IN_YEAR
    return gettext("1 year") if years == 1 else gettext("{n} years").format(n=years)


def visits_text(count: int) -> str:
    """How often one must come."""
    if count == 0:
        return gettext("None: everything can be done online")
    return gettext("Once") if count == 1 else gettext("At most {n} times").format(n=count)


def fee_text(content: ItemContent) -> str:
    """Whether something is charged; nothing while unknown."""
    if content.is_free is None:
        return ""
    return gettext("No fee is charged") if content.is_free else gettext("Charged, see the fees below")


def only_chinese(text: str) -> str:
    """A text that exists in Chinese only: nothing to a reader of English, who is told that the Chinese guide says more."""
    return "" if is_english() else text


def notes_of(material: Material) -> tuple[str, ...]:
    """What a material must be like; how to fill it in is said in Chinese, and left out where English says enough."""
    fill_note = "" if is_english() and material.standard_en else material.fill_note
    return tuple(note for note in (local(material, "standard"), fill_note) if note)


def limit_text(content: ItemContent) -> str:
    """The promise in words."""
    if content.promised_limit is None:
        return ""
    if content.case_type is CaseType.INSTANT:
        return gettext("On the spot")
    return term_text(content.promised_limit)


def own_limit(term: Term | None) -> str:
    """A term in words; nothing for None."""
    return term_text(term) if term else ""


def conditions_of(content: ItemContent) -> tuple[tuple[str, ...], bool]:
    """The conditions, and whether they are Chinese to a reader of English."""
    has_english = is_english() and len(content.conditions_en) == len(content.conditions)
    return (content.conditions_en if has_english else content.conditions), is_english() and not has_english


_SEEN: Mapping[str, str] = MappingProxyType(
    {
        "party": gettext_noop("name, number and phone of the applicant"),
        "answers": gettext_noop("answers"),
        "earlier answers": gettext_noop("answers of earlier cases"),
        "name": gettext_noop("the name"),
        "identity_no": gettext_noop("identity number"),
        "phone": gettext_noop("phone number"),
        "email": gettext_noop("e-mail address"),
        "file": gettext_noop("a file that was handed in"),
        "paper": gettext_noop("paper {number}"),
        "cases by identity number": gettext_noop("cases, found by identity number"),
    }
)
_AT_INTAKE = " at intake"


def seen_text(what: str) -> str:
    """What was seen in a look at somebody's data, in words, from the short words of the record."""
    parts = what.removesuffix(_AT_INTAKE).split(", ")
    told = listed(_seen(part) for part in parts)
    return gettext("{what}, when taking in an application").format(what=told) if what.endswith(_AT_INTAKE) else told


def _seen(part: str) -> str:
    kind, _, number = part.partition(" ")
    known = _SEEN.get(part) or _SEEN.get(kind)
    return gettext(known).format(number=number) if known else part


def sample_of(asked: FormField) -> tuple[str, frozenset[str]]:
    """The sample answer as written, and the values it stands for where the question offers answers."""
    if asked.kind is FieldKind.YES_NO or asked.choices:
        return "", frozenset(part.strip() for part in asked.sample.split(",") if part.strip())
    return asked.sample, frozenset()
