"""What a file that somebody hands in says of itself: which seals are on it, and what is wrong. Law: ESL 13(3)-(4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext

from yichuang.core import clock
from yichuang.core.errors import gettext_noop
from yichuang.portal import reading
from yichuang.seals.rules import Finding
from yichuang.seals.services import SealCheck, SignatureCheck, check_pdf
from yichuang.ui.parts import Definition

_LARGEST_PAPER = 4 * 1024 * 1024
_CHANGED = (
    gettext_noop("This file was changed after it was sealed"),
    gettext_noop(
        "It is not the file that was sealed, so do not rely on it. Ask for the original file, or verify the code on the paper."
    ),
)
# The gravest first.
_TOLD: Mapping[Finding, tuple[str, str]] = {
    Finding.CHANGED: _CHANGED,
    Finding.ADDED_TO: _CHANGED,
    Finding.UNRECORDED: _CHANGED,
    Finding.UNKNOWN: (
        gettext_noop("The seal on this file is none of this centre"),
        gettext_noop("Whether it is genuine can only be said by the body that issued the file."),
    ),
    Finding.NOT_IN_USE: (
        gettext_noop("The seal on this file was not in use when the file was sealed"),
        gettext_noop("Do not rely on it, and please tell the centre where you have it from."),
    ),
    Finding.TEST: (
        gettext_noop("The seal on this file is genuine, but the paper is not kept here"),
        gettext_noop("Verify the code on the paper, or ask the body that issued it."),
    ),
}
_LOST = (
    gettext_noop("The seal of this file was taken off"),
    gettext_noop("It is paper {number} of this centre without its seal, and so not valid. Ask for the original file."),
)
_TOO_LARGE = (
    gettext_noop("This file is no paper of this centre"),
    gettext_noop("It is larger than any paper that is issued here."),
)
_NO_PDF = (
    gettext_noop("This file is no paper of this centre"),
    gettext_noop(
        "Papers are issued as PDF files, and this is none. A photo or a scan cannot be compared: verify its code."
    ),
)
_BARE = (
    gettext_noop("This file carries no electronic seal"),
    gettext_noop(
        "Every paper that this centre issues as a file carries one. This file is no paper of ours, or its seal was taken off. "
        "A scan or a printed copy has none: verify it by its code."
    ),
)


@dataclass(frozen=True, slots=True)
class FileTold:
    """What is wrong with a file, in the reader's language, and what each of its seals says."""

    heading: str
    text: str
    seals: tuple[list[Definition], ...] = ()


def told_of(file: BinaryIO) -> FileTold:
    """What there is to tell of a file that is none of ours byte for byte."""
    file.seek(0)
    content = file.read(_LARGEST_PAPER + 1)
    if len(content) > _LARGEST_PAPER:
        return _told(_TOO_LARGE)
    if b"%PDF-" not in content[:1024]:
        return _told(_NO_PDF)
    checked = check_pdf(content)
    if not checked.signatures:
        return _told(_LOST, number=checked.lost.paper_number) if checked.lost else _told(_BARE)
    gravest = min((one.finding for one in checked.signatures), key=list(Finding).index)
    return _told(_TOLD.get(gravest, _TOLD[Finding.TEST]), seals=_seals(checked))


def seals_on(file: BinaryIO) -> tuple[list[Definition], ...]:
    """What the seals say of a file that is one of ours."""
    file.seek(0)
    return _seals(check_pdf(file.read(_LARGEST_PAPER)))


def _told(words: tuple[str, str], seals: tuple[list[Definition], ...] = (), **details: str) -> FileTold:
    heading, text = words
    return FileTold(gettext(heading), gettext(text).format(**details), seals)


def _seals(checked: SealCheck) -> tuple[list[Definition], ...]:
    return tuple(_seal(one) for one in checked.signatures)


def _seal(one: SignatureCheck) -> list[Definition]:
    """What the seal claims, and what was found; who made a file up may have written anything into the claims."""
    claimed = one.signer_name or gettext("A seal that cannot be read")
    known = [
        Definition(gettext("Seal"), one.seal.name if one.seal else claimed),
        Definition(gettext("Body"), one.seal.organisation_name if one.seal else one.organisation_name),
        Definition(gettext("Sealed at"), _moment(one.signed_at) if one.signed_at else ""),
        Definition(gettext("What the check found"), gettext(one.finding.label)),
    ]
    return [shown for shown in known if shown.detail]


def _moment(at: datetime) -> str:
    local = clock.local(at)
    return f"{reading.written_day(local.date())} {local:%H:%M}"
