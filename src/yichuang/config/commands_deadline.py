"""`yichuang deadline`: any life of a limit, day by day.

It counts with the centre's calendar; where there is no database, with the national calendars that come with the software.
"""

import argparse
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext

from yichuang.config.cli import refuse, show, table
from yichuang.core import clock
from yichuang.core.errors import FieldProblem, InvalidError, gettext_noop
from yichuang.deadlines import rules
from yichuang.deadlines.errors import NoCalendarError
from yichuang.deadlines.queries import calendar_for
from yichuang.deadlines.services import published_calendar
from yichuang.organisations.rules import check_region_code

_WRONG_CALL = 2


def deadline(options: argparse.Namespace) -> int:
    """Compute and explain one due date; wrong input is named and ends with the status of a wrong call."""
    try:
        start, limit = _instant(options.start), rules.limit_from(options.term)
        extension = rules.limit_from(options.extend) if options.extend else None
        stops = [rules.Stop.parse(text) for text in options.stop]
        calendar, source = _calendar(check_region_code(options.region or settings.REGION_CODE))
        holding = rules.stops_of(stops, rules.Clock(options.clock)) if options.clock else stops
        life = rules.count_life(start, limit, calendar, holding, extension)
    except InvalidError as error:
        return refuse(error, options, _WRONG_CALL)
    told = rules.explain(life, calendar)
    days = [{**day, "reason": gettext(str(day["reason"]))} for day in told["days"]]  # type: ignore[attr-defined]
    noted = [_noted(stop, holds=stop in holding) for stop in stops]
    answer = {**told, "clock": options.clock, "calendar": source, "stops": noted, "days": days}
    show(options, answer, "\n".join([*_words(life, source, noted), table([_row(day) for day in days])]))
    return 0


def _instant(text: str) -> datetime:
    problem = gettext_noop("Give an instant such as 2026-09-25T16:30.")
    refusal = InvalidError([FieldProblem("from", "deadline.instant", problem, text)])
    try:
        start = datetime.fromisoformat(text)
    except ValueError as error:
        raise refusal from error
    if not rules.EARLIEST <= start.year <= rules.LATEST:
        raise refusal
    return start if start.tzinfo else start.replace(tzinfo=clock.zone())


def _calendar(region_code: str) -> tuple[rules.WorkCalendar, str]:
    """The calendar to count with, and whether it is the region's in the database or the published national one."""
    try:
        return calendar_for(region_code), "region"
    except (DatabaseError, NoCalendarError):
        return published_calendar(), "published"


def _noted(stop: rules.Stop, *, holds: bool) -> dict[str, object]:
    return {
        "from": stop.from_day.isoformat(),
        "to": stop.to_day.isoformat() if stop.to_day else None,
        "reason": stop.reason,
        "stops": holds,
    }


def _words(life: rules.Life, source: str, stops: Sequence[dict[str, object]]) -> list[str]:
    """What is said above the days."""
    if life.due_on is None:
        lines = [gettext("no due date while the clock stands still; left to run: {left}").format(left=life.left)]
    else:
        lines = [gettext("due on {day}").format(day=life.due_on)]
    if life.provisional:
        lines[0] += gettext(" (provisional)")
    if life.due_on != life.original_due_on:
        lines.append(gettext("originally due on {day}").format(day=life.original_due_on))
    lines += [
        gettext("{first} to {last} does not stop this clock: {reason}").format(
            first=stop["from"], last=stop["to"] or "…", reason=stop["reason"]
        )
        for stop in stops
        if not stop["stops"]
    ]
    if source == "published":
        lines.append(gettext("counted with the published national calendar, without a database"))
    return lines


def _row(day: dict[str, object]) -> dict[str, object]:
    """A day as a line of the table: what is noted of it goes behind the reason."""
    noted = [str(day["note"]), gettext("provisional year") if day["provisional"] else ""]
    reason = "; ".join([str(day["reason"]), *(note for note in noted if note)])
    shown = {name: day[name] for name in ("date", "kind", "name", "counted", "ordinal")}
    return {**shown, "ordinal": "" if day["ordinal"] is None else day["ordinal"], "reason": reason}
