"""What a life of a case is: who does what, when, and what is said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from yichuang.cases.rules import Act, Channel, FormValue
from yichuang.catalogue.rules import CaseType, ItemContent


@dataclass(frozen=True, slots=True)
class Item:
    """An item that is open for applications: its version, and the body that decides."""

    version_id: int
    code: str
    organisation_id: int
    content: ItemContent

    @property
    def is_instant(self) -> bool:
        """Whether it is decided on the spot."""
        return self.content.case_type is CaseType.INSTANT


@dataclass(frozen=True, slots=True)
class Deed:
    """One act. `role` and `person` say whose (a person of that role, by number), `words` what is said that is no day.

    `days` are those that whoever acts names. `flaw`: what is wrong with it as no service would do it.
    """

    act: Act
    at: datetime
    role: str
    person: int = 0
    words: tuple[str, ...] = ()
    days: Mapping[str, date] = field(default_factory=dict)
    flaw: str = ""


@dataclass(frozen=True, slots=True)
class Plant:
    """A breach that a life has on purpose, or by what was planted."""

    rule: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Life:
    """A case from its filing to its end, or as far as it had come. `applicant` is a number of `people`."""

    number: int
    key: UUID
    item: Item
    channel: Channel
    is_person: bool
    applicant: int
    form: Mapping[str, FormValue]
    deeds: tuple[Deed, ...]
    plants: tuple[Plant, ...] = ()
    lawful: tuple["Life", ...] = ()
    """Like lives as the services would let them be, where they refuse this one."""
