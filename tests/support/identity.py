"""Accounts and actors for tests, made through the services. People and numbers are invented."""

import itertools
from datetime import date, timedelta

from tests.support import organisations as bodies
from yichuang.core.actor import SYSTEM, Actor
from yichuang.core.clock import today
from yichuang.core.identifiers import identity_check_character
from yichuang.core.rights import Role
from yichuang.identity import queries, services
from yichuang.identity.rules import IdentityType

PASSWORD = "correct-horse-42"

_numbers = itertools.count(1)


def identity_no(number: int = 1, born: date = date(1980, 1, 1)) -> str:
    """A resident identity number with a right last character, of the demonstration district."""
    day = born + timedelta(days=number // 999)
    first17 = f"990101{day:%Y%m%d}{number % 999 + 1:03d}"
    return first17 + identity_check_character(first17)


def phone(number: int = 1) -> str:
    """A mobile number of no network."""
    return f"100{number:08d}"


def make_applicant(name: str = "张示例", *, login: str = "", password: str = PASSWORD) -> int:
    """The account of a new applicant; answers its id. The phone is `phone(n)`, the number `identity_no(n)`."""
    number = next(_numbers)
    return services.register_applicant(
        name=name,
        identity_type=IdentityType.RESIDENT_CARD,
        identity_no=identity_no(number),
        phone=phone(number),
        password=password,
        login=login,
    )


def applicant_actor(name: str = "张示例") -> Actor:
    """A new applicant as an actor."""
    return queries.actor_of(make_applicant(name), on=today())


def make_staff_account(staff_id: int, *, login: str = "", password: str = PASSWORD) -> int:
    """The account of a member of staff with the password set for good; answers its id."""
    return services.create_staff_account(
        actor=SYSTEM,
        staff_id=staff_id,
        login=login or f"staff{next(_numbers)}",
        password=password,
        must_change_password=False,
    )


def staff_actor(*roles: Role, organisation_id: int, window_id: int | None = None, name: str = "") -> Actor:
    """A new member of staff of the organisation who holds a post of each role, as an actor."""
    staff_id = bodies.make_staff(organisation_id, name)
    for role in roles:
        bodies.hold(bodies.make_post(organisation_id, role, window_id=window_id), staff_id)
    return queries.actor_of(make_staff_account(staff_id), on=today())
