"""The clocks of a case as bars: counted and stopped spans to scale, today, and every due date that it has or had.

Shapes are in per cent of the bar's width, so that it is drawn right at every width and on paper. Each shape is told in words
beside it; patterns and marks differ, not only colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, ClockView, DueExplanation, StopView
from yichuang.core import clock
from yichuang.core.errors import gettext_noop
from yichuang.deadlines.rules import Life, Months, Procedure, Term, Unit, WorkCalendar, count_life
from yichuang.staffdesk.views.shown import centre_calendar, counted, label, number_text, term_text

_MONTHS = (gettext_noop("{number} month"), gettext_noop("{number} months"))


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a bar: "used", "left", "stopped", "longer" or "late"."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on a bar: "now", "first" (the original due date) or "due"."""

    kind: str
    x: float


@dataclass(frozen=True, slots=True)
class ClockBar:
    """A clock with everything that it shows: `words` tell each kind of shape, in the order of time."""

    ident: str
    title: str
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]
    words: tuple[tuple[str, str], ...]


def clock_bars(view: CaseView, explained: DueExplanation) -> list[ClockBar]:
    """A bar for each clock of the case: statutory, promised, and the step that it is in."""
    named = [
        ("statutory", gettext("Statutory limit"), explained.statutory),
        ("promised", gettext("Promised limit"), explained.promised),
        ("step", gettext("Step that the case is in"), explained.step),
    ]
    calendar = centre_calendar()
    return [_bar(ident, title, one, view, calendar) for ident, title, one in named if one is not None and calendar]


def limit_text(limit: Term | Months) -> str:
    """A limit in words."""
    return counted(limit.value, *_MONTHS) if isinstance(limit, Months) else term_text(limit)


def _bar(ident: str, title: str, shown: ClockView, view: CaseView, calendar: WorkCalendar) -> ClockBar:
    life, now = shown.life, _now(view)
    expected = [stop.expected_on for stop in view.stops if stop.to_day is None] if life.due_on is None else []
    last = max(filter(None, (life.due_on, life.original_due_on, now, *expected)))
    whole = max(1, (last - life.start_on).days)

    def x(day: date) -> float:
        return round(min(max((day - life.start_on).days, 0), whole) / whole * 100, 2)

    end = life.due_on or last
    plain_end = _without_extension(life, calendar) or end
    spans = [_span("left", x(life.start_on), x(end)), _span("used", x(life.start_on), x(min(now, end)))]
    spans += [_span("longer", x(plain_end), x(end))] if life.extension and life.due_on else []
    spans += [_span("stopped", x(stop.from_day), x(stop.to_day or end)) for stop in life.stops]
    spans += [_span("late", x(end), x(now))] if life.due_on and now > end else []
    is_moved = life.due_on != life.original_due_on
    marks = [Mark("first", x(life.original_due_on))] if is_moved else []
    marks += [Mark("due", x(life.due_on))] if life.due_on else []
    marks.append(Mark("now", x(now)))
    words = _words(shown, view, now)
    return ClockBar(ident, title, tuple(span for span in spans if span.width), tuple(marks), tuple(words))


def _words(shown: ClockView, view: CaseView, now: date) -> list[tuple[str, str]]:
    life = shown.life
    used = max((one.ordinal or 0 for one in shown.days if one.day <= now), default=0)
    told = gettext("From {day}: {used} of {total} counted").format(
        day=life.start_on, used=used, total=limit_text(life.total)
    )
    return [
        ("used", told),
        *(("stopped", _stopped(one)) for one in view.stops if _stops(life, one)),
        *([("longer", _longer(life))] if life.extension else []),
        ("now", _now_words(view, now)),
        *(
            [("first", gettext("Originally due {day}").format(day=life.original_due_on))]
            if life.due_on != life.original_due_on
            else []
        ),
        _due_words(life, now),
    ]


def _stops(life: Life, stop: StopView) -> bool:
    return any(one.from_day == stop.from_day and one.reason == stop.procedure.value for one in life.stops)


def _stopped(stop: StopView) -> str:
    name = label(stop.procedure)
    if stop.to_day is None:
        told = gettext("{procedure}: not counted after {from_day}, expected until {expected}")
        return told.format(procedure=name, from_day=stop.from_day, expected=stop.expected_on)
    told = gettext("{procedure}: not counted after {from_day} until {to_day}")
    return told.format(procedure=name, from_day=stop.from_day, to_day=stop.to_day)


def _longer(life: Life) -> str:
    return gettext("Extended by {term}").format(term=limit_text(life.extension) if life.extension else "")


def _due_words(life: Life, now: date) -> tuple[str, str]:
    if life.due_on is None:
        told = gettext("The clock stands still. {left} left when it resumes.")
        return "left", told.format(left=left_text(life))
    if now > life.due_on:
        return "late", gettext("Due {day}: passed").format(day=life.due_on)
    return "due", gettext("Due {day}").format(day=life.due_on)


def left_text(life: Life) -> str:
    """How much is left of a limit that stands still, in its unit; of months, in days."""
    unit = life.limit.unit if isinstance(life.limit, Term) else Unit.CALENDAR_DAY
    return number_text(life.left or 0, unit)


def _now(view: CaseView) -> date:
    """The day up to which a clock has run: that of the decision or of the end, else today."""
    ended_at = view.decided_at or view.closed_at
    return clock.local(ended_at).date() if ended_at else clock.today()


def _now_words(view: CaseView, now: date) -> str:
    if view.decided_at:
        return gettext("Decided on {day}").format(day=now)
    if view.closed_at:
        return gettext("Closed on {day}").format(day=now)
    return gettext("Today, {day}").format(day=now)


def _without_extension(life: Life, calendar: WorkCalendar) -> date | None:
    if life.extension is None:
        return None
    return count_life(life.start_at, life.limit, calendar, life.stops).due_on


def _span(kind: str, first: float, last: float) -> Span:
    return Span(kind, first, round(max(0.0, last - first), 2))


def procedure_names(note: str) -> str:
    """The note of a stopped day, which names procedures by their codes, in the reader's language."""
    codes = {one.value: one for one in Procedure}
    return gettext(", ").join(label(codes[one]) if one in codes else one for one in note.split("、"))


def binding(bars: Sequence[ClockBar], view: CaseView) -> list[ClockBar]:
    """The bar of the clock that binds, for a page that has no room for all."""
    wanted = "promised" if view.version.content.promised_limit else "statutory"
    return [bar for bar in bars if bar.ident == wanted]
