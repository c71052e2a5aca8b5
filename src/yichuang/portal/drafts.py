"""The pages of a draft: which there are, what is wrong on each, and what can be filled in from what is known."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import DraftView
from yichuang.cases.rules import PartyKind, check_form, missing_materials
from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.core.problems import filled
from yichuang.portal.forms import party_problems
from yichuang.portal.words import local
from yichuang.ui.parts import Step, StepState

APPLICANT, MATERIALS, CHECK = "applicant", "materials", "check"

_KNOWN_OF_ALL: Mapping[str, str] = MappingProxyType({"DE.CONTACT.PHONE": "phone"})
_KNOWN: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        PartyKind.PERSON.value: {
            **_KNOWN_OF_ALL,
            "DE.PERSON.NAME": "name",
            "DE.PERSON.ID_NO": "identity_no",
            "DE.PERSON.PHONE": "phone",
            "DE.CONTACT.NAME": "name",
        },
        PartyKind.ENTERPRISE.value: {**_KNOWN_OF_ALL, "DE.ORG.NAME": "name", "DE.ORG.CREDIT_CODE": "identity_no"},
    }
)


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


def pages(draft: DraftView) -> tuple[Page, ...]:
    """The pages of the draft in order."""
    content = draft.version.content
    found = [Page(APPLICANT, gettext("Who applies"), reverse("portal:draft_applicant", args=[draft.key]))]
    for number, group in enumerate(content.form, start=1):
        url = reverse("portal:draft_answers", args=[draft.key, number])
        found.append(Page(f"form-{number}", local(group, "title"), url, number))
    if content.materials:
        found.append(Page(MATERIALS, gettext("Materials"), reverse("portal:draft_materials", args=[draft.key])))
    found.append(Page(CHECK, gettext("Check and submit"), reverse("portal:draft_check", args=[draft.key])))
    return tuple(found)


def faults(draft: DraftView) -> list[Fault]:
    """Everything that keeps the draft from being submitted, in the order of its pages."""
    content, of_slug = draft.version.content, {page.slug: page for page in pages(draft)}
    found = [_fault(of_slug[APPLICANT], f"party-{one.field}", one) for one in party_problems(draft.party)]
    problems = check_form(content, draft.form)[1]
    for number, group in enumerate(content.form, start=1):
        fields = {question.id for question in group.fields}
        page = of_slug[f"form-{number}"]
        found += [_fault(page, f"answer-{one.field}", one) for one in problems if one.field in fields]
    for material in missing_materials(content, [code for code, files in draft.materials.items() if files]):
        text = gettext_noop("Please add the material “{label}”.")
        details = {"label": local(material, "name")}
        problem = FieldProblem(material.code, "cases.material_missing", text, "", details)
        found.append(_fault(of_slug[MATERIALS], f"material-{material.code}", problem))
    return found


def first_open(draft: DraftView) -> Page:
    """The first page on which something is missing or wrong; the last one if nothing is."""
    wrong = {fault.slug for fault in faults(draft)}
    there = pages(draft)
    return next((page for page in there if page.slug in wrong), there[-1])


def next_page(draft: DraftView, slug: str) -> Page:
    """The page after that one; the last page follows itself."""
    there = pages(draft)
    at = next((place for place, page in enumerate(there) if page.slug == slug), 0)
    return there[min(at + 1, len(there) - 1)]


def previous_page(draft: DraftView, slug: str) -> Page | None:
    """The page before that one, None before the first."""
    there = pages(draft)
    at = next((place for place, page in enumerate(there) if page.slug == slug), 0)
    return there[at - 1] if at else None


def steps(draft: DraftView, slug: str) -> list[Step]:
    """Where the applicant stands."""
    wrong = {fault.slug for fault in faults(draft)}
    found = []
    is_ahead = False
    for page in pages(draft):
        state = StepState.AHEAD if is_ahead or page.slug in wrong else StepState.DONE
        found.append(Step(page.title, StepState.CURRENT if page.slug == slug else state))
        is_ahead = is_ahead or page.slug == slug
    return found


def with_known_answers(draft: DraftView) -> DraftView:
    """The draft with questions that were never answered filled in from the applicant's data. Law: OSR 7."""
    known = _KNOWN.get(draft.party.get("kind", ""), _KNOWN_OF_ALL)
    offered = {
        question.id: draft.party.get(known[question.element], "")
        for question in draft.version.content.fields
        if question.element in known and question.id not in draft.form
    }
    return replace(draft, form={**offered, **draft.form})


def _fault(page: Page, place: str, problem: FieldProblem) -> Fault:
    return Fault(page.slug, f"{page.url}?check=1#id_{place}", filled(problem.text, problem.details))
