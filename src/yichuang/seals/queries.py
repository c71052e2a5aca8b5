"""Reading the register of seals and their uses. Nothing here reads a key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet

from yichuang.core.paging import Page, decode_id, page_of
from yichuang.seals.errors import SealNotFoundError
from yichuang.seals.models import BuiltInAuthority, Seal, SealHistory, SealKey, SealUse
from yichuang.seals.rules import (
    Act,
    SealKind,
    SealState,
    SealWords,
    Standing,
    fitness,
    is_usable,
    kinds_for,
    seal_words,
)


@dataclass(frozen=True, slots=True)
class SealView:
    """A seal in the register. `certificate` (PEM) and `sm2_public` (hexadecimal) are what anybody needs to check it."""

    id: int
    organisation_id: int
    organisation_name: str
    kind: SealKind
    name: str
    purpose: str
    keeper_id: int
    keeper_title: str
    kept_since: date
    in_use_from: date
    valid_until: date
    state: SealState
    ended_on: date | None
    ended_reason: str
    signer: str
    is_test: bool
    certificate: str
    sm2_public: str

    @property
    def standing(self) -> Standing:
        """What decides whether it may be used."""
        return Standing(self.name, self.state, self.in_use_from, self.valid_until, self.ended_on)

    @property
    def words(self) -> SealWords:
        """What the visible seal says."""
        return seal_words(self.organisation_name, self.kind, is_test=self.is_test)

    def was_in_use(self, on: date) -> bool:
        """Whether it could seal on that day."""
        return self.in_use_from <= on <= min(self.valid_until, self.ended_on or date.max)


@dataclass(frozen=True, slots=True)
class UseView:
    """One sealing; digests are SM3, `signature` is SM2 over the sealed file (empty when there is none)."""

    id: int
    seal_id: int
    seal_name: str
    organisation_id: int
    subject: str
    paper_kind: str
    paper_number: str
    unsealed_digest: str
    digest: str
    signature: str
    account_id: int | None
    actor_name: str
    title: str
    authority: str
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What was done to a seal, by whom and why."""

    act: Act
    reason: str
    actor_name: str
    title: str
    at: datetime
    before: dict[str, Any] | None
    after: dict[str, Any]


def list_seals(*, organisation_id: int | None = None, state: SealState | None = None) -> tuple[SealView, ...]:
    """The seals by organisation and kind, those in use first: bounded by the bodies of the centre."""
    rows = _seals()
    if organisation_id is not None:
        rows = rows.filter(seal__organisation_id=organisation_id)
    if state is not None:
        rows = rows.filter(seal__state=state.value)
    found = [_seal(row) for row in rows]
    order = list(SealKind)
    return tuple(
        sorted(
            found, key=lambda one: (one.organisation_id, one.state != SealState.IN_USE, order.index(one.kind), one.id)
        )
    )


def get_seal(seal_id: int) -> SealView:
    """The seal, also when it has ended.

    Raises:
        SealNotFoundError: there is none.
    """
    row = _seals().filter(seal_id=seal_id).first()
    if row is None:
        raise SealNotFoundError
    return _seal(row)


def find_seal_by_fingerprint(fingerprint: str) -> SealView | None:
    """The seal whose certificate has this SM3 digest."""
    row = _seals().filter(fingerprint=fingerprint).first()
    return None if row is None else _seal(row)


def seal_for_paper(organisation_id: int, paper_kind: str, on: date) -> SealView | None:
    """The seal that a paper of that kind is given on that day; None when the body has none in use.

    It is the fittest that may be used then; where none may, the fittest in use, and sealing with it says why not.

    Law: ALL 32(2), 39.
    """
    kinds = kinds_for(paper_kind)
    found = [one for one in list_seals(organisation_id=organisation_id, state=SealState.IN_USE) if one.kind in kinds]
    return min(found, key=lambda one: fitness(one.kind, one.standing, kinds, on), default=None)


def bodies_that_seal(paper_kinds: Iterable[str], on: date) -> frozenset[int]:
    """The ids of the organisations whose seals in use on that day suffice for papers of all those kinds. Law: ALL 32, 39."""
    kinds: dict[int, set[SealKind]] = {}
    for one in list_seals(state=SealState.IN_USE):
        if is_usable(one.standing, on):
            kinds.setdefault(one.organisation_id, set()).add(one.kind)
    asked = {kinds_for(one) for one in paper_kinds}
    return frozenset(body for body, has in kinds.items() if all(has.intersection(fit) for fit in asked))


def history_of(seal_id: int) -> tuple[HistoryRow, ...]:
    """All acts on the seal, oldest first: few in its life."""
    rows = SealHistory.objects.filter(seal_id=seal_id).order_by("id")
    return tuple(
        HistoryRow(Act(row.act), row.reason, row.actor_name, row.title, row.at, row.before, row.after) for row in rows
    )


def uses_of(seal_id: int, *, cursor: str | None = None, size: int = 50) -> Page[UseView]:
    """The uses of the seal, latest first.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    rows = _uses().filter(seal_id=seal_id)
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    found = [_use(row) for row in rows.order_by("-pk")[: size + 1]]
    return page_of(found, size, [(row.id,) for row in found])


def count_uses() -> Mapping[int, int]:
    """How often each seal was used, by its id; one that never was is left out."""
    rows = SealUse.objects.order_by().values_list("seal_id").annotate(uses=Count("pk"))
    return dict(rows)


def uses_for_subject(subject: str) -> tuple[UseView, ...]:
    """The sealings of the papers of one subject, such as a case, in order."""
    return tuple(_use(row) for row in _uses().filter(subject=subject).order_by("pk"))


def use_of_paper(paper_kind: str, paper_number: str) -> UseView | None:
    """The first sealing of that paper; None when it is not sealed."""
    row = _uses().filter(paper_number=paper_number, paper_kind=paper_kind).order_by("pk").first()
    return None if row is None else _use(row)


def use_by_digest(seal_id: int, digest: str) -> UseView | None:
    """The use of the seal that gave a file of this SM3 digest."""
    row = _uses().filter(digest=digest, seal_id=seal_id).first()
    return None if row is None else _use(row)


def use_by_unsealed(digest: str) -> UseView | None:
    """The sealing of a file that had this SM3 digest before: such a file has lost its seal."""
    row = _uses().filter(unsealed_digest=digest).order_by("pk").first()
    return None if row is None else _use(row)


def root_certificate() -> str:
    """The certificate of the built-in authority (PEM), by which a reader may come to know test seals; empty before the first."""
    return BuiltInAuthority.objects.values_list("certificate", flat=True).first() or ""


def _seals() -> QuerySet[SealKey]:
    return SealKey.objects.select_related("seal__organisation", "seal__keeper").defer("secret")


def _seal(row: SealKey) -> SealView:
    seal: Seal = row.seal
    return SealView(
        id=seal.pk,
        organisation_id=seal.organisation_id,
        organisation_name=seal.organisation.name,
        kind=SealKind(seal.kind),
        name=seal.name,
        purpose=seal.purpose,
        keeper_id=seal.keeper_id,
        keeper_title=seal.keeper.title,
        kept_since=seal.kept_since,
        in_use_from=seal.in_use_from,
        valid_until=seal.valid_until,
        state=SealState(seal.state),
        ended_on=seal.ended_on,
        ended_reason=seal.ended_reason,
        signer=row.signer,
        is_test=row.is_test,
        certificate=row.certificate,
        sm2_public=row.sm2_public,
    )


def _uses() -> QuerySet[SealUse]:
    return SealUse.objects.select_related("seal")


def _use(row: SealUse) -> UseView:
    return UseView(
        id=row.pk,
        seal_id=row.seal_id,
        seal_name=row.seal.name,
        organisation_id=row.seal.organisation_id,
        subject=row.subject,
        paper_kind=row.paper_kind,
        paper_number=row.paper_number,
        unsealed_digest=row.unsealed_digest,
        digest=row.digest,
        signature=row.signature,
        account_id=row.account_id,
        actor_name=row.actor_name,
        title=row.title,
        authority=row.authority,
        sealed_at=row.sealed_at,
    )
