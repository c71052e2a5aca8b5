"""Open cases against the day: which lights the present due dates alone may light, without reading any story.

Rather one light too many than one too few: whether it is lit says the story, which is then examined.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from yichuang.supervision.rules.courses import DECIDED, DECIDING
from yichuang.supervision.rules.limits import Remaining
from yichuang.supervision.rules.stories import Outlook


class Days(NamedTuple):
    """The days that lie before an open case."""

    state: str
    accepted_on: date | None
    next_on: date | None
    promised_on: date | None
    statutory_on: date | None
    step_on: date | None


def lights_of(days: Days, outlook: Outlook, reminder: Remaining | None) -> set[tuple[str, str]]:
    """The rules that may light today, each with the day that passed (none for a reminder). `reminder` None: that rule is off.

    A step that is late and a case that is sent up late look the same from here: both are `time.step_overdue`.
    """
    lights = {(rule, on.isoformat()) for rule, on in _limits(days) if on < outlook.today}
    if reminder is not None and _is_near(days, outlook, reminder):
        lights.add(("time.remaining", ""))
    if _is_step_late(days, outlook.today) and days.step_on is not None:
        lights.add(("time.step_overdue", days.step_on.isoformat()))
    return lights


def _limits(days: Days) -> Iterator[tuple[str, date]]:
    if days.state in DECIDING:
        if days.promised_on:
            yield "time.promised_passed", days.promised_on
        if days.statutory_on:
            yield "time.statutory_passed", days.statutory_on
    elif days.state in DECIDED and days.next_on:
        yield "time.statutory_passed", days.next_on


def _is_step_late(days: Days, today: date) -> bool:
    if days.step_on is None or days.step_on >= today:
        return False
    # One that is not on time as a whole may still be late in being sent up.
    binding_on = days.next_on if days.state in DECIDED else None
    return binding_on is None or days.step_on < binding_on


def _is_near(days: Days, outlook: Outlook, reminder: Remaining) -> bool:
    binding_on = days.promised_on or days.statutory_on
    is_running = days.state in DECIDING and binding_on is not None and binding_on >= outlook.today
    if not is_running or binding_on is None or days.accepted_on is None:
        return False
    calendar = outlook.calendar
    left = calendar.working_days_between(outlook.today, binding_on)
    if left <= reminder.days:
        return True
    return left <= reminder.share * calendar.working_days_between(days.accepted_on, binding_on)
