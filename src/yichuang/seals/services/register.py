"""Acts on the register of seals. Each needs the right to keep seals and adds a row of history."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from yichuang.core import clock
from yichuang.core.actor import Actor, PostHeld
from yichuang.core.rights import Right
from yichuang.organisations.errors import InactiveError
from yichuang.organisations.queries import OrganisationView, PostRow, get_organisation, get_post
from yichuang.organisations.rules import OrganisationKind
from yichuang.organisations.services.recording import refused_by, snapshot
from yichuang.seals.errors import (
    KeeperElsewhereError,
    KeeperSameError,
    SealEndedError,
    SealNotFoundError,
    SealTakenError,
)
from yichuang.seals.models import Seal, SealHistory, SealKey
from yichuang.seals.rules import (
    BUILT_IN,
    ENDED_BY,
    LONGEST_NAME,
    VALID_DAYS,
    Act,
    SealKind,
    SealState,
    check_first_day,
    check_text,
    usual_name,
)
from yichuang.seals.vendors import KeyWish, fingerprint, signer


@transaction.atomic
def register_seal(
    *,
    actor: Actor,
    organisation_id: int,
    kind: SealKind,
    purpose: str,
    keeper_id: int,
    in_use_from: date,
    name: str = "",
    signed_by: str = BUILT_IN,
) -> int:
    """The seal is in the register with key and certificate, kept by that post from today; answers its id.

    `name` empty: the usual one. `signed_by` is the signing service, see `vendors.signer`. Law: OSR 9; ESL 13.

    Raises:
        RightMissingError: the actor does not keep the seals of that organisation.
        OrganisationNotFoundError, PostNotFoundError, InactiveError: no such body or post, or not active.
        KeeperElsewhereError: the post is neither of that body nor of the centre's authority.
        SealTextError: name or purpose are empty or too long.
        SealTakenError: the body has a seal of the kind in use.
        FirstDayError: no seal can be in use from that day.
        SignerMissingError: there is no such signing service.
    """
    held = actor.require(Right.KEEP_SEALS, organisation_id)
    check_first_day(in_use_from, clock.today())
    body = get_organisation(organisation_id)
    if not body.is_active:
        raise InactiveError(name=body.name)
    _check_keeper(get_post(keeper_id, clock.today()), body)
    seal = Seal(
        organisation_id=organisation_id,
        kind=kind.value,
        name=check_text("name", name, LONGEST_NAME) if name else usual_name(body.name, kind),
        purpose=check_text("purpose", purpose),
        keeper_id=keeper_id,
        kept_since=clock.today(),
        in_use_from=in_use_from,
        valid_until=max(in_use_from, clock.today()) + timedelta(days=VALID_DAYS),
    )
    service = signer(signed_by)
    with refused_by({"seals_seal_one_in_use": SealTakenError(organisation=body.name)}):
        seal.save()
    material = service.new_key(KeyWish(body.name, seal.name, in_use_from, seal.valid_until))
    seal.valid_until = material.valid_until
    seal.save(update_fields=["valid_until"])
    SealKey.objects.create(
        seal=seal,
        signer=signed_by,
        is_test=service.is_test,
        certificate=material.certificate,
        fingerprint=fingerprint(material.certificate),
        sm2_public=material.sm2_public,
        secret=dict(material.secret),
        made_at=clock.now(),
    )
    _record(actor, held, seal, Act.REGISTERED, before=None)
    return seal.pk


def register_missing(*, actor: Actor, organisation_id: int, keeper_id: int, in_use_from: date) -> tuple[int, ...]:
    """The body has a seal of the built-in authority of every kind that it had none of; answers the ids of the new ones.

    For demonstrations and for setting up a centre. Raises: as `register_seal`.
    """
    kinds = Seal.objects.filter(organisation_id=organisation_id, state=SealState.IN_USE.value)
    has = set(kinds.values_list("kind", flat=True))
    return tuple(
        register_seal(
            actor=actor,
            organisation_id=organisation_id,
            kind=kind,
            purpose=kind.usual_purpose,
            keeper_id=keeper_id,
            in_use_from=in_use_from,
        )
        for kind in SealKind
        if kind.value not in has
    )


@transaction.atomic
def hand_seal(*, actor: Actor, seal_id: int, keeper_id: int, reason: str) -> None:
    """Another post keeps the seal from today.

    Raises:
        RightMissingError: the actor does not keep the seals of that organisation.
        SealNotFoundError, SealEndedError: there is none, or it is no longer in use.
        PostNotFoundError, InactiveError, KeeperElsewhereError, KeeperSameError: the post cannot keep it, or does.
        SealTextError: no reason.
    """
    seal, held = _kept(actor, seal_id)
    post = get_post(keeper_id, clock.today())
    _check_keeper(post, get_organisation(seal.organisation_id))
    if post.id == seal.keeper_id:
        raise KeeperSameError(title=post.title)
    before = snapshot(seal)
    seal.keeper_id, seal.kept_since = keeper_id, clock.today()
    seal.save(update_fields=["keeper_id", "kept_since"])
    _record(actor, held, seal, Act.HANDED, before=before, reason=check_text("reason", reason))


def break_seal(*, actor: Actor, seal_id: int, reason: str) -> None:
    """The seal is broken: lost, its key known to others, or destroyed. It seals nothing more. Raises: as `withdraw_seal`."""
    _end(actor, seal_id, Act.BROKEN, reason)


def withdraw_seal(*, actor: Actor, seal_id: int, reason: str) -> None:
    """The seal is taken out of use and seals nothing more; what it sealed stays good. Waits for sealings under way.

    Raises:
        RightMissingError: the actor does not keep the seals of that organisation.
        SealNotFoundError, SealEndedError: there is none, or it has ended already.
        SealTextError: no reason.
    """
    _end(actor, seal_id, Act.WITHDRAWN, reason)


@transaction.atomic
def _end(actor: Actor, seal_id: int, act: Act, reason: str) -> None:
    seal, held = _kept(actor, seal_id)
    before = snapshot(seal)
    seal.state = ENDED_BY[act].value
    seal.ended_on = clock.today()
    seal.ended_reason = check_text("reason", reason)
    seal.save(update_fields=["state", "ended_on", "ended_reason"])
    _record(actor, held, seal, act, before=before, reason=seal.ended_reason)


def _kept(actor: Actor, seal_id: int) -> tuple[Seal, PostHeld | None]:
    """The seal under lock, in use, which the actor may keep, and by which post."""
    actor.require(Right.KEEP_SEALS)
    seal = Seal.objects.select_for_update(of=("self",), no_key=True).filter(pk=seal_id).first()
    if seal is None:
        raise SealNotFoundError
    held = actor.require(Right.KEEP_SEALS, seal.organisation_id)
    if seal.state != SealState.IN_USE:
        raise SealEndedError(name=seal.name, ended_on=seal.ended_on)
    return seal, held


def _check_keeper(post: PostRow, body: OrganisationView) -> None:
    if not post.is_active:
        raise InactiveError(name=post.title)
    if post.organisation_id != body.id:
        above = get_organisation(post.organisation_id)
        if above.kind is not OrganisationKind.CENTRE_AUTHORITY:
            raise KeeperElsewhereError(title=post.title, organisation=body.name)


def _record(
    actor: Actor, held: PostHeld | None, seal: Seal, act: Act, *, before: dict[str, Any] | None, reason: str = ""
) -> None:
    SealHistory.objects.create(
        seal=seal,
        act=act.value,
        reason=reason,
        before=before,
        after=snapshot(seal),
        account_id=actor.account_id,
        actor_name=actor.name,
        title=held.recorded_title if held else "",
        at=clock.now(),
    )
