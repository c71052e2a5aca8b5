"""Personal data in a wording meant for the public: found by its shape, and by the name of who asked.

Law: PIPL 51 (de-identification). The list is a help for whoever publishes, and cannot replace reading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.masking import mask_identity_no, mask_phone


class PersonalKind(Labelled):
    """What was found."""

    IDENTITY_NO = "identity_no", gettext_noop("An identity number")
    PHONE = "phone", gettext_noop("A phone number")
    EMAIL = "email", gettext_noop("A mail address")
    CASE_NO = "case_no", gettext_noop("A case number")
    NAME = "name", gettext_noop("The name of whoever asked")


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of personal data and what may stand in its place."""

    kind: PersonalKind
    value: str
    masked: str


_IDENTITY_NO = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_CASE_NO = re.compile(r"(?<![0-9])20[0-9]{13}(?![0-9])")
_PHONE = re.compile(r"(?<![0-9])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SHORTEST_NAME = 2


def personal_data(text: str, name: str = "") -> tuple[Found, ...]:
    """The personal data that stands in the text, in its order of kinds, each value once."""
    return tuple(dict.fromkeys(_find(text, name.strip())))


def hidden(text: str, name: str = "") -> str:
    """The text with what `personal_data` finds masked: a proposal for whoever publishes."""
    for found in personal_data(text, name):
        text = text.replace(found.value, found.masked)
    return text


def _find(text: str, name: str) -> Iterator[Found]:
    for match in _IDENTITY_NO.findall(text):
        yield Found(PersonalKind.IDENTITY_NO, match, mask_identity_no(match))
    for match in _CASE_NO.findall(text):
        yield Found(PersonalKind.CASE_NO, match, match[:4] + "*" * 11)
    for match in _PHONE.findall(text):
        yield Found(PersonalKind.PHONE, match, mask_phone(match))
    for match in _EMAIL.findall(text):
        yield Found(PersonalKind.EMAIL, match, "***")
    if len(name) >= _SHORTEST_NAME and name in text:
        yield Found(PersonalKind.NAME, name, name[0] + "某")
