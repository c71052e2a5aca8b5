"""What acts of one kind write: as the examples have it (`Pattern`), and ready for use (`Made`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yichuang.cases.rules.ledger import COLUMNS
from yichuang.cases.services.bulk.course import Doer, Halt, Promise
from yichuang.cases.services.bulk.texts import (
    NotAlikeError,
    Part,
    Ready,
    Slot,
    Text,
    UnclearError,
)
from yichuang.core.digests import canonical_json


@dataclass(frozen=True, slots=True)
class Stay:
    """A column that is as it was before, or always of one value, or both so far."""

    may_stay: bool
    may_be_fixed: bool
    value: Any

    def meet(self, other: "Stay") -> "Stay":
        """What both examples allow."""
        stays = self.may_stay and other.may_stay
        is_fixed = self.may_be_fixed and other.may_be_fixed and self.value == other.value
        if not stays and not is_fixed:
            raise NotAlikeError(f"{self.value} {other.value}")
        return Stay(stays, is_fixed, self.value)

    def after(self, before: Any, *, is_beyond_examples: bool) -> Any:
        """What the column holds after the act.

        Raises:
            UnclearError: that cannot be told, and an example can decide.
        """
        if not self.may_be_fixed:
            return before
        if self.may_stay and before != self.value:
            if is_beyond_examples:
                return before
            raise UnclearError
        return self.value


@dataclass(frozen=True, slots=True)
class PaperPattern:
    """A paper of the act; `signed` are account, name and title where they are the doer's, else what they are."""

    kind: str
    data: Text
    signed: Mapping[str, Slot | Any]
    authority: Text

    def meet(self, other: "PaperPattern") -> "PaperPattern":
        """What both examples allow."""
        if self.kind != other.kind:
            raise NotAlikeError(f"{self.kind} {other.kind}")
        signed = {name: _met(mine, other.signed[name]) for name, mine in self.signed.items()}
        return PaperPattern(self.kind, self.data.meet(other.data), signed, self.authority.meet(other.authority))


@dataclass(slots=True)
class Pattern:
    """What an act writes, as far as it is known."""

    act: str
    before: str
    after: str
    is_sent_up: bool
    law: list[str]
    staying: Mapping[str, Stay]
    slots: Mapping[str, Slot]
    certificate: Slot
    reason: Text
    details: Text
    papers: list[PaperPattern]
    materials: list[tuple[str, str, int, Slot]]
    opened: Halt | None
    ended: Text | None
    promised: list[tuple[Promise, Slot]]
    kept: frozenset[str]
    broken: frozenset[str]
    made: "Made | None" = None

    def meet(self, other: "Pattern") -> None:
        """What both examples allow.

        Raises:
            NotAlikeError: they are not of one kind.
        """
        for name in ("act", "before", "after", "law", "kept", "broken"):
            if getattr(self, name) != getattr(other, name):
                raise NotAlikeError(f"{self.act} {name}: {getattr(self, name)} {getattr(other, name)}")
        self.staying = {name: stay.meet(other.staying[name]) for name, stay in self.staying.items()}
        self.slots = {name: slot.meet(other.slots[name]) for name, slot in self.slots.items()}
        for name in ("certificate", "reason", "details"):
            setattr(self, name, getattr(self, name).meet(getattr(other, name)))
        self.papers = [mine.meet(theirs) for mine, theirs in zip(self.papers, other.papers, strict=True)]
        self.materials = [
            (*mine[:3], mine[3].meet(theirs[3])) for mine, theirs in zip(self.materials, other.materials, strict=True)
        ]
        self.promised = [
            (mine, slot.meet(theirs))
            for (mine, slot), (_one, theirs) in zip(self.promised, other.promised, strict=True)
        ]
        if self.ended is not None and other.ended is not None:
            self.ended = self.ended.meet(other.ended)
        self.made = None


def _met(mine: "Slot | Any", other: "Slot | Any") -> "Slot | Any":
    if isinstance(mine, Slot) and isinstance(other, Slot):
        return mine.meet(other)
    if mine != other:
        raise NotAlikeError(f"{mine} {other}")
    return mine


@dataclass(slots=True)
class Made:
    """A pattern ready for use."""

    slots: list[tuple[str, Ready]]
    certificate: Ready
    reason: list[Part]
    details: list[Part]
    papers: list[tuple[str, list[Part], Mapping[str, Any], list[Part]]]
    materials: list[tuple[str, str, int, Ready]]
    promised: list[tuple[Promise, Ready]]
    ended: list[Part]
    unsure: list[Ready] = field(default_factory=list)
    """Slots whose expressions could disagree."""
    frames: dict[Doer, tuple[list[str], str]] = field(default_factory=dict)
    """By doer: the row as its digest covers it, in parts, and its columns from actor to post, as `copied`."""


_MARKS = ("at", "case_no", "details", "reason", "seq")


def frame(pattern: Pattern, doer: Doer, organisation_id: int) -> list[str]:
    """The row as its digest covers it, cut where the values of `_MARKS` stand, which come in this order."""
    values: dict[str, Any] = {
        "act": pattern.act,
        "before": pattern.before,
        "after": pattern.after,
        "actor_kind": doer.kind,
        "account_id": doer.account_id,
        "actor_name": doer.recorded_name,
        "post_id": doer.post_id,
        "post_title": doer.post_title,
        "organisation_id": organisation_id,
        "law": pattern.law,
        "key": "",
    }
    text = canonical_json({name: values.get(name, "\0") for name in COLUMNS}).decode()
    return text.split('"\\u0000"')
