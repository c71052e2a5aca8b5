"""Anomalies in one case: what is no breach as such, and is looked at because it rarely happens by itself."""

from collections.abc import Iterator
from datetime import timedelta

from pydantic import Field

from yichuang.cases.rules import Act
from yichuang.catalogue.rules import CaseType
from yichuang.core.errors import gettext_noop
from yichuang.supervision.rules.courses import Course
from yichuang.supervision.rules.lights import Category, Light, Way
from yichuang.supervision.rules.rule import Parameters, Rule
from yichuang.supervision.rules.stories import Found, Outlook

_DECIDED_BY_HAND = frozenset({Act.GRANT.value, Act.DENY.value})


class Shadow(Parameters):
    """How short a life is too short."""

    minutes: int = Field(
        15, ge=1, le=480, description="A promised case takes at least so long from filing to decision."
    )


def shadow_handling(course: Course, parameters: Shadow, _outlook: Outlook) -> Iterator[Found]:
    """A case that should take days was entered and decided at one sitting: it was handled elsewhere (明进暗不进)."""
    decided = course.decided
    if decided is None or not _is_watched(course):
        return
    took = decided.at - course.story.rows[0].at
    if took < timedelta(minutes=parameters.minutes):
        yield Found("life", decided.on, decided.seq, decided.account_id, {"minutes": int(took.total_seconds() // 60)})


class Quick(Parameters):
    """How soon a decision is too soon."""

    minutes: int = Field(30, ge=1, le=480, description="Between acceptance and decision of a promised case.")


def minutes_after_acceptance(course: Course, parameters: Quick, _outlook: Outlook) -> Iterator[Found]:
    """A promised case was decided minutes after it was accepted: the acceptance was held back, or nobody looked."""
    decided, accepted = course.decided, course.accepted
    if decided is None or accepted is None or course.is_deemed or not _is_watched(course):
        return
    took = decided.at - accepted.at
    if took < timedelta(minutes=parameters.minutes):
        yield Found(
            "decision", decided.on, decided.seq, decided.account_id, {"minutes": int(took.total_seconds() // 60)}
        )


def _is_watched(course: Course) -> bool:
    """A case within a promised limit that an official decided; what is granted on commitment is decided on the spot by law."""
    decided = course.decided
    is_promised = course.story.case_type == CaseType.PROMISED.value
    return is_promised and decided is not None and decided.act in _DECIDED_BY_HAND


class LastDay(Parameters):
    """How near the end."""

    days: int = Field(0, ge=0, le=5, description="Working days that were left when the clock was stopped.")


def stop_on_last_day(course: Course, parameters: LastDay, outlook: Outlook) -> Iterator[Found]:
    """A clock was stopped when it had run out but for the last day, or after that. Law: ALL 45."""
    for row, due_on in course.stopped:
        if due_on is not None and outlook.calendar.working_days_between(row.on, due_on) <= parameters.days:
            yield Found(f"seq:{row.seq}", row.on, row.seq, row.account_id, {"due_on": due_on.isoformat()})


class Stops(Parameters):
    """How often is too often."""

    most: int = Field(
        2, ge=1, le=10, description="Special procedures in one case that are nothing out of the ordinary."
    )


def repeated_stops(course: Course, parameters: Stops, _outlook: Outlook) -> Iterator[Found]:
    """The clock was stopped again and again."""
    if len(course.stopped) > parameters.most:
        row, _due_on = course.stopped[parameters.most]
        yield Found("stops", row.on, row.seq, row.account_id, {"number": len(course.stopped)})


ANOMALY_RULES = (
    Rule(
        "anomaly.shadow_handling",
        Category.ANOMALY,
        gettext_noop("Handled outside the hall"),
        gettext_noop("That what is listed in the hall is handled in the hall, under its clocks."),
        ("AY 56",),
        Light.RED,
        Way.STORY,
        shadow_handling,
        Shadow,
    ),
    Rule(
        "anomaly.minutes_after_acceptance",
        Category.ANOMALY,
        gettext_noop("Decided minutes after acceptance"),
        gettext_noop("That an application is examined, and accepted when it comes in."),
        ("ALL 32", "ALL 34"),
        Light.YELLOW,
        Way.STORY,
        minutes_after_acceptance,
        Quick,
    ),
    Rule(
        "anomaly.stop_on_last_day",
        Category.ANOMALY,
        gettext_noop("Clock stopped on the last day"),
        gettext_noop("That special procedures serve the examination and not the statistics."),
        ("ALL 45",),
        Light.YELLOW,
        Way.STORY,
        stop_on_last_day,
        LastDay,
    ),
    Rule(
        "anomaly.repeated_stops",
        Category.ANOMALY,
        gettext_noop("Clock stopped again and again"),
        gettext_noop("That the applicant waits no longer than the examination needs."),
        ("ALL 45",),
        Light.YELLOW,
        Way.STORY,
        repeated_stops,
        Stops,
    ),
)
