"""A case while it is being written in bulk: its reading, its stops and promises, and where it is in its life."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from yichuang.cases.rules import Channel, PartyKind, PledgeKind
from yichuang.cases.services.parties import Party
from yichuang.cases.services.writing import READING
from yichuang.catalogue.queries import VersionView
from yichuang.catalogue.rules import ItemContent
from yichuang.core import clock
from yichuang.core.copying import copied
from yichuang.core.sealed import blind_index, seal
from yichuang.deadlines.rules import Clock, Stop


@dataclass(frozen=True, slots=True)
class Body:
    """The body that decides, as its papers name it."""

    organisation_id: int
    name: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Doer:
    """Whose hand an act is, as the ledger writes it; `name` is empty there for whoever is no official."""

    kind: str
    account_id: int | None
    name: str
    post_id: int | None = None
    post_title: str = ""

    @property
    def recorded_name(self) -> str:
        """The name in the ledger."""
        return self.name if self.kind == "staff" else ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies, sealed once for all his cases; `account_id` where he has one.

    `upload_id` is the file that he hands in, `again_id` the one by which he corrects.
    """

    party: Party
    account_id: int | None
    upload_id: int | None
    again_id: int | None
    columns: str
    """Applicant, kind, name, its index, paper, number, its index and telephone, as `copied`."""

    @classmethod
    def of(
        cls, party: Party, account_id: int | None = None, upload_id: int | None = None, again_id: int | None = None
    ) -> "Applicant":
        """The applicant with his data sealed."""
        fields = (
            copied(account_id),
            party.kind.value,
            _sealed(party.name),
            blind_index(party.name),
            party.identity_type.value,
            _sealed(party.identity_no),
            blind_index(party.identity_no),
            _sealed(party.phone),
        )
        return cls(party, account_id, upload_id, again_id, "\t".join(fields))


APPLICANT_COLUMNS = (
    "applicant_id", "party_kind", "party_name", "party_name_index", "identity_type", "identity_no", "identity_index", "phone",
)  # fmt: skip


def _sealed(text: str) -> str:
    return f"\\\\x{seal(text.encode()).hex()}"


@dataclass(slots=True)
class Halt:
    """A special procedure of the case."""

    seq: int
    procedure: str
    reason: str
    clocks: tuple[str, ...]
    approver_id: int | None
    approver_name: str
    from_day: date
    expected_on: date
    to_day: date | None = None
    ended_seq: int | None = None
    result: str = ""

    def stop(self) -> Stop:
        """As the clocks count it."""
        return Stop(self.from_day, self.to_day, self.procedure, frozenset(Clock(one) for one in self.clocks))


@dataclass(slots=True)
class Promise:
    """What the applicant promised."""

    seq: int
    kind: str
    code: str
    name: str
    due_on: date
    kept_seq: int | None = None
    broken_seq: int | None = None


_NEVER = datetime.min.replace(tzinfo=UTC)
_NEW: Mapping[str, Any] = {
    **dict.fromkeys((*READING, "submitted_at")),
    "extension": "", "is_due_provisional": False, "corrections": 0, "opinions": 0, "hearing": "", "recused": [],
    "standing": "", "certificate_no": "", "seq": 0, "digest": "", "state": "",
}  # fmt: skip


@dataclass(slots=True)
class Course:
    """One case under way. `read` is its reading by columns, `days` the civil days on which it came so far."""

    key: UUID
    version: VersionView
    body: Body
    applicant: Applicant
    channel: Channel
    form: str
    form_digest: str
    case_no: str = ""
    case_id: int = 0
    read: dict[str, Any] = field(default_factory=lambda: dict(_NEW))
    before: dict[str, Any] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    halts: list[Halt] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    stops: tuple[Stop, ...] = ()
    said: Mapping[str, date] = field(default_factory=dict)
    doer: Doer = Doer("system", None, "")
    at: datetime = _NEVER
    today: date = date.min
    is_beyond_examples: bool = False
    """No service would let the next act happen, so that there are no examples quite like it."""
    issued: list[tuple[int, str]] = field(default_factory=list)
    ledger: list[str] = field(default_factory=list)
    materials: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)

    @property
    def content(self) -> ItemContent:
        """What the item says."""
        return self.version.content

    @property
    def is_person(self) -> bool:
        """Whether the applicant is a person."""
        return self.applicant.party.kind is PartyKind.PERSON

    def begin(self, at: datetime, doer: Doer, said: Mapping[str, date]) -> None:
        """The next act happens at that instant; `said` are the days that whoever acts names."""
        self.at, self.doer, self.said = at, doer, said
        self.today = clock.local(at).date()
        self.before = dict(self.read)
        self.days["at"] = self.today
        if not self.read["seq"]:
            self.days["submitted"] = self.today

    def note_days(self) -> None:
        """The days follow the instants of the reading."""
        for name in ("received", "accepted", "decided"):
            instant = self.read[f"{name}_at"]
            if instant is not None and instant != self.before[f"{name}_at"]:
                self.days[name] = clock.local(instant).date()

    def note_stops(self) -> None:
        """The stops follow the special procedures."""
        self.stops = tuple(one.stop() for one in self.halts)

    def open_promise(self, kind: str = PledgeKind.DEFERRED.value) -> Promise | None:
        """The first promise that is neither kept nor broken, else the last one."""
        of_kind = [one for one in self.promises if one.kind == kind]
        waiting = [one for one in of_kind if one.kept_seq is None and one.broken_seq is None]
        return next(iter(waiting), of_kind[-1] if of_kind else None)
