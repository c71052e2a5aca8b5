"""Cases as rows of a table: what is to be done next, by when, and who has it."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseRow
from yichuang.cases.rules import OPEN_STATES, next_duty
from yichuang.deadlines.rules import WorkCalendar
from yichuang.staffdesk.forms.fields import in_language
from yichuang.staffdesk.views.shown import STATE_TONES, due_words, label, moment
from yichuang.ui.parts import Cell, Column, Row, Sort, Tone


def columns(*, has_department: bool, sort_urls: Sequence[str] = (), order: str = "") -> list[Column]:
    """The heads: number, item, department, applicant, next step, due, who has it, submitted. Three of them can sort."""
    due, newest, number = sort_urls or ("", "", "")
    return [
        Column(gettext("Case number"), sort_url=number, sort=Sort.ASCENDING if order == "number" else Sort.NONE),
        Column(gettext("Item")),
        *([Column(gettext("Department"))] if has_department else []),
        Column(gettext("Applicant")),
        Column(gettext("State")),
        Column(gettext("To do next")),
        Column(gettext("Due"), sort_url=due, sort=Sort.ASCENDING if order == "due" else Sort.NONE),
        Column(gettext("Who has it"), is_short=True),
        Column(gettext("Submitted at"), sort_url=newest, sort=Sort.DESCENDING if order == "newest" else Sort.NONE),
    ]


def row(case: CaseRow, calendar: WorkCalendar | None, *, has_department: bool, can_choose: bool = False) -> Row:
    """One case; `can_choose` gives it a box."""
    due = due_words(case.next_due_on, calendar)
    is_corrected, has_opinion = case.corrections > 0, case.opinions > 0
    duty = next_duty(case.state, case.case_type, case.next_due_on, is_corrected=is_corrected, has_opinion=has_opinion)
    cells: list[Cell | str | int] = [
        Cell(case.case_no, url=reverse("staffdesk:case", args=[case.case_no])),
        in_language(case.item_name, case.item_name_en),
        *([case.organisation_name] if has_department else []),
        case.party_name,
        Cell(label(case.state), tone=STATE_TONES[case.state]),
        Cell(label(duty.code), note=label(case.due_kind)),
        Cell(due.text, tone=due.tone, note=str(case.next_due_on)) if due else Cell("–"),
        case.handler_name or (gettext("Nobody yet") if case.state in OPEN_STATES else "–"),
        moment(case.submitted_at),
    ]
    is_late = due is not None and due.tone is Tone.BAD
    return Row(tuple(cells), is_marked=is_late, key=case.case_no if can_choose else "")
