"""The demonstration centre's data: whole, consistent with itself, and publishable."""

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from yichuang.cases.rules import check_form
from yichuang.catalogue.rules.codes import check_basic_code, read_task_code
from yichuang.catalogue.rules.content import CaseType, FieldKind, Handling, ItemContent, Purpose
from yichuang.catalogue.rules.handling import concerned_codes
from yichuang.catalogue.rules.publication import is_catch_all, missing_elements
from yichuang.core.identifiers import check_credit_code, check_identity_no, check_phone
from yichuang.core.rights import LETTER_RIGHTS, Role
from yichuang.deadlines.rules import Term, Unit
from yichuang.organisations.rules import OrganisationKind

DATA = Path(__file__).resolve().parents[2] / "src" / "yichuang" / "config" / "demo" / "data"
ITEM_FILES = sorted((DATA / "items").glob("*.json"))
ON_THE_SPOT = Term(0, Unit.WORKING_DAY)


def load(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def envelopes() -> dict[str, dict[str, Any]]:
    return {path.stem: load(f"items/{path.name}") for path in ITEM_FILES}


@cache
def contents() -> dict[str, ItemContent]:
    return {name: ItemContent.model_validate(item["content"]) for name, item in envelopes().items()}


@cache
def organisations() -> dict[str, dict[str, Any]]:
    return {body["name"]: body for body in load("organisations.json")["organisations"]}


every_item = pytest.mark.parametrize("name", [path.stem for path in ITEM_FILES])


@every_item
def test_an_item_is_publishable(name: str) -> None:
    points = missing_elements(contents()[name])

    assert [(point.element, point.text, dict(point.details)) for point in points] == []


@every_item
def test_an_item_makes_the_six_things_public_and_says_where_to_go(name: str) -> None:
    content = contents()[name]

    public = {
        "name": content.name,
        "English name": content.name_en,
        "materials": content.materials,
        "procedure": content.steps,
        "fee": content.is_free or content.fees,
        "legal basis": content.legal_bases,
        "limit": content.promised_limit,
        "summary": content.summary,
        "conditions": content.conditions,
        "form": content.fields,
        "results": content.results,
        "delivery": content.delivery_methods,
        "remedies": content.remedies,
        "questions": content.faqs,
        "address": content.address,
        "hours": content.hours,
        "enquiries": content.enquiry_phone,
        "complaints": content.complaint_phone,
    }
    assert [what for what, value in public.items() if not value] == []


@every_item
def test_a_material_names_one_paper_and_has_an_english_name(name: str) -> None:
    materials = contents()[name].materials

    assert [material.name for material in materials if is_catch_all(material.name)] == []
    assert [material.name for material in materials if not material.name_en or not material.standard] == []


@every_item
def test_the_limits_of_the_steps_stay_within_the_promise(name: str) -> None:
    content = contents()[name]

    assert content.promised_limit is not None
    assert {step.limit.unit for step in content.steps} == {content.promised_limit.unit}
    assert sum(step.limit.value for step in content.steps) <= content.promised_limit.value


@every_item
def test_a_promise_is_no_longer_than_the_law(name: str) -> None:
    promised, statutory = contents()[name].promised_limit, contents()[name].statutory_limit

    assert promised is not None
    assert statutory is None or (promised.unit is statutory.unit or promised == ON_THE_SPOT)
    assert statutory is None or promised.value <= statutory.value


@every_item
def test_an_instant_item_is_one_that_promises_no_day(name: str) -> None:
    content = contents()[name]

    assert (content.case_type is CaseType.INSTANT) == (content.promised_limit == ON_THE_SPOT)


@every_item
def test_a_question_asks_for_a_listed_element_in_its_kind(name: str) -> None:
    elements = {element["id"]: element for element in load("elements.json")}

    for asked in contents()[name].fields:
        element = elements[asked.element]
        assert (asked.kind, asked.is_personal) == (element["kind"], element["is_personal"])
        assert asked.label_en


def test_an_element_has_both_labels_and_a_known_kind() -> None:
    elements = load("elements.json")

    assert len({element["id"] for element in elements}) == len(elements)
    assert [element for element in elements if not (element["label"] and element["label_en"])] == []
    assert {element["kind"] for element in elements} <= {kind.value for kind in FieldKind}


def test_codes_of_items_are_their_own_and_made_of_their_parts() -> None:
    items = envelopes().values()

    local = Counter(item["local_code"] for item in items)
    task = Counter(item["task_code"] for item in items if item["task_code"])
    assert [code for code, times in (local + task).items() if times > 1] == []
    for item in items:
        if item["catalog_code"]:
            assert check_basic_code(item["catalog_code"])
        if item["task_code"]:
            code = read_task_code(item["task_code"])
            assert code.credit_code == organisations()[item["department"]]["credit_code"]
            assert (code.level, code.base_code) == (item["content"]["exercise_level"], item["catalog_code"])


def test_a_certificate_has_one_code_wherever_it_is_named() -> None:
    codes_by_name: dict[str, set[str]] = {}
    for content in contents().values():
        for produced in content.results:
            codes_by_name.setdefault(produced.name, set()).add(produced.certificate_code)
        for needed in content.certificates_needed:
            codes_by_name.setdefault(needed.name, set()).add(needed.certificate_code)

    assert {name: codes for name, codes in codes_by_name.items() if len(codes) > 1} == {}


def test_a_material_that_is_a_certificate_is_one_that_some_item_produces() -> None:
    produced = {result.certificate_code for content in contents().values() for result in content.results}

    asked = {m.certificate_code for content in contents().values() for m in content.materials if m.certificate_code}
    assert asked - produced == set()


def test_every_item_can_be_reached_by_somebody_who_holds_nothing() -> None:
    waiting = dict(contents())
    held: set[str] = set()
    produced = {result.certificate_code for content in waiting.values() for result in content.results}
    outside = {needed.certificate_code for c in waiting.values() for needed in c.certificates_needed} - produced

    progress = True
    while progress:
        ready = [name for name, c in waiting.items() if {n.certificate_code for n in c.certificates_needed} <= held]
        progress = bool(ready)
        for name in ready:
            held |= {result.certificate_code for result in waiting.pop(name).results}

    assert outside == set()
    assert sorted(waiting) == []


def test_the_catalogue_is_wide_enough_to_show_every_kind_of_case() -> None:
    all_items = contents().values()

    assert len(all_items) >= 62
    assert sum(content.case_type is CaseType.INSTANT for content in all_items) >= 15
    assert sum(bool(content.summary_en) for content in all_items) >= 20
    assert sum(not content.is_free for content in all_items) >= 5


def test_the_food_business_licence_is_complete() -> None:
    item = next(content for content in contents().values() if content.name == "食品经营许可（新办）")

    assert (str(item.statutory_limit), str(item.promised_limit)) == ("10wd", "5wd")
    assert len(item.form) == 3
    assert len(item.faqs) == 5
    assert [(r.name, r.valid_months) for r in item.results] == [("食品经营许可证", 60)]
    assert [needed.name for needed in item.certificates_needed] == ["营业执照"]


def test_an_organisation_has_a_right_code_a_prefix_of_its_own_and_a_phone() -> None:
    bodies = organisations().values()

    for body in bodies:
        assert check_credit_code(body["credit_code"]).startswith("11990101")
        assert check_phone(body["phone"])
    for key in ("credit_code", "paper_prefix", "short_name"):
        assert len({body[key] for body in bodies}) == len(bodies)
    numbers = [window["number"] for body in bodies for window in body["windows"]]
    assert len(set(numbers)) == len(numbers)


def test_posts_stand_at_windows_and_offices_that_their_organisation_has() -> None:
    roles = {role.value for role in Role}

    for body in organisations().values():
        windows = {window["number"] for window in body["windows"]}
        assert len({post["title"] for post in body["posts"]}) == len(body["posts"])
        for post in body["posts"]:
            assert post["role"] in roles
            assert post["window"] is None or post["window"] in windows
            assert post["office"] is None or post["office"] in body["offices"]


def test_each_department_with_items_has_somebody_for_every_step() -> None:
    for item in envelopes().values():
        roles = {post["role"] for post in organisations()[item["department"]]["posts"]}
        assert {step["role"] for step in item["content"]["steps"]} <= roles


def test_regions_hang_together() -> None:
    regions = {region["code"]: region for region in load("organisations.json")["regions"]}

    tops = [code for code, region in regions.items() if region["parent"] is None]
    assert tops == ["000000000000"]
    assert all(region["parent"] in regions for code, region in regions.items() if code not in tops)
    assert {body["region"] for body in organisations().values()} <= set(regions)


def test_every_post_is_held_once_and_logins_are_unique() -> None:
    people = load("people.json")

    posts = {(body["name"], post["title"]) for body in organisations().values() for post in body["posts"]}
    held = [(person["organisation"], person["post"]) for person in people["staff"]]
    logins = [person["login"] for group in people.values() for person in group]
    assert len(held) == len(set(held))
    assert set(held) == posts
    assert len(set(logins)) == len(logins)
    assert len({person["staff_no"] for person in people["staff"]}) == len(people["staff"])


def test_applicants_have_right_numbers_of_the_demonstration_place() -> None:
    applicants = load("people.json")["applicants"]

    phones = [check_phone(applicant["phone"]) for applicant in applicants]
    assert len(set(phones)) == len(phones)
    assert Counter(applicant["kind"] for applicant in applicants) == {"person": 36, "enterprise": 18, "foreigner": 6}
    for applicant in applicants:
        match applicant["kind"]:
            case "person":
                assert check_identity_no(applicant["identity_no"]).startswith("990101")
            case "enterprise":
                assert check_credit_code(applicant["credit_code"])[2:8] == "990101"
                assert check_identity_no(applicant["legal_representative"]["identity_no"]).startswith("990101")
            case _:
                assert applicant["passport_no"]
                assert applicant["name"].isascii()


def test_what_is_asked_in_some_cases_follows_from_answers() -> None:
    by_answer = [name for name, content in contents().items() if any(material.when for material in content.materials)]

    assert len(by_answer) >= 12


def test_a_sample_answers_its_question() -> None:
    sampled = [content for content in contents().values() if any(asked.sample for asked in content.fields)]

    assert len(sampled) >= 10
    for content in sampled:
        given = {
            asked.id: asked.sample.split(",") if asked.kind is FieldKind.CHOICES else asked.sample
            for asked in content.fields
        }
        wrong = [problem for problem in check_form(content, given)[1] if given[problem.field]]
        assert [(content.name, problem.field, problem.text) for problem in wrong] == []


def test_items_that_foreigners_use_are_whole_in_english() -> None:
    english = {content.name for content in contents().values() if content.has_english}

    assert {"外国人来华工作许可（境内申请）", "外国人住宿登记", "公司设立登记"} <= english
    assert len(english) >= 6
    for content in contents().values():
        for check in content.checks:
            assert check.question_en
            assert check.advice_en
    assert sum(bool(content.checks) for content in contents().values()) >= 5


def test_each_way_off_the_straight_road_is_shown_by_some_item() -> None:
    handlings = {name: content.handling for name, content in contents().items()}

    purposes = Counter(handling.purpose for handling in handlings.values())
    assert purposes[Purpose.AMEND] >= 1
    assert purposes[Purpose.RENEW] >= 2
    assert purposes[Purpose.CANCEL] >= 1
    ways: dict[str, Callable[[Handling], object]] = {
        "commitment": lambda one: one.commitment and one.commitment.consequence_en,
        "deferral": lambda one: one.deferral_limit,
        "extension": lambda one: one.extension_limit,
        "referral": lambda one: one.upper_body_en,
        "duties": lambda one: one.are_duties_apart,
        "bilingual": lambda one: one.is_bilingual,
    }
    assert [way for way, shows in ways.items() if not any(map(shows, handlings.values()))] == []


def test_what_is_changed_renewed_or_ended_is_granted_by_another_item() -> None:
    granted = {
        result.certificate_code: bool(result.valid_months)
        for content in contents().values()
        if content.handling.purpose is Purpose.NEW
        for result in content.results
    }

    concerned = {code for content in contents().values() for code in concerned_codes(content)}
    assert concerned == {"CERT.FOOD_BUSINESS", "CERT.NURSE", "CERT.WATER_ABSTRACTION"}
    assert {code: granted.get(code) for code in concerned} == dict.fromkeys(concerned, True)


def test_every_department_has_one_head_who_can_extend_a_limit() -> None:
    departments = [body for body in organisations().values() if body["kind"] == OrganisationKind.DEPARTMENT.value]

    heads = Counter(
        body["name"] for body in departments for post in body["posts"] if post["role"] == Role.AGENCY_HEAD.value
    )
    assert heads == {body["name"]: 1 for body in departments}


def test_deputies_are_colleagues_who_do_not_hold_the_post() -> None:
    staff = {person["staff_no"]: person for person in load("people.json")["staff"]}

    covered = [(body["name"], post) for body in organisations().values() for post in body["posts"] if "deputy" in post]
    deputies = [(name, post["title"], staff[post["deputy"]]) for name, post in covered]
    assert len(deputies) == 2
    assert all(person["organisation"] == name and person["post"] != title for name, title, person in deputies)


def test_every_chief_representative_has_a_letter_for_some_items_of_the_body() -> None:
    staff = {person["staff_no"]: person for person in load("people.json")["staff"]}
    codes: dict[str, set[str]] = {}
    for item in envelopes().values():
        codes.setdefault(item["department"], set()).add(item["task_code"] or item["local_code"])

    lettered = set()
    for body in organisations().values():
        for letter in body.get("letters", ()):
            holder = staff[letter["holder"]]
            assert (holder["organisation"], holder["post"]) == (body["name"], letter["post"])
            assert set(letter["items"]) < codes[body["name"]]
            assert set(letter["rights"]) < {right.value for right in LETTER_RIGHTS}
            lettered.add((body["name"], letter["post"]))
    representatives = {
        (body["name"], post["title"])
        for body in organisations().values()
        for post in body["posts"]
        if post["role"] == Role.CHIEF_REPRESENTATIVE.value
    }
    assert lettered == representatives
    assert len(lettered) == 1
