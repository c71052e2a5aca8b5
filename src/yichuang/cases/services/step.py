"""The one way a case changes: open a step under the case's lock, change the reading, close it with a ledger row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from yichuang.cases import access
from yichuang.cases.errors import KeyReusedError, NotYourCaseError, OnlyByLawError, RecusedError, StandsElsewhereError
from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.rules import (
    APPLICANT_ACTS,
    FIRST_DIGEST,
    GROUNDS_OF,
    KEEPING_ACTS,
    LAW_OF,
    SYSTEM_ACTS,
    Act,
    Entry,
    Standing,
    State,
    entry_digest,
    handler_after,
    right_for,
    standing_after,
    state_after,
)
from yichuang.cases.rules.clocks import step_kind
from yichuang.cases.services.clocks import start_step
from yichuang.cases.services.writing import write
from yichuang.catalogue.queries import get_version
from yichuang.catalogue.rules import CaseType, ItemContent
from yichuang.core import clock
from yichuang.core.actor import Actor, ActorKind, Letter, PostHeld
from yichuang.core.authority import letter_for
from yichuang.core.rights import Right
from yichuang.documents.queries import PaperView


@dataclass(frozen=True, slots=True)
class ActDone:
    """An act that is in the ledger. `papers` are ids of papers that it issued; `is_repeat` when it was done before."""

    case_no: str
    seq: int
    act: Act
    state: State
    at: datetime
    digest: str
    papers: tuple[int, ...] = ()
    is_repeat: bool = False


class Step:
    """An act under way on a locked case. Close it with `finish`, or leave the transaction by an error."""

    def __init__(self, *, case: Case, actor: Actor, act: Act, after: State, post: PostHeld | None, key: str) -> None:
        """Note what is about to happen; `at` is the instant of the act."""
        self.case, self.actor, self.act, self.after, self.post, self.key = case, actor, act, after, post, key
        self.issuer: access.Issuer | None = None
        self.authority: Letter | None = None
        self.at = clock.now()
        self.papers: list[PaperView] = []
        self.reason = ""
        self.details: dict[str, object] = {}
        self.law = LAW_OF[act]
        self._kind_before = step_kind(State(case.state), has_opinion=bool(case.opinions)) if case.seq else None

    @property
    def seq(self) -> int:
        """The number of the row that this act adds."""
        return self.case.seq + 1

    @cached_property
    def content(self) -> ItemContent:
        """The version of the item under which the case was filed."""
        return get_version(self.case.version_id).content

    def finish(self) -> ActDone:
        """The ledger row is written and the case shows its new reading."""
        case, previous = self.case, self.case.digest or FIRST_DIGEST
        if self.act not in KEEPING_ACTS:
            case.handler_id = self._handler_id()
        if case.first_contact_id is None and self.actor.kind is ActorKind.STAFF:
            case.first_contact_id = self.actor.account_id
        kind = step_kind(self.after, has_opinion=bool(case.opinions))
        if kind is not self._kind_before:
            start_step(case, self.content, self.after, kind, clock.local(self.at).date())
        self._move_standing()
        if self.authority:
            self.details["authority"] = {"id": self.authority.letter_id, "number": self.authority.number}
        if self.papers:
            self.details["papers"] = [{"id": paper.id, "number": paper.number} for paper in self.papers]
        entry = self._entry()
        digest = entry_digest(entry, previous)
        case.state, case.seq, case.digest = self.after.value, entry.seq, digest
        write(case, entry, previous, digest)
        return ActDone(
            case_no=case.case_no,
            seq=entry.seq,
            act=self.act,
            state=self.after,
            at=self.at,
            digest=digest,
            papers=tuple(paper.id for paper in self.papers),
        )

    def close(self) -> None:
        """The case waits for nothing any more, but its place in the archive."""
        self.case.closed_at, self.case.next_due_on = self.at, None

    def _move_standing(self) -> None:
        before, after = Standing(self.case.standing), _standing_after(self.case, self.act)
        self.case.standing = after.value
        if before is not Standing.NONE and after is not before:
            self.details["standing"] = after.value

    def _handler_id(self) -> int | None:
        organisation_id = self.case.organisation_id
        return handler_after(
            self.after,
            CaseType(self.case.case_type),
            handler_id=self.case.handler_id,
            kind=self.actor.kind,
            account_id=self.actor.account_id,
            may=lambda right: self.actor.may(right, organisation_id),
        )

    def _entry(self) -> Entry:
        is_official = self.actor.kind in {ActorKind.STAFF, ActorKind.CLIENT}
        return Entry(
            case_no=self.case.case_no,
            seq=self.seq,
            act=self.act.value,
            before=self.case.state if self.case.seq else "",
            after=self.after.value,
            at=self.at,
            actor_kind=self.actor.kind.value,
            account_id=self.actor.account_id,
            actor_name=self.actor.name if is_official else "",
            post_id=self.post.post_id if self.post else None,
            post_title=self.post.recorded_title if self.post else "",
            organisation_id=self.case.organisation_id,
            reason=self.reason,
            law=self.law,
            details=self.details,
            key=self.key,
        )


PostFor = Callable[[Actor, Case, Act], PostHeld | None]
"""Tells the post that allows the act on the case, or refuses."""


def open_step(
    *,
    actor: Actor,
    case_no: str,
    act: Act,
    key: str = "",
    post_for: PostFor | None = None,
    cents: int | None = 0,
) -> Step | ActDone:
    """A step of that act on the locked case, or the first answer if the same request came before.

    `cents` is the amount that the act grants, which a letter of authority may bound; None: it is not known.

    Raises:
        SignInRequiredError, CaseNoMistypedError, CaseNotFoundError: see `access.get_case`.
        RightMissingError, NotYourCaseError, RecusedError, OnlyByLawError: the actor may not do this to this case.
        LetterMissingError and its like: the post needs a letter of authority, and none covers this today.
        ActNotAllowedError, StandingError: it is out of order.
        KeyReusedError: the key was used for another act of this case.
    """
    case, issuer = access.lock_case(actor, case_no)
    row = LedgerRow.objects.filter(case=case, key=key).first() if key else None
    if row is not None and row.account_id == actor.account_id:
        return _first_answer(row, act)
    post = (post_for or _post_for)(actor, case, act)
    if row is not None:
        return _first_answer(row, act)
    after = state_after(State(case.state), act, CaseType(case.case_type))
    _standing_after(case, act)
    step = Step(case=case, actor=actor, act=act, after=after, post=post, key=key)
    step.issuer = issuer
    if post is not None:
        right, today = right_for(act, CaseType(case.case_type)), clock.local(step.at).date()
        step.authority = letter_for(post, right, item_code=case.item_code, on=today, cents=cents)
    return step


def _post_for(actor: Actor, case: Case, act: Act) -> PostHeld | None:
    """The post that allows the act; None for the applicant's own acts, for other systems and for this one."""
    if act in SYSTEM_ACTS and actor.kind is not ActorKind.SYSTEM:
        raise OnlyByLawError(act=act)
    if actor.kind is ActorKind.STAFF and actor.account_id in case.recused:
        raise RecusedError(name=actor.name)
    if act in APPLICANT_ACTS and actor.kind is ActorKind.APPLICANT:
        if not access.is_applicant(actor, case):
            raise NotYourCaseError
        return None
    if act in APPLICANT_ACTS and access.is_filing_client(actor, case):
        return actor.require(Right.FILE_FOR_OTHERS, case.organisation_id)
    return actor.require(right_for(act, CaseType(case.case_type)), case.organisation_id)


def _standing_after(case: Case, act: Act) -> Standing:
    """What holds of the grant after the act. What amends, renews or cancels a grant has no standing: that of the grant counts."""
    if case.about is None:
        return standing_after(Standing(case.standing), act)
    if act in GROUNDS_OF:
        raise StandsElsewhereError(case_no=case.about.case_no)
    return Standing.NONE


def _first_answer(row: LedgerRow, act: Act) -> ActDone:
    if row.act != act.value:
        raise KeyReusedError(act=Act(row.act))
    return act_done(row, is_repeat=True)


def act_done(row: LedgerRow, *, is_repeat: bool) -> ActDone:
    """The answer that a ledger row stands for."""
    papers: Mapping[str, list[dict[str, int]]] = row.details
    return ActDone(
        case_no=row.case_no,
        seq=row.seq,
        act=Act(row.act),
        state=State(row.after),
        at=row.at,
        digest=row.digest,
        papers=tuple(paper["id"] for paper in papers.get("papers", [])),
        is_repeat=is_repeat,
    )
