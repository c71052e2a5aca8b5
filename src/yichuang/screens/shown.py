"""What stands on a screen, as parts of a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, DraftView
from yichuang.cases.rules import asked_fields, asked_materials
from yichuang.catalogue.rules import Material, SourceChannel
from yichuang.feedback.rules import TAGS, Level, RatingChannel
from yichuang.hall.rules import MATERIALS, OTHER, PARTY
from yichuang.identity.rules import IdentityType
from yichuang.screens.words import answer_text, due_label, fee_text, local, term_text


@dataclass(frozen=True, slots=True)
class Line:
    """A thing and what was entered for it; `is_missing` where nothing was."""

    term: str
    detail: str
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an application, by the name under which it can be called wrong."""

    name: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """A level of satisfaction to be touched."""

    value: int
    label: str
    is_bad: bool


def draft_context(draft: DraftView, objection: str) -> dict[str, object]:
    """The draft whole: it is shown to whom it is about."""
    content, parts = draft.version.content, parts_of(draft)
    return {
        "item_name": local(content, "name") or draft.version.name,
        "facts": [line for line in (_fee(draft), _limit(draft)) if line.detail],
        "parts": parts,
        "choices": [*((part.name, part.title) for part in parts), (OTHER, gettext("Something else"))],
        "objection": next((part.title for part in parts if part.name == objection), ""),
    }


def parts_of(draft: DraftView) -> list[Part]:
    """Applicant, groups of questions and materials; what is not asked, or need not be answered and was not, is left out."""
    content = draft.version.content
    asked = {field.id for field in asked_fields(content, draft.form)}
    parts = [Part(PARTY, gettext("Who applies"), tuple(_party(draft)))]
    for number, group in enumerate(content.form, start=1):
        answers = [
            (question, answer_text(question, draft.form.get(question.id, "")))
            for question in group.fields
            if question.id in asked
        ]
        lines = [
            _line(local(question, "label"), answer) for question, answer in answers if answer or question.is_required
        ]
        if lines:
            parts.append(Part(f"form-{number}", local(group, "title"), tuple(lines)))
    if materials := asked_materials(content, draft.form):
        parts.append(Part(MATERIALS, gettext("Materials"), tuple(_materials(draft, materials))))
    return parts


def receipt_context(case: CaseView) -> dict[str, object]:
    """The receipt of a case: its number, where its code leads, and until when something happens."""
    try:
        path = reverse("portal:case", args=[case.case_no])
    except NoReverseMatch:
        path = ""
    return {
        "case_no": case.case_no,
        "case_url": f"{settings.PUBLIC_BASE_URL.rstrip('/')}{path}",
        "item_name": local(case.version.content, "name") or case.item_name,
        "due_label": due_label(case.state),
        "due_on": case.next_due_on,
    }


def rate_context(case: CaseView) -> dict[str, object]:
    """What may be said of the visit."""
    return {
        "item_name": local(case.version.content, "name") or case.item_name,
        "faces": [Face(level.value, gettext(level.label), level.is_bad) for level in Level],
        "marks": [
            (is_bad, [(tag.value, gettext(tag.label)) for tag in tags])
            for is_bad, tags in TAGS[RatingChannel.WINDOW].items()
        ],
    }


def _fee(draft: DraftView) -> Line:
    return Line(gettext("Fee"), fee_text(draft.version.content))


def _limit(draft: DraftView) -> Line:
    return Line(gettext("Time limit"), term_text(draft.version.content.promised_limit))


def _party(draft: DraftView) -> Iterable[Line]:
    known = {kind.value: kind for kind in IdentityType}
    kind = known.get(draft.party.get("identity_type", ""), IdentityType.RESIDENT_CARD)
    yield _line(gettext("Name"), draft.party.get("name", ""))
    yield _line(gettext(kind.label), draft.party.get("identity_no", ""))
    yield _line(gettext("Phone number"), draft.party.get("phone", ""))


def _materials(draft: DraftView, materials: Sequence[Material]) -> Iterable[Line]:
    for material in materials:
        name = local(material, "name")
        if material.source is SourceChannel.SHARED:
            yield Line(name, gettext("Obtained by data sharing, you need not bring it"))
        elif material.source is SourceChannel.ANSWERS:
            yield Line(name, gettext("Made from the answers, you need not bring it"))
        elif material.code not in draft.materials:
            yield Line(name, gettext("Not handed in yet"), is_missing=True)
        else:
            files = [upload.name for upload in draft.materials[material.code]]
            yield Line(name, gettext(", ").join(files) or gettext("Handed in on paper"))


def _line(term: str, detail: str) -> Line:
    return Line(term, detail or gettext("Not filled in yet"), is_missing=not detail)
