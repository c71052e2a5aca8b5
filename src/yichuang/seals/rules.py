"""Which seal a paper needs, whether a seal may be used, what the visible seal says. No clock, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.core.labels import Labelled
from yichuang.seals.errors import (
    FirstDayError,
    SealEndedError,
    SealExpiredError,
    SealNotYetError,
    SealTextError,
)

BUILT_IN = "built_in"
"""The name of the built-in test authority among the signers."""

TEST_MARK = "测试"
_A4_HEIGHT = 841.89
LONGEST_NAME = 250
LONGEST_TEXT = 500
VALID_DAYS = 3652
"""How long the certificate of a seal holds: ten years."""
EARLIEST = date(1949, 10, 1)
"""Before it no body of today had a seal."""
_AHEAD = timedelta(days=365)
"""How long before its first day a seal may be registered."""


class SealKind(Labelled):
    """What a seal is."""

    OFFICIAL = "official", gettext_noop("Official seal")
    APPROVAL = "approval", gettext_noop("Approval seal")
    LICENCE = "licence", gettext_noop("Licence seal")

    @property
    def usual_purpose(self) -> str:
        """What such a seal is for, as the register says it in Chinese."""
        return _PURPOSES[self]


class SealState(Labelled):
    """Whether a seal is used. What is broken or withdrawn never comes back: a new seal is registered."""

    IN_USE = "in_use", gettext_noop("Seal in use")
    BROKEN = "broken", gettext_noop("Seal broken")
    WITHDRAWN = "withdrawn", gettext_noop("Seal withdrawn")


class Act(Labelled):
    """What was done to a seal."""

    REGISTERED = "registered", gettext_noop("Seal registered")
    HANDED = "handed", gettext_noop("Seal handed to another keeper")
    BROKEN = "broken", gettext_noop("Seal broken")
    WITHDRAWN = "withdrawn", gettext_noop("Seal withdrawn")


_PURPOSES: Mapping[SealKind, str] = MappingProxyType(
    {
        SealKind.OFFICIAL: "以本机关名义作出的行政许可等决定",
        SealKind.APPROVAL: "收件、补正、受理、不予受理、延期等审批过程文书",
        SealKind.LICENCE: "行政许可证件和其他证照",
    }
)
TEXT_MISSING = gettext_noop("Please fill this in.")
TEXT_TOO_LONG = gettext_noop("This text has {given} characters; at most {most} are taken. Please shorten it.")
ENDED_BY: Mapping[Act, SealState] = MappingProxyType({Act.BROKEN: SealState.BROKEN, Act.WITHDRAWN: SealState.WITHDRAWN})

# Notices and receipts carry the special seal; decisions, and what the body writes to other bodies, that of the body;
# certificates that for certificates; where a body has no such seal, the next in the row. Law: ALL 32(2), 39.
_PROCEDURE = (SealKind.APPROVAL, SealKind.OFFICIAL)
_DECISION = (SealKind.OFFICIAL, SealKind.APPROVAL)
_CERTIFICATE = (SealKind.LICENCE, SealKind.OFFICIAL)
_DECISIONS = (
    "decision",
    "amendment",
    "renewal",
    "revocation",
    "recall",
    "cancellation",
    "transfer",
    "supervise_order",
    "recommendation",
    "form_inquiry",
    "discipline_file",
)
_CERTIFICATES = ("licence", "certificate")


def kinds_for(paper_kind: str) -> tuple[SealKind, ...]:
    """The kinds of seals that a paper of that kind may carry, the fittest first. Law: ALL 32(2), 39."""
    if paper_kind.startswith(_CERTIFICATES):
        return _CERTIFICATE
    return _DECISION if paper_kind.startswith(_DECISIONS) else _PROCEDURE


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether a seal may be used: its state, its first day, the last day of its certificate."""

    name: str
    state: SealState
    in_use_from: date
    valid_until: date
    ended_on: date | None = None


def check_first_day(in_use_from: date, today: date) -> None:
    """Nothing, when a seal that is registered today can be in use from that day.

    Raises:
        FirstDayError: it lies before the present state was founded, or more than a year ahead.
    """
    latest = today + _AHEAD
    if not EARLIEST <= in_use_from <= latest:
        raise FirstDayError(earliest=EARLIEST, latest=latest)


def is_usable(seal: Standing, on: date) -> bool:
    """Whether the seal may be used on that day."""
    return seal.state is SealState.IN_USE and seal.in_use_from <= on <= seal.valid_until


def fitness(kind: SealKind, seal: Standing, kinds: Sequence[SealKind], on: date) -> tuple[bool, bool, int]:
    """The order in which seals of these kinds are taken: what may be used that day, then what is in use, then as `kinds` says."""
    return not is_usable(seal, on), seal.state is not SealState.IN_USE, kinds.index(kind)


def check_usable(seal: Standing, on: date) -> None:
    """Nothing, when the seal may be used on that day.

    Raises:
        SealEndedError: it is broken or withdrawn.
        SealNotYetError: its first day is still to come.
        SealExpiredError: its certificate has run out.
    """
    if seal.state is not SealState.IN_USE:
        raise SealEndedError(name=seal.name, ended_on=seal.ended_on)
    if on < seal.in_use_from:
        raise SealNotYetError(name=seal.name, in_use_from=seal.in_use_from)
    if on > seal.valid_until:
        raise SealExpiredError(name=seal.name, valid_until=seal.valid_until)


@dataclass(frozen=True, slots=True)
class SealWords:
    """What the visible seal says: the body along the upper edge, what it is for below, and the mark of a test."""

    ring: str
    foot: str
    mark: str


_FEET: Mapping[SealKind, str] = MappingProxyType(
    {SealKind.OFFICIAL: "", SealKind.APPROVAL: "行政审批专用章", SealKind.LICENCE: "证照专用章"}
)


def seal_words(organisation_name: str, kind: SealKind, *, is_test: bool) -> SealWords:
    """The words of the visible seal. A test seal says in large letters that it is one. Law: CRY 30 (licensed only)."""
    return SealWords(organisation_name, _FEET[kind], "测试印章" if is_test else "")


def usual_name(organisation_name: str, kind: SealKind) -> str:
    """How a seal is called when it is given no name of its own: what its edge and foot say."""
    return f"{organisation_name}{_FEET[kind]}"


def check_text(field: str, value: str, most: int = LONGEST_TEXT) -> str:
    """The text without outer spaces.

    Raises:
        SealTextError: it is empty or longer than `most` characters.
    """
    text = value.strip()
    if not text:
        raise SealTextError([FieldProblem(field, "seals.text_missing", TEXT_MISSING)])
    if len(text) > most:
        details = {"given": len(text), "most": most}
        raise SealTextError([FieldProblem(field, "seals.text_too_long", TEXT_TOO_LONG, text[:200], details)])
    return text


@dataclass(frozen=True, slots=True)
class Place:
    """Where the seal stands: the page (0 is the first, -1 the last) and the rectangle in points from the lower left."""

    page: int
    left: int
    bottom: int
    right: int
    top: int

    @classmethod
    def square(cls, page: int, left: float, top: float, size: float) -> "Place":
        """The square of that size on an A4 page, its upper left corner measured from the upper left, as forms do."""
        upper = _A4_HEIGHT - top
        return cls(page, round(left), round(upper - size), round(left + size), round(upper))


class Finding(Labelled):
    """What a check found of one seal on a file, the gravest that applies."""

    CHANGED = "changed", gettext_noop("The file was changed after this seal was set.")
    ADDED_TO = "added_to", gettext_noop("Something was added to the file after this seal was set.")
    UNKNOWN = "unknown", gettext_noop("This seal is not in the register of this centre.")
    UNRECORDED = "unrecorded", gettext_noop("The register has no such use of this seal, or the file was changed.")
    NOT_IN_USE = "not_in_use", gettext_noop("The seal was not in use on the day of sealing.")
    TEST = "test", gettext_noop("Whole and unchanged, but sealed with a test seal: without legal effect.")
    GOOD = "good", gettext_noop("Whole and unchanged since it was sealed.")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one signature: of the file itself, and of the register."""

    is_intact: bool
    is_whole: bool
    is_known: bool
    is_recorded: bool
    was_in_use: bool
    is_test: bool


def finding(facts: Facts) -> Finding:
    """The gravest thing to tell of a seal."""
    order: Sequence[tuple[bool, Finding]] = (
        (not facts.is_intact, Finding.CHANGED),
        (not facts.is_whole, Finding.ADDED_TO),
        (not facts.is_known, Finding.UNKNOWN),
        (not facts.is_recorded, Finding.UNRECORDED),
        (not facts.was_in_use, Finding.NOT_IN_USE),
        (facts.is_test, Finding.TEST),
    )
    return next((found for applies, found in order if applies), Finding.GOOD)
