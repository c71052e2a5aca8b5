"""Organisations for tests, made through the services. People and numbers are invented."""

import itertools
from dataclasses import dataclass
from datetime import date

from yichuang.core.actor import SYSTEM
from yichuang.core.identifiers import credit_check_character
from yichuang.core.rights import LETTER_RIGHTS, Right, Role
from yichuang.organisations import queries, services
from yichuang.organisations.rules import LetterTerms, OrganisationKind, SignedCopy, WindowKind

PROVINCE = "990000000000"
CITY = "990100000000"
DISTRICT = "990101000000"
TOWNSHIP = "990101101000"
LONG_AGO = date(2020, 1, 1)
COPY = SignedCopy(upload_id=10**9, digest="ab" * 32, name="授权书.pdf")

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Centre:
    """Ids of a small centre: its authority, one department, a comprehensive and a dedicated window."""

    authority_id: int
    department_id: int
    window_id: int
    dedicated_window_id: int


def credit_code(number: int) -> str:
    """A credit code with a right last character, of a state body in the demonstration district."""
    first17 = f"11990101{number:09d}"
    return first17 + credit_check_character(first17)


def make_regions() -> str:
    """The chain from the nation to the demonstration district, once; answers the district's code."""
    chain = [("000000000000", "全国"), (PROVINCE, "示例省"), (CITY, "示例市"), (DISTRICT, "示例区")]
    parent: str | None = None
    for code, name in chain:
        if queries.find_region(code) is None:
            services.register_region(actor=SYSTEM, code=code, name=name, parent_code=parent)
        parent = code
    return DISTRICT


def make_organisation(
    name: str = "",
    kind: OrganisationKind = OrganisationKind.DEPARTMENT,
    *,
    short_name: str = "",
    paper_prefix: str = "",
) -> int:
    """An organisation in the demonstration district; answers its id."""
    number = next(_numbers)
    return services.register_organisation(
        actor=SYSTEM,
        name=name or f"示例区第{number}局",
        short_name=short_name,
        kind=kind,
        region_code=make_regions(),
        credit_code=credit_code(number),
        paper_prefix=paper_prefix or f"示{number}",
    )


def make_centre() -> Centre:
    """A small centre with open windows."""
    authority = make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
    department = make_organisation()
    return Centre(authority, department, make_window(), make_window(department))


def make_window(organisation_id: int | None = None) -> int:
    """An open window: dedicated to the organisation, or comprehensive; answers its id."""
    number = next(_numbers)
    kind = WindowKind.COMPREHENSIVE if organisation_id is None else WindowKind.DEDICATED
    return services.open_window(
        actor=SYSTEM,
        number=f"A{number}",
        name=f"{number}号窗口",
        kind=kind,
        organisation_id=organisation_id,
        opened_on=LONG_AGO,
    )


def make_staff(organisation_id: int, name: str = "") -> int:
    """A member of staff without post; answers the id."""
    number = next(_numbers)
    return services.hire_staff(
        actor=SYSTEM, staff_no=f"S{number:05d}", name=name or f"职员{number}", organisation_id=organisation_id
    )


def make_post(organisation_id: int, role: Role, *, window_id: int | None = None, title: str = "") -> int:
    """A vacant post; answers its id."""
    return services.create_post(
        actor=SYSTEM,
        title=title or role.label,
        organisation_id=organisation_id,
        role=role,
        window_id=window_id,
    )


def hold(post_id: int, staff_id: int, held_from: date = LONG_AGO, held_to: date | None = None) -> int:
    """The member of staff holds the post; answers the holding's id."""
    return services.assign_post(actor=SYSTEM, post_id=post_id, staff_id=staff_id, held_from=held_from, held_to=held_to)


def stand_in(post_id: int, staff_id: int, held_from: date, held_to: date) -> int:
    """The member of staff stands in for the holder of the post; answers the appointment's id."""
    return services.appoint_stand_in(
        actor=SYSTEM, post_id=post_id, staff_id=staff_id, held_from=held_from, held_to=held_to
    )


def make_leave(staff_id: int, away_from: date, away_to: date, reason: str = "年休假") -> int:
    """The member of staff is away on these days; answers the leave's id."""
    return services.enter_leave(actor=SYSTEM, staff_id=staff_id, away_from=away_from, away_to=away_to, reason=reason)


def make_letter(
    post_id: int,
    staff_id: int,
    *,
    number: str = "",
    rights: tuple[Right, ...] = LETTER_RIGHTS,
    item_codes: tuple[str, ...] = (),
    most_cents: int | None = None,
    valid_from: date = date(2026, 1, 1),
    valid_to: date = date(2028, 12, 31),
) -> int:
    """A letter of authority for who holds the post, for everything unless told; answers its id."""
    terms = LetterTerms(
        number=number or f"授〔2026〕{next(_numbers)}号",
        rights=rights,
        item_codes=item_codes,
        most_cents=most_cents,
        valid_from=valid_from,
        valid_to=valid_to,
        issued_by="示例局局长",
    )
    return services.grant_letter(actor=SYSTEM, post_id=post_id, staff_id=staff_id, terms=terms, copy=COPY)
