"""The parts of a case as components want them."""

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, LedgerView, PartyView
from yichuang.cases.rules import DeliveryMethod, Opinion
from yichuang.core.actor import ActorKind
from yichuang.documents.queries import PaperView
from yichuang.staffdesk.views.shown import day, label, law_text, moment
from yichuang.ui.parts import Cell, Column, Definition, FileLink, Row, Step, StepState

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


def materials(view: CaseView) -> list[tuple[str, bool, bool, list[FileLink]]]:
    """Each material of the checklist: its name, whether it is shared and not asked for, whether it was handed in, its files."""
    return [
        (
            material.name,
            material.is_shared,
            material.is_given,
            [
                FileLink(upload.name, reverse("staffdesk:file", args=[view.case_no, upload.id]), upload.size)
                for upload in material.uploads
            ],
        )
        for material in view.materials
    ]


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
            gettext("; ").join(law_text(key) for key in row.law),
            row.digest[:_SHORT],
        )
    )


def particulars(row: LedgerView) -> str:
    """The reasons of an act and what else the ledger says of it, in words."""
    told = [row.reason]
    details = row.details
    if "opinion" in details:
        told.insert(0, label(Opinion(str(details["opinion"]))))
    if "method" in details:
        told += [label(DeliveryMethod(str(details["method"]))), str(details.get("receiver", ""))]
    if details.get("proper_body"):
        told.append(gettext("Competent: {body}").format(body=details["proper_body"]))
    missing = details.get("missing")
    if isinstance(missing, list):
        told += [_missing(one) for one in missing]
    numbers = details.get("papers")
    if isinstance(numbers, list):
        told += [str(one["number"]) for one in numbers]
    return gettext("; ").join(text for text in told if text)


def _missing(one: dict[str, str]) -> str:
    wrong = gettext(": ").join(part for part in (one["item"], one["problem"]) if part)
    return " → ".join(part for part in (wrong, one.get("remedy", "")) if part)


def _of_last_act(view: CaseView) -> set[object]:
    numbers = view.ledger[-1].details.get("papers")
    return {one["id"] for one in numbers} if isinstance(numbers, list) else set()


def _paper(case_no: str, paper: PaperView) -> FileLink:
    url = reverse("staffdesk:paper", args=[case_no, paper.id])
    return FileLink(f"{label(paper.kind)} {paper.number}", url, note=moment(paper.issued_at))
