"""Acts of people on their own data.

Law: PIPL 45 (copies), 46 (correction).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import check_password
from django.db import transaction

from yichuang.core.actor import Actor, SignInRequiredError
from yichuang.core.clock import now
from yichuang.core.errors import FieldProblem
from yichuang.core.identifiers import check_phone
from yichuang.core.sealed import blind_index
from yichuang.identity.errors import CorrectionError, LoginTakenError, PasswordWrongError
from yichuang.identity.models import Account, login_key
from yichuang.identity.queries import HeldAbout, MandateView, held_about
from yichuang.identity.rules import EventKind, Language, NoticeWay, contact_problems
from yichuang.identity.services.recording import locked, record, refused_by
from yichuang.identity.services.recovery import close_codes


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody wants changed in their own data; None leaves it. Name and number are corrected at the window only."""

    phone: str | None = None
    email: str | None = None
    language: Language | None = None
    notice: NoticeWay | None = None


@transaction.atomic
def correct_own_data(*, actor: Actor, correction: Correction, present: str = "") -> tuple[str, ...]:
    """The actor's own account is as corrected; answers the names of what changed, which are on record.

    A new phone or e-mail address needs the present password, for codes go there; codes sent before work no more. Who
    signs in with the phone number does so with the new one.

    Law: PIPL 46.

    Raises:
        SignInRequiredError, AccountNotFoundError: the actor has no account.
        CorrectionError: with every problem of every field; the password's field is "present".
        LoginTakenError: another account signs in with this phone number.
    """
    if actor.account_id is None:
        raise SignInRequiredError
    row = locked(actor.account_id)
    wanted = _wanted(row, correction)
    changed = tuple(name for name, value in wanted.items() if getattr(row, name) != value)
    problems = _problems(wanted, changed)
    if {"phone", "email"} & set(changed) and not check_password(present, row.password):
        problems.append(FieldProblem("present", PasswordWrongError.code, PasswordWrongError.text))
    if problems:
        raise CorrectionError(problems=problems)
    if changed:
        _save(row, wanted)
        record(kind=EventKind.CORRECTED, account_id=row.pk, actor_id=row.pk, what=", ".join(changed))
    if {"phone", "email"} & set(changed):
        close_codes(row.pk)
    return changed


@transaction.atomic
def export_own(*, actor: Actor) -> dict[str, Any]:
    """All that identity holds about the actor, as values for JSON; that it was taken out is on record.

    Law: PIPL 45.

    Raises:
        SignInRequiredError, AccountNotFoundError: the actor has no account.
    """
    if actor.account_id is None:
        raise SignInRequiredError
    held = held_about(actor.account_id)
    record(kind=EventKind.EXPORTED, account_id=actor.account_id, actor_id=actor.account_id)
    return _exported(held)


def _wanted(row: Account, correction: Correction) -> dict[str, str]:
    phone, email = correction.phone, correction.email
    return {
        "phone": row.phone if phone is None else _normal_phone(phone),
        "email": row.email if email is None else email.strip(),
        "language": row.language if correction.language is None else correction.language.value,
        "notice": row.notice if correction.notice is None else correction.notice.value,
    }


def _normal_phone(phone: str) -> str:
    """The phone as it is stored; what is none stays as typed and is refused after."""
    typed = phone.strip()
    return typed if contact_problems(phone=typed, email="") else check_phone(typed)


def _problems(wanted: Mapping[str, str], changed: Collection[str]) -> list[FieldProblem]:
    """What is wrong with what changed; what stood there before is not held against a change of something else."""
    found = contact_problems(phone=wanted["phone"], email=wanted["email"], notice=NoticeWay(wanted["notice"]))
    asked = set(changed) | ({"notice"} if "phone" in changed else set()) | ({"email"} if "notice" in changed else set())
    return [problem for problem in found if problem.field in asked]


def _save(row: Account, wanted: Mapping[str, str]) -> None:
    if row.phone and row.login == login_key(row.phone):
        row.login = login_key(wanted["phone"])
    for name, value in wanted.items():
        setattr(row, name, value)
    row.phone_digest = blind_index(row.phone)
    with refused_by({"identity_account_login": LoginTakenError()}):
        row.save(update_fields=["login", "phone", "phone_digest", "email", "language", "notice"])


def _exported(held: HeldAbout) -> dict[str, Any]:
    person = held.person
    return {
        "exported_at": now().isoformat(),
        "account": person.account_id,
        "name": person.name,
        "identity_type": person.identity_type.value if person.identity_type else None,
        "identity_no": person.identity_no,
        "phone": person.phone,
        "email": person.email,
        "login": held.login,
        "language": held.language.value if held.language else None,
        "notice": held.notice.value,
        "created_at": held.created_at.isoformat(),
        "last_login": held.last_login.isoformat() if held.last_login else None,
        "password_changed_at": held.password_changed_at.isoformat(),
        "mandates_given": [_mandate(one) for one in held.mandates_given],
        "mandates_held": [_mandate(one) for one in held.mandates_held],
        "events": [
            {"kind": one.kind.value, "at": one.at.isoformat(), "what": one.what, "subject": one.subject, "ip": one.ip}
            for one in held.events
        ],
    }


def _mandate(one: MandateView) -> dict[str, Any]:
    return {
        "principal": one.principal_name,
        "agent": one.agent_name,
        "item_codes": None if one.item_codes is None else list(one.item_codes),
        "valid_from": one.valid_from.isoformat(),
        "valid_to": one.valid_to.isoformat(),
        "given_at": one.given_at.isoformat(),
        "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
    }
