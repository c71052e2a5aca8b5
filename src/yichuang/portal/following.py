"""What the pages of one's cases tell besides the plain facts: who must act, new messages, what can be done."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseRow, CaseView, DraftRow, Ending, OwnDuty, last_row
from yichuang.cases.rules import CLOSED_STATES, Act, Duty, DutyCode, State, Who, next_duty
from yichuang.core import clock
from yichuang.core.errors import gettext_noop
from yichuang.correspondence.queries import NoticeRow
from yichuang.correspondence.rules import NoticeKind
from yichuang.documents.queries import PaperView
from yichuang.portal import words
from yichuang.portal.happenings import reason_text
from yichuang.portal.outcomes import outcome_of
from yichuang.portal.standings import STANDINGS
from yichuang.ui.parts import Definition, FileLink, Tone

NO_DUTIES: Mapping[str, OwnDuty] = MappingProxyType({})
NO_ENDINGS: Mapping[str, Ending] = MappingProxyType({})
HEARING_HELD = gettext_noop("The hearing is held by")
_DUE_LABELS = {
    DutyCode.AWAIT_HEARING: gettext_noop("A hearing can be asked for until"),
    DutyCode.HOLD_HEARING: HEARING_HELD,
}
_OWN = {
    Act.SUPPLY: gettext_noop("Bring what you promised to bring later"),
    Act.ASK_HEARING: gettext_noop("Ask for a hearing, if you want one"),
}
_ENDING = frozenset({Act.REFUSE, Act.DENY, Act.NOT_REQUIRED, Act.TERMINATE, Act.LAPSE})
_YOU = {
    State.CORRECTION_REQUESTED: gettext_noop("Correct what the notice lists"),
}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    row: CaseRow
    name: str
    is_foreign: bool
    url: str
    tone: Tone
    state: str
    next: str
    due_label: str
    due_on: date | None
    is_mine: bool
    is_overdue: bool
    messages: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list, with what is to be filled in next."""

    row: DraftRow
    name: str
    next: str


def case_lines(
    rows: Iterable[CaseRow],
    news: Sequence[NoticeRow],
    own: Mapping[str, OwnDuty] = NO_DUTIES,
    endings: Mapping[str, Ending] = NO_ENDINGS,
) -> list[CaseLine]:
    """The rows with what is new in each.

    `own` is what the applicant has to do besides what the state says, `endings` what came of the cases.
    """
    new = Counter(one.case_no for one in news)
    written = Counter(one.case_no for one in news if one.kind is NoticeKind.MESSAGE)
    lines = []
    for row in rows:
        ending = endings.get(row.case_no, Ending())
        line = _case_line(row, own.get(row.case_no), ending, written[row.case_no], is_new=row.case_no in new)
        lines.append(_with_hearing(line, ending.hear_by))
    return lines


def _with_hearing(line: CaseLine, hear_by: date | None) -> CaseLine:
    """The line with the hearing that comes before the decision."""
    if hear_by is None or line.row.state is not State.IN_REVIEW:
        return line
    duty = gettext(DutyCode.HOLD_HEARING.label)
    is_late = clock.today() > hear_by
    return replace(line, next=duty, due_label=gettext(HEARING_HELD), due_on=hear_by, is_overdue=is_late)


def is_closed(state: State) -> bool:
    """Whether nothing more will happen that concerns the applicant."""
    return state in CLOSED_STATES


def draft_lines(rows: Iterable[DraftRow]) -> list[DraftLine]:
    """The drafts with what is to be filled in next."""
    return [DraftLine(row, words.local(row, "item_name"), _draft_next(row)) for row in rows]


def duty_text(duty: Duty, state: State) -> str:
    """What is done next, as the applicant is told."""
    if duty.who is Who.APPLICANT and state in _YOU:
        return gettext(_YOU[state])
    return gettext(duty.code.label)


def due_label(duty: Duty, state: State) -> str:
    """What happens by the day of the duty; empty where no day is set."""
    label = _DUE_LABELS.get(duty.code, STANDINGS[state].due_label)
    return gettext(label) if label and duty.due_on is not None else ""


def facts_of(view: CaseView) -> list[Definition]:
    """Number, channel and the dates of the case."""
    instants = [
        (gettext("Submitted on"), view.submitted_at),
        (gettext("Received on"), view.received_at),
        (gettext("Accepted on"), view.accepted_at),
        (gettext("Decided on"), view.decided_at),
        (gettext("Closed on"), view.closed_at),
    ]
    return [
        Definition(gettext("Case number"), view.case_no),
        Definition(gettext("How it came in"), gettext(view.channel.label)),
        *(Definition(term, f"{clock.local(at):%Y-%m-%d %H:%M}") for term, at in instants if at is not None),
    ]


def paper_link(view: CaseView, paper: PaperView) -> FileLink:
    """A paper of the case, to be fetched."""
    issued_on = clock.local(paper.issued_at).date()
    note = gettext("{number}, issued {day}").format(number=paper.number, day=issued_on)
    return FileLink(words.title(paper.title), paper_url(view, paper), note=note)


def paper_url(view: CaseView, paper: PaperView) -> str:
    """Where a paper of the case is fetched."""
    return reverse("portal:paper", args=[view.case_no, paper.id])


def reason_of(view: CaseView) -> str:
    """Why the application was not accepted, not granted or closed, as the notice or decision says; empty when it was not."""
    row = last_row(view.ledger, *_ENDING)
    return reason_text(row) if row is not None else ""


def missing_of(view: CaseView) -> list[dict[str, str]]:
    """What the notice in the ledger lists: item, problem, remedy. Law: ALL 32(4)."""
    row = last_row(view.ledger, Act.REQUEST_CORRECTION)
    listed = row.details.get("missing") if row is not None and view.state is State.CORRECTION_REQUESTED else None
    return [{**one, "item": named_in(view, one["item"])} for one in listed] if isinstance(listed, list) else []


def named_in(view: CaseView, name: str) -> str:
    """The material or question of that name in the reader's language; as it is where the guide has no other name for it."""
    if not words.is_english():
        return name
    content = view.version.content
    names = {one.name: one.name_en for one in content.materials} | {one.label: one.label_en for one in content.fields}
    return names.get(name.strip()) or name


def _case_line(row: CaseRow, own: OwnDuty | None, ending: Ending, messages: int, *, is_new: bool) -> CaseLine:
    duty = next_duty(row.state, row.case_type, row.next_due_on, is_corrected=bool(row.corrections))
    outcome = outcome_of(row.state, ending)
    due_on, is_overdue, by = duty.due_on, duty.is_overdue(clock.today()), due_label(duty, row.state)
    told = "" if is_closed(row.state) else duty_text(duty, row.state)
    if own is not None:
        due_on, is_overdue, by = own.due_on, False, gettext("To be done by")
        told = gettext(_OWN[own.act])
    return CaseLine(
        row=row,
        name=words.local(row, "item_name"),
        is_foreign=words.is_foreign(row, "item_name"),
        url=reverse("portal:case", args=[row.case_no]),
        tone=outcome.tone,
        state=outcome.badge,
        next=told,
        due_label=by,
        due_on=due_on,
        is_mine=duty.who is Who.APPLICANT or own is not None,
        is_overdue=is_overdue,
        messages=messages,
        is_new=is_new,
    )


def _draft_next(row: DraftRow) -> str:
    if row.is_outdated:
        return gettext("The guide has changed since; your answers are carried over when you go on.")
    if row.next_group is not None:
        return gettext("Next: the questions still open")
    return gettext("Next: the materials") if row.lacks_materials else gettext("Next: check and submit")
