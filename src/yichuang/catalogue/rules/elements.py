"""Reading one element of an item out of the text of a cell.

A reader gives the value, or a `Doubt` (the text is kept in a note and reported, the row goes on), or raises
`ElementError` (the row is rejected).
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from yichuang.catalogue.rules.content import CaseType, ItemType, Purpose, ServiceObject
from yichuang.catalogue.rules.words import (
    CASE_TYPES,
    FREE,
    ITEM_TYPES,
    LEVELS,
    PURPOSES,
    SERVICE_OBJECTS,
    YES_OR_NO,
)
from yichuang.core.errors import gettext_noop

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says: a value, or why it is left open; `note` is text to keep beside it."""

    value: Any
    doubt: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ElementError(Exception):
    """The text cannot be this element."""

    code: str
    text: str
    details: Mapping[str, object] = field(default_factory=dict)


WORD_UNKNOWN = gettext_noop(
    "“{value}” is not a word that is known here for this element; it is kept in the note on the source."
)
NOT_A_NUMBER = gettext_noop("“{value}” is not a whole number.")
NOT_JSON = gettext_noop("“{value}” begins like JSON but cannot be read: {reason}")
NOT_A_LIST = gettext_noop("“{value}” is not a list.")
NOT_A_PART = gettext_noop("“{value}” is not a JSON object.")
Reader = Callable[[str], Reading]


def read_text(text: str) -> Reading:
    """The text itself."""
    return Reading(text)


def read_joined(text: str) -> Reading:
    """The text itself; a list given as JSON is joined by semicolons."""
    value = _json(text)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return Reading("；".join(value))
    return Reading(text)


def read_whole_number(text: str) -> Reading:
    """A whole number in digits.

    Raises:
        ElementError: it is not one.
    """
    if not re.fullmatch(r"[0-9]{1,9}", text.strip(), re.ASCII):
        raise ElementError("catalogue.not_a_number", NOT_A_NUMBER)
    return Reading(int(text))


def read_item_type(text: str) -> Reading:
    """The kind of act, by code or Chinese word."""
    known = {kind.value: kind for kind in ItemType} | dict(ITEM_TYPES)
    return _word(text, known)


def read_case_type(text: str) -> Reading:
    """The kind of handling, by value or Chinese word."""
    return _word(text, {kind.value: kind for kind in CaseType} | dict(CASE_TYPES))


def read_purpose(text: str) -> Reading:
    """What applications are about, by value or Chinese word."""
    return _word(text, {purpose.value: purpose for purpose in Purpose} | dict(PURPOSES))


def read_yes_or_no(text: str) -> Reading:
    """Yes or no."""
    return _word(text.lower(), YES_OR_NO)


def read_level(text: str) -> Reading:
    """The level of exercise, by digit or Chinese word."""
    return _word(text, {digit: digit for digit in "1234567"} | dict(LEVELS))


def read_service_objects(text: str) -> Reading:
    """Whom it serves, by codes or Chinese words; when one word is unknown, the known ones are read and all are kept."""
    known = {served.value: (served,) for served in ServiceObject} | dict(SERVICE_OBJECTS)
    parts = _texts(text, r"[、,，;；|/\n]")
    found = tuple(dict.fromkeys(served for part in parts for served in known.get(part, ())))
    is_doubtful = any(part not in known for part in parts)
    return Reading(found, WORD_UNKNOWN if is_doubtful else "", text if is_doubtful else "")


def read_is_free(text: str) -> Reading:
    """Whether it is free of charge; a remark that says otherwise leaves it open."""
    main, _bracket, remark = text.strip().replace("（", "(").partition("(")
    value = FREE.get(main.strip().lower())
    if value is None or any(word in remark for word in ("免", "收费", "减")):
        return Reading(None, WORD_UNKNOWN, text)
    return Reading(value, note=text if remark else "")


def read_names(text: str) -> Reading:
    """A list of short names: a JSON list, or names between list marks."""
    return Reading(_texts(text, r"[、;；|\n]"))


def read_sentences(text: str) -> Reading:
    """A list of sentences: a JSON list, or one a line."""
    return Reading(_texts(text, r"\n"))


def read_parts(text: str) -> Reading:
    """A list of structured parts as JSON.

    Raises:
        ElementError: it is not a JSON list.
    """
    value = _json(text)
    if not isinstance(value, list):
        raise ElementError("catalogue.not_a_list", NOT_A_LIST)
    return Reading(value)


def read_part(text: str) -> Reading:
    """One structured part as JSON.

    Raises:
        ElementError: it is not a JSON object.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ElementError("catalogue.not_a_part", NOT_A_PART) from error
    if not isinstance(value, dict):
        raise ElementError("catalogue.not_a_part", NOT_A_PART)
    return Reading(value)


def read_legal_bases(text: str) -> Reading:
    """Laws with their articles: JSON, or citations such as 《教师法》第十条, one after the other."""
    value = _json(text)
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        return Reading(value)
    cited = value if isinstance(value, list) else re.split(r"\n", text)
    return Reading([basis for part in cited for basis in _citations(str(part))])


def read_materials(text: str) -> Reading:
    """Materials: JSON parts, or names, which get the codes M1, M2 and so on."""
    value = _json(text)
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        return Reading(value)
    names = _texts(text, r"[;；\n]")
    return Reading([_named(f"M{index}", name) for index, name in enumerate(names, start=1)])


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "item_type": read_item_type,
        "case_type": read_case_type,
        "exercise_level": read_level,
        "service_objects": read_service_objects,
        "is_free": read_is_free,
        "visit_count": read_whole_number,
        "online_depth": read_whole_number,
        "themes": read_names,
        "joint_bodies": read_names,
        "delivery_methods": read_names,
        "special_procedures": read_joined,
        "conditions": read_sentences,
        "conditions_en": read_sentences,
        "checks": read_parts,
        "procedure": read_sentences,
        "legal_bases": read_legal_bases,
        "materials": read_materials,
        "form": read_parts,
        "steps": read_parts,
        "fees": read_parts,
        "certificates_needed": read_parts,
        "faqs": read_parts,
        "handling": read_part,
        "handling.purpose": read_purpose,
        "handling.commitment": read_part,
        "handling.are_duties_apart": read_yes_or_no,
        "handling.is_bilingual": read_yes_or_no,
        "handling.is_renewed_by_silence": read_yes_or_no,
    }
)


def _word(text: str, known: Mapping[str, Any]) -> Reading:
    value = known.get(text.strip())
    return Reading(None, WORD_UNKNOWN, text) if value is None else Reading(value)


def _json(text: str) -> Any:
    """The value of a text that begins like a JSON list; None for any other text.

    Raises:
        ElementError: it begins like a list of JSON and is broken.
    """
    if not text.lstrip().startswith("["):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        if not re.match(r'\s*\[\s*["{\[\]]', text):
            return None
        raise ElementError("catalogue.not_json", NOT_JSON, {"reason": str(error)}) from error


def _texts(text: str, separators: str) -> list[str]:
    value = _json(text)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return value
    return [part.strip() for part in re.split(separators, text) if part.strip()]


def _named(code: str, name: str) -> dict[str, str]:
    if len(name) <= LONGEST_NAME:
        return {"code": code, "name": name}
    return {"code": code, "name": name[: LONGEST_NAME - 1] + "…", "standard": name}


def _citations(text: str) -> list[dict[str, str]]:
    """Each law named in the text with what follows it; a text that does not begin with a law stays whole."""
    text = text.strip()
    if not text.startswith("《"):
        return [_basis(text, "")] if text else []
    found = re.findall(r"(《[^》]*》(?:[（(][^（()）]*[)）])?)([^《]*)", text)
    return [_basis(law, article.strip(" 、；;，,和及")) for law, article in found]


def _basis(law: str, article: str) -> dict[str, str]:
    if len(law) <= LONGEST_NAME and len(article) <= LONGEST_NAME:
        return {"law": law, "article": article}
    return {"law": law[: LONGEST_NAME - 1] + "…", "text": law + article}
