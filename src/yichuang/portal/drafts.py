"""The pages of a draft: which there are, what is wrong on each, whether it can still be submitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import DraftView
from yichuang.cases.rules import asked_fields, asked_materials, check_form, excused, may_commit, missing_materials
from yichuang.catalogue.errors import ItemNotOpenError
from yichuang.catalogue.queries import is_open_for_cases, published_version
from yichuang.catalogue.rules import FieldGroup, FormField, Purpose
from yichuang.core.digests import canonical_json, sm3_hex
from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.core.problems import filled
from yichuang.portal.forms import party_problems
from yichuang.portal.words import local
from yichuang.ui.parts import Step, StepState

APPLICANT, ABOUT, COMMITMENT, MATERIALS, CHECK = "applicant", "about", "commitment", "materials", "check"
_PLACES = {APPLICANT: -1, ABOUT: 0, COMMITMENT: 1_000, MATERIALS: 1_001, CHECK: 1_002}
_SEEN_LENGTH = 16
_ADD_MATERIAL = gettext_noop("Please add a file or a photo.")


class Standing(StrEnum):
    """Whether a draft can be submitted: yes; after it has moved to the newest version; not now."""

    OPEN = "open"
    RENEWED = "renewed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a draft; `number` is the group's place from 1 for a page of questions, 0 otherwise."""

    slug: str
    title: str
    url: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps a draft from being submitted: on which page, at which place, and why."""

    slug: str
    url: str
    text: str


def standing(draft: DraftView) -> Standing:
    """Whether the draft can be submitted as things are now. Reads afresh."""
    if not draft.is_outdated:
        return Standing.OPEN if is_open_for_cases(draft.version.id) else Standing.CLOSED
    try:
        published_version(draft.version.item_code)
    except ItemNotOpenError:
        return Standing.CLOSED
    return Standing.RENEWED


def pages(draft: DraftView) -> tuple[Page, ...]:
    """The pages of the draft in order; pages on which nothing is asked of this applicant are left out."""
    content = draft.version.content
    found = [Page(APPLICANT, gettext("Who applies"), reverse("portal:draft_applicant", args=[draft.key]))]
    if content.handling.purpose is not Purpose.NEW:
        found.append(Page(ABOUT, gettext("What it is about"), reverse("portal:draft_about", args=[draft.key])))
    asked = {question.id for question in asked_fields(content, draft.form)}
    for number, group in enumerate(content.form, start=1):
        if any(question.id in asked for question in group.fields):
            url = reverse("portal:draft_answers", args=[draft.key, number])
            found.append(Page(f"form-{number}", local(group, "title"), url, number))
    if may_commit(content):
        url = reverse("portal:draft_commitment", args=[draft.key])
        found.append(Page(COMMITMENT, gettext("How it is decided"), url))
    if asked_materials(content, draft.form):
        found.append(Page(MATERIALS, gettext("Materials"), reverse("portal:draft_materials", args=[draft.key])))
    found.append(Page(CHECK, gettext("Check and submit"), reverse("portal:draft_check", args=[draft.key])))
    return tuple(found)


def asked_groups(draft: DraftView) -> list[tuple[int, FieldGroup, list[FormField]]]:
    """The groups with the questions that are asked of this applicant, each with its place from 1."""
    asked = asked_fields(draft.version.content, draft.form)
    groups = enumerate(draft.version.content.form, start=1)
    found = [(number, group, [one for one in group.fields if one in asked]) for number, group in groups]
    return [(number, group, questions) for number, group, questions in found if questions]


def faults(draft: DraftView) -> list[Fault]:
    """Everything that keeps the draft from being submitted, in the order of its pages."""
    content, of_slug = draft.version.content, {page.slug: page for page in pages(draft)}
    found = [_fault(of_slug[APPLICANT], f"party-{one.field}", one, gettext(_LABELS.get(one.field, "")))
             for one in party_problems(draft.party)]  # fmt: skip
    problems = {one.field: one for one in check_form(content, draft.form)[1]}
    for number, _group, questions in asked_groups(draft):
        page = of_slug[f"form-{number}"]
        found += [
            _fault(page, f"answer-{one.id}", problems[one.id], local(one, "label"))
            for one in questions
            if one.id in problems
        ]
    for material in missing_materials(content, given_codes(draft), draft.form):
        problem = FieldProblem(material.code, "cases.material_missing", _ADD_MATERIAL)
        found.append(_fault(of_slug[MATERIALS], f"material-{material.code}", problem, local(material, "name")))
    return found


def given_codes(draft: DraftView) -> list[str]:
    """The codes of the materials that are there, and of those that need not be there now."""
    given = [code for code, files in draft.materials.items() if files]
    return [*given, *excused(draft.version.content, draft.later, is_on_commitment=draft.is_on_commitment)]


def first_open(draft: DraftView) -> Page:
    """The first page on which something is missing or wrong; the last one if nothing is."""
    wrong = {fault.slug for fault in faults(draft)}
    there = pages(draft)
    return next((page for page in there if page.slug in wrong), there[-1])


def page_of(draft: DraftView, slug: str) -> Page | None:
    """The page of that name; None when nothing is asked there."""
    return next((page for page in pages(draft) if page.slug == slug), None)


def next_page(draft: DraftView, slug: str) -> Page:
    """The page after that one; the last page follows itself."""
    there = pages(draft)
    after = [page for page in there if _order(page.slug) > _order(slug)]
    return after[0] if after else there[-1]


def previous_page(draft: DraftView, slug: str) -> Page | None:
    """The page before that one, None before the first."""
    before = [page for page in pages(draft) if _order(page.slug) < _order(slug)]
    return before[-1] if before else None


def steps(draft: DraftView, slug: str) -> list[Step]:
    """Where the applicant stands; what was done, and what can be done next, can be gone to."""
    wrong = {fault.slug for fault in faults(draft)}
    there = pages(draft)
    first = next((at for at, page in enumerate(there) if page.slug in wrong), len(there) - 1)
    found = []
    for at, page in enumerate(there):
        state = StepState.DONE if page.slug not in wrong and page.slug != CHECK else StepState.AHEAD
        if _order(page.slug) > _order(slug) and at > first:
            state = StepState.AHEAD
        is_current = page.slug == slug
        can_go = at <= first or state is StepState.DONE
        found.append(Step(page.title, StepState.CURRENT if is_current else state, url=page.url if can_go else ""))
    return found


def seen(draft: DraftView, slug: str) -> str:
    """A digest of what the draft holds for the page: unchanged as long as nobody saved another answer there."""
    held: Mapping[str, object] = draft.party
    if slug != APPLICANT:
        number = int(slug.rpartition("-")[2])
        held = {one.id: draft.form.get(one.id, "") for one in draft.version.content.form[number - 1].fields}
    return sm3_hex(canonical_json(dict(held)))[:_SEEN_LENGTH]


def _order(slug: str) -> int:
    return _PLACES[slug] if slug in _PLACES else int(slug.rpartition("-")[2])


def _fault(page: Page, place: str, problem: FieldProblem, label: str) -> Fault:
    text = filled(problem.text, problem.details)
    told = gettext("{label}: {text}").format(label=label, text=text) if label else text
    return Fault(page.slug, f"{page.url}?check=1#id_{place}", told)


_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "name": gettext_noop("Name"),
        "identity_no": gettext_noop("Number of the document"),
        "phone": gettext_noop("Phone number"),
    }
)
