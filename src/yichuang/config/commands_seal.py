"""`yichuang seal`: the register of seals, for whoever sets up a centre. Daily life has its pages on the desk."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yichuang.config.cli import show, table
from yichuang.core import clock
from yichuang.core.actor import SYSTEM, PostHeld, Scope
from yichuang.core.errors import FieldProblem, InvalidError, gettext_noop
from yichuang.identity.queries import actor_of, find_account_by_login
from yichuang.organisations.queries import (
    OrganisationView,
    PostRow,
    find_organisation_by_credit_code,
    find_organisation_by_name,
    list_posts,
)
from yichuang.seals.queries import SealView, count_uses, list_seals
from yichuang.seals.rules import SealKind
from yichuang.seals.services import register_missing, register_seal

_MOST_POSTS = 20
_SHOWN = ("id", "body", "kind", "keeper", "since", "valid_until", "state", "is_test", "uses")


def seal(options: argparse.Namespace) -> int:
    """List the register, or register the seals of a body."""
    return _register(options) if options.action == "register" else _list(options)


def _list(options: argparse.Namespace) -> int:
    body = _body(options.body) if options.body else None
    seals = list_seals(organisation_id=body.id if body else None)
    _show(options, seals)
    return 0


def _register(options: argparse.Namespace) -> int:
    wish = _Wish.of(options)
    keeper_id = _keeper_id(options.keeper, wish.body)
    if wish.kind is None:
        made = register_missing(
            actor=SYSTEM, organisation_id=wish.body.id, keeper_id=keeper_id, in_use_from=wish.in_use_from
        )
    else:
        one = register_seal(
            actor=SYSTEM,
            organisation_id=wish.body.id,
            kind=wish.kind,
            purpose=options.purpose or wish.kind.usual_purpose,
            keeper_id=keeper_id,
            in_use_from=wish.in_use_from,
            name=options.name,
            signed_by=options.signed_by,
        )
        made = (one,)
    _show(options, [found for found in list_seals(organisation_id=wish.body.id) if found.id in made])
    return 0


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be registered; without a kind, a seal of each that the body has none of."""

    body: OrganisationView
    kind: SealKind | None
    in_use_from: date

    @classmethod
    def of(cls, options: argparse.Namespace) -> "_Wish":
        """The wish, as the arguments say it."""
        kind = SealKind(options.kind) if options.kind else None
        told = {name: getattr(options, name) for name in ("name", "purpose", "signed_by")}
        alone = next((name for name, value in told.items() if value and value != _USUAL[name]), None)
        if kind is None and alone is not None:
            text = gettext_noop("This is said of one seal: name its kind with --kind.")
            raise InvalidError([FieldProblem(alone, "seal.kind_missing", text, told[alone])])
        return cls(_body(options.body), kind, _day(options.start))


_USUAL: Mapping[str, str] = {"name": "", "purpose": "", "signed_by": "built_in"}


def _body(name: str) -> OrganisationView:
    """The body of that name, short name or credit code."""
    found = find_organisation_by_name(name) or find_organisation_by_credit_code(name)
    if found is None:
        text = gettext_noop("There is no body with the name or credit code “{name}”, or more than one.")
        raise InvalidError([FieldProblem("body", "seal.no_body", text, name, {"name": name})])
    return found


def _keeper_id(given: str, body: OrganisationView) -> int:
    """The post with that id, which the service checks; or the post in the body, else in the centre, of whoever signs in so."""
    if given.isascii() and given.isdigit():
        return int(given)
    posts = _posts_of(given)
    own = [one for one in posts if one.organisation_id == body.id]
    fit = own or [one for one in posts if one.scope is Scope.CENTRE]
    if len(fit) == 1:
        return fit[0].post_id
    text = gettext_noop(
        "“{login}” holds no post that could keep the seal, or several; name the post by its id: {posts}"
    )
    known = [f"{one.post_id} {one.title}" for one in fit] or [f"{one.id} {one.title}" for one in _posts_at(body)]
    details = {"login": given, "posts": known or ["-"]}
    raise InvalidError([FieldProblem("keeper", "seal.keeper", text, given, details)])


def _posts_at(body: OrganisationView) -> Sequence[PostRow]:
    return list_posts(on=clock.today(), organisation_id=body.id, size=_MOST_POSTS).rows


def _posts_of(login: str) -> list[PostHeld]:
    account = find_account_by_login(login)
    if account is None:
        text = gettext_noop("There is no account “{login}”.")
        raise InvalidError([FieldProblem("keeper", "seal.no_account", text, login, {"login": login})])
    return [one for one in actor_of(account.id, clock.today()).posts if not one.is_stand_in]


def _day(text: str | None) -> date:
    if text is None:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        problem = gettext_noop("Give a day such as 2026-01-01.")
        raise InvalidError([FieldProblem("from", "seal.day", problem, text)]) from error


def _show(options: argparse.Namespace, seals: Sequence[SealView]) -> None:
    uses = count_uses()
    rows = [_told(one, uses.get(one.id, 0)) for one in seals]
    text = table([{name: row[name] for name in _SHOWN} for row in rows])
    show(options, {"seals": rows}, text or "No seals.")


def _told(one: SealView, uses: int) -> dict[str, object]:
    return {
        "id": one.id,
        "body": one.organisation_name,
        "kind": one.kind.value,
        "name": one.name,
        "purpose": one.purpose,
        "keeper": one.keeper_title,
        "keeper_post_id": one.keeper_id,
        "kept_since": one.kept_since,
        "since": one.in_use_from,
        "valid_until": one.valid_until,
        "state": one.state.value,
        "ended_on": one.ended_on,
        "ended_reason": one.ended_reason,
        "signer": one.signer,
        "is_test": one.is_test,
        "uses": uses,
    }
