"""The place, its bodies, windows, posts, people and published items, read from `data/`."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from yichuang.catalogue import services as catalogue
from yichuang.catalogue.rules import read_content
from yichuang.config.demo.letters import make_letter
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Role
from yichuang.identity import services as identity
from yichuang.identity.rules import IdentityType
from yichuang.organisations import queries as organisations
from yichuang.organisations import services as bodies
from yichuang.organisations.rules import OrganisationKind, Place, WindowEnglish, WindowKind
from yichuang.seals import services as seals

DATA = Path(__file__).parent / "data"
DEMO_PASSWORD = "demo-centre-2026"  # noqa: S105 - printed for everybody to use
OPENED_ON = date(2025, 1, 2)


@cache
def data(name: str) -> dict[str, Any]:
    """A file of the demonstration data."""
    return dict(json.loads((DATA / name).read_text(encoding="utf-8")))


def centre_exists() -> bool:
    """Whether the demonstration centre was made in this database."""
    name = data("organisations.json")["organisations"][0]["name"]
    return organisations.find_organisation_by_name(name) is not None


@transaction.atomic
def make_centre() -> None:
    """The demonstration centre stands: all of it, or nothing of it."""
    _make_regions()
    people, staff = data("people.json"), dict[str, int]()
    posts = _make_organisations()
    for person in people["staff"]:
        organisation_id, post_id = posts[person["organisation"], person["post"]]
        staff_id = bodies.hire_staff(
            actor=SYSTEM, staff_no=person["staff_no"], name=person["name"], organisation_id=organisation_id
        )
        staff[person["staff_no"]] = staff_id
        bodies.assign_post(actor=SYSTEM, post_id=post_id, staff_id=staff_id, held_from=OPENED_ON)
        identity.create_staff_account(
            actor=SYSTEM, staff_id=staff_id, login=person["login"], password=DEMO_PASSWORD, must_change_password=False
        )
    for person in people["applicants"]:
        _make_applicant(person)
    _make_items()
    _make_cover(posts, staff)


def _make_regions() -> None:
    for region in data("organisations.json")["regions"]:
        if organisations.find_region(region["code"]) is None:
            bodies.register_region(actor=SYSTEM, code=region["code"], name=region["name"], parent_code=region["parent"])


def _make_organisations() -> dict[tuple[str, str], tuple[int, int]]:
    """Bodies with offices, windows and posts; the ids of body and post by the names of both."""
    posts = {}
    for given in data("organisations.json")["organisations"]:
        organisation_id = bodies.register_organisation(
            actor=SYSTEM,
            name=given["name"],
            short_name=given["short_name"],
            kind=OrganisationKind(given["kind"]),
            region_code=given["region"],
            credit_code=given["credit_code"],
            paper_prefix=given["paper_prefix"],
            address=given["address"],
            phone=given["phone"],
            name_en=given["name_en"],
        )
        offices = {
            name: bodies.open_office(actor=SYSTEM, organisation_id=organisation_id, name=name)
            for name in given["offices"]
        }
        windows = {one["number"]: _open_window(one, organisation_id) for one in given["windows"]}
        for post in given["posts"]:
            posts[given["name"], post["title"]] = (
                organisation_id,
                bodies.create_post(
                    actor=SYSTEM,
                    title=post["title"],
                    organisation_id=organisation_id,
                    role=Role(post["role"]),
                    office_id=offices[post["office"]] if post["office"] else None,
                    window_id=windows[post["window"]] if post["window"] else None,
                ),
            )
        _register_seals(
            organisation_id, [(post["role"], posts[given["name"], post["title"]][1]) for post in given["posts"]]
        )
    return posts


def _make_cover(posts: Mapping[tuple[str, str], tuple[int, int]], staff: Mapping[str, int]) -> None:
    """Some posts have a deputy, and the chief representative a letter of authority."""
    for body in data("organisations.json")["organisations"]:
        for post in body["posts"]:
            if "deputy" in post:
                _organisation_id, post_id = posts[body["name"], post["title"]]
                bodies.name_deputy(actor=SYSTEM, post_id=post_id, staff_id=staff[post["deputy"]])
        for letter in body.get("letters", ()):
            _organisation_id, post_id = posts[body["name"], letter["post"]]
            make_letter(letter, body["name"], post_id, staff[letter["holder"]], OPENED_ON)


def _register_seals(organisation_id: int, posts: Sequence[tuple[str, int]]) -> None:
    """The body's seals, kept by its approving official, else by whoever has its first post."""
    if posts:
        keeper = next((post for role, post in posts if role == Role.APPROVING_OFFICIAL.value), posts[0][1])
        seals.register_missing(actor=SYSTEM, organisation_id=organisation_id, keeper_id=keeper, in_use_from=OPENED_ON)


def _open_window(given: Mapping[str, str], organisation_id: int) -> int:
    kind = WindowKind(given["kind"])
    return bodies.open_window(
        actor=SYSTEM,
        number=given["number"],
        name=given["name"],
        kind=kind,
        organisation_id=organisation_id if kind is WindowKind.DEDICATED else None,
        location=given["location"],
        opened_on=OPENED_ON,
        place=Place(hours=settings.CENTRE_HOURS, phone=settings.CENTRE_PHONE),
        english=WindowEnglish(given["name_en"], given["location_en"], settings.CENTRE_HOURS_EN),
    )


def _make_applicant(given: Mapping[str, Any]) -> None:
    identity_type, number = identity_of(given)
    identity.register_applicant(
        actor=SYSTEM,
        name=given["name"],
        identity_type=identity_type,
        identity_no=number,
        phone=given["phone"],
        password=DEMO_PASSWORD,
        login=given["login"],
    )


def identity_of(applicant: Mapping[str, Any]) -> tuple[IdentityType, str]:
    """The kind and number of an applicant's paper."""
    if applicant["kind"] == "enterprise":
        return IdentityType.CREDIT_CODE, applicant["credit_code"]
    if applicant["kind"] == "foreigner":
        return IdentityType.PASSPORT, applicant["passport_no"]
    return IdentityType.RESIDENT_CARD, applicant["identity_no"]


def _make_items() -> None:
    for path in sorted((DATA / "items").glob("*.json")):
        given = json.loads(path.read_text(encoding="utf-8"))
        content = read_content(given["content"])
        department = organisations.find_organisation_by_name(given["department"])
        if department is None:
            message = f"{path.name} names an unknown department"
            raise ValueError(message)
        if given["catalog_code"] and given["catalog_code"] not in _basic_codes:
            catalogue.register_basic_item(
                actor=SYSTEM, catalog_code=given["catalog_code"], name=content.name, item_type=content.item_type
            )
            _basic_codes.add(given["catalog_code"])
        draft = catalogue.create_item(
            actor=SYSTEM,
            task_code=given["task_code"] or given["local_code"],
            local_code=given["local_code"],
            catalog_code=given["catalog_code"] or "",
            organisation_id=department.id,
            content=content,
        )
        for act in (
            catalogue.submit,
            catalogue.pass_department_review,
            catalogue.pass_legal_review,
            catalogue.pass_centre_review,
            catalogue.publish,
        ):
            act(actor=SYSTEM, version_id=draft.version_id)


_basic_codes: set[str] = set()


def staff_accounts() -> list[tuple[str, str, str]]:
    """Login, post and body of one account a role, for the printed list."""
    seen: set[str] = set()
    chosen = []
    market = [one for one in data("people.json")["staff"] if "市场监督" in one["organisation"]]
    for person in [*market, *data("people.json")["staff"]]:
        if person["role"] not in seen:
            seen.add(person["role"])
            chosen.append((person["login"], person["post"], person["organisation"]))
    return chosen
