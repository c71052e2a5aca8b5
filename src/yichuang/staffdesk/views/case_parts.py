"""The parts of a case as components want them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import Answer, CaseView, KeptCorrection, LedgerView, PartyView, answers_of
from yichuang.cases.rules import Act, Opinion
from yichuang.catalogue.rules import FieldKind, FormField, ItemContent
from yichuang.core.actor import ActorKind
from yichuang.documents.queries import PaperView, UploadView
from yichuang.staffdesk.forms.correcting import Prepared
from yichuang.staffdesk.forms.fields import in_language
from yichuang.staffdesk.views.particulars import particulars
from yichuang.staffdesk.views.shown import day, label, law_texts, moment, whole
from yichuang.ui.parts import Cell, Column, Definition, FileLink, Moment, Row, Step, StepState, Tone

_SHORT = 12


def steps(view: CaseView) -> list[Step]:
    """How far the case has come."""
    marks = [
        (gettext("Submission"), view.submitted_at),
        (gettext("Receipt"), view.received_at),
        (gettext("Refusal to accept"), view.closed_at)
        if view.closed_at and not view.accepted_at
        else (gettext("Acceptance"), view.accepted_at),
        (gettext("Decision"), view.decided_at),
        (gettext("Delivery"), view.closed_at if view.decided_at else None),
    ]
    if view.closed_at and not view.accepted_at:
        marks = [mark for mark in marks[:3] if mark[1]]
    done = sum(1 for _name, at in marks if at)
    return [
        Step(
            name,
            StepState.DONE if at else (StepState.CURRENT if place == done else StepState.AHEAD),
            moment(at),
        )
        for place, (name, at) in enumerate(marks)
    ]


def dates(view: CaseView) -> list[Definition]:
    """The days of the case that are known."""
    provisional = gettext("Provisional: a calendar year is not confirmed yet.") if view.is_due_provisional else ""
    known = [
        Definition(gettext("Kind of handling"), label(view.case_type)),
        Definition(gettext("Came in"), f"{label(view.channel)} · {moment(view.submitted_at)}"),
        Definition(gettext("Promised due date"), day(view.promised_due_on), note=provisional),
        Definition(gettext("Statutory due date"), day(view.statutory_due_on), note=provisional),
        Definition(gettext("Number of the decision"), view.certificate_no),
        Definition(gettext("Valid until"), day(view.valid_until)),
    ]
    return [one for one in known if one.detail]


def party(shown: PartyView) -> list[Definition]:
    """Who applies."""
    return [
        Definition(gettext("Who applies"), label(shown.kind)),
        Definition(gettext("Name"), shown.name),
        Definition(label(shown.identity_type), shown.identity_no),
        Definition(gettext("Phone number"), shown.phone),
    ]


def answer_groups(view: CaseView, answers: Sequence[Answer]) -> list[tuple[str, list[Definition]]]:
    """The answers under the headings of the form; groups without any are left out."""
    given = {one.field: one for one in answers}
    groups = [
        (
            in_language(group.title, group.title_en),
            [
                Definition(in_language(field.label, field.label_en), _answer(field, given[field.id].value))
                for field in group.fields
                if field.id in given and given[field.id].value
            ],
        )
        for group in view.version.content.form
    ]
    return [(title, found) for title, found in groups if found]


def _answer(field: FormField, told: str) -> str:
    """An answer as it was told; the names of choices in the reader's language."""
    if field.kind is FieldKind.YES_NO:
        return {"是": gettext("Yes"), "否": gettext("No")}.get(told, told)
    names = {choice.label: in_language(choice.label, choice.label_en) for choice in field.choices}
    return gettext(", ").join(names.get(one, one) for one in told.split("、")) if names else told


def prepared_of(content: ItemContent, kept: KeptCorrection) -> Prepared:
    """What the applicant prepared online for a correction, in words; personal data masked."""
    questions = {field.id: field for field in content.fields}
    names = {one.code: in_language(one.name, one.name_en) for one in content.materials}
    return Prepared(
        answers=[
            Definition(in_language(one.label, one.label_en), _answer(questions[one.field], one.value))
            for one in answers_of(content, kept.form, is_masked=True)
        ],
        files=[
            gettext(": ").join((names.get(code, code), upload.name))
            for code, uploads in kept.materials.items()
            for upload in uploads
        ],
        papers=[names.get(code, code) for code in kept.papers if code not in kept.materials],
    )


def opinions(view: CaseView) -> list[Moment]:
    """What the reviewers proposed, for whoever decides."""
    return [
        Moment(
            title=label(Opinion(str(row.details["opinion"]))),
            at=row.at,
            who=" · ".join(part for part in (row.actor_name, row.post_title) if part),
            text=row.reason,
            tone=Tone.GOOD if row.details["opinion"] == Opinion.GRANT.value else Tone.BAD,
        )
        for row in view.ledger
        if row.act is Act.REVIEW and "opinion" in row.details
    ]


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file that was handed in: where it is fetched, and how it is looked at: images and PDFs within the page."""

    id: int
    name: str
    size: int
    url: str
    look_url: str
    is_image: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class MaterialShown:
    """A material of the checklist with what came for it."""

    name: str
    is_shared: bool
    is_made: bool
    is_required: bool
    is_given: bool
    files: tuple[FileShown, ...]


def materials_with_viewer(request: HttpRequest, view: CaseView) -> dict[str, object]:
    """The checklist, and the file that is looked at."""
    chosen = whole(request.GET.get("file"))
    materials = [
        MaterialShown(
            in_language(one.name, one.name_en),
            one.is_shared,
            one.is_made,
            one.is_required,
            one.is_given,
            tuple(_file(view, upload, chosen) for upload in one.uploads),
        )
        for one in view.materials
    ]
    shown = next((file for one in materials for file in one.files if file.is_current and file.look_url), None)
    return {"materials": materials, "viewed": shown}


def _file(view: CaseView, upload: UploadView, chosen: int | None) -> FileShown:
    url = reverse("staffdesk:file", args=[view.case_no, upload.id])
    is_image, is_pdf = upload.media_type.startswith("image/"), upload.media_type == "application/pdf"
    page_url = reverse("staffdesk:case", args=[view.case_no])
    look_url = f"{page_url}?file={upload.id}#viewer" if is_image or is_pdf else ""
    return FileShown(upload.id, upload.name, upload.size, url, look_url, is_image, upload.id == chosen)


def papers(view: CaseView, *, is_newest: bool = False) -> list[FileLink]:
    """The papers that were issued, or only those of the last act."""
    chosen = [paper for paper in view.papers if not is_newest or paper.id in _of_last_act(view)]
    return [_paper(view.case_no, paper) for paper in chosen]


def ledger(view: CaseView) -> dict[str, object]:
    """The ledger as a table, the newest row last."""
    names = [gettext("No."), gettext("Time"), gettext("Act"), gettext("Who"), gettext("Reasons and particulars")]
    names += [gettext("Legal ground"), gettext("Digest")]
    return {
        "columns": [Column(name, is_number=place == 0) for place, name in enumerate(names)],
        "rows": [_ledger_row(row) for row in view.ledger],
    }


def _ledger_row(row: LedgerView) -> Row:
    who = row.actor_name or (gettext("Applicant") if row.actor_kind == ActorKind.APPLICANT.value else gettext("System"))
    state = label(row.after) if row.before == row.after else f"{label(row.before) or '–'} → {label(row.after)}"
    return Row(
        (
            row.seq,
            moment(row.at),
            Cell(label(row.act), note=state),
            Cell(who, note=row.post_title),
            particulars(row),
            gettext("; ").join(law_texts(row.law)),
            row.digest[:_SHORT],
        )
    )


def _of_last_act(view: CaseView) -> set[object]:
    numbers = view.ledger[-1].details.get("papers")
    return {one["id"] for one in numbers} if isinstance(numbers, list) else set()


def _paper(case_no: str, paper: PaperView) -> FileLink:
    url = reverse("staffdesk:paper", args=[case_no, paper.id])
    return FileLink(f"{in_language(*paper.title)} {paper.number}", url, note=moment(paper.issued_at))
