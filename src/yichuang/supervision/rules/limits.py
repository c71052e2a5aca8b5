"""Time: the ladder from the reminder to the statutory limit, told by days that begin while a case is open.

A light is lit on the day at whose beginning its condition holds. What is done in time on the last day is therefore never red, and
a case examined afterwards shows the same lights as one that was watched each morning.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from math import floor

from pydantic import Field

from yichuang.cases.rules import Act
from yichuang.cases.rules.policy import NOTICE_LIMIT
from yichuang.core.errors import gettext_noop
from yichuang.deadlines.rules import WorkCalendar, due_on
from yichuang.supervision.rules.courses import Course, Stretch
from yichuang.supervision.rules.lights import Category, Light, Way
from yichuang.supervision.rules.rule import Parameters, Rule
from yichuang.supervision.rules.stories import Found, Outlook

_DAY = timedelta(days=1)
_TOLD = frozenset(
    {
        Act.ACCEPT.value,
        Act.DEEM_ACCEPTED.value,
        Act.REQUEST_CORRECTION.value,
        Act.REFUSE.value,
        Act.NOT_REQUIRED.value,
        Act.COMMIT.value,
        Act.WITHDRAW.value,
        Act.TERMINATE.value,
        Act.DEEM_RENEWED.value,
    }
)


class Remaining(Parameters):
    """When the owner is reminded."""

    share: float = Field(
        0.2, ge=0, le=1, description="Share of the working days from acceptance to the due day that is left."
    )
    days: int = Field(1, ge=0, le=30, description="Working days that are left (ESV-b 7).")


def remaining(course: Course, parameters: Remaining, outlook: Outlook) -> Iterator[Found]:
    """Little is left of the clock that binds: so many working days, or such a share of the limit."""
    for one in course.stretches:
        binding_on = one.clocks.binding_on
        if binding_on is None or course.accepted_on is None:
            continue
        total = outlook.calendar.working_days_between(course.accepted_on, binding_on)
        few = max(parameters.days, floor(parameters.share * total + 1e-9))
        on = _few_left(one, binding_on, few, outlook.calendar)
        if on is not None:
            yield Found(
                "promised" if one.clocks.promised_on else "statutory",
                on,
                one.seq,
                facts={"due_on": binding_on.isoformat()},
            )
            return


def _few_left(one: Stretch, binding_on: date, few: int, calendar: WorkCalendar) -> date | None:
    """The first working day of the stretch that begins with so few working days left, and not after the last."""
    first = calendar.working_day_from(one.from_on + _DAY)
    left = calendar.working_days_between(first, binding_on)
    if left < 0:
        return None
    on = first if left <= few else calendar.add_working_days(first, left - few)
    return on if on <= one.to_on else None


def _after(one: Stretch, last_on: date | None) -> date | None:
    """The first day of the stretch that begins after the last day."""
    if last_on is None:
        return None
    on = max(last_on, one.from_on) + _DAY
    return on if on <= one.to_on else None


def step_overdue(course: Course, _parameters: Parameters, _outlook: Outlook) -> Iterator[Found]:
    """A step took longer than the item gives it, in a case that was on time as a whole."""
    told = set[int]()
    for one in course.stretches:
        on = _after(one, one.step_on)
        binding_on = one.clocks.binding_on or one.delivery_on
        is_on_time = on is not None and (binding_on is None or on <= binding_on)
        if on is not None and is_on_time and one.step_seq not in told and one.step_on is not None:
            told.add(one.step_seq)
            yield Found(f"step:{one.step_seq}", on, one.step_seq, facts={"due_on": one.step_on.isoformat()})


def promised_passed(course: Course, _parameters: Parameters, _outlook: Outlook) -> Iterator[Found]:
    """The promised limit ended without a decision."""
    for one in course.stretches:
        last_on = one.clocks.promised_on
        on = _after(one, last_on)
        if on is not None and last_on is not None:
            yield Found("promised", on, one.seq, facts={"due_on": last_on.isoformat()})
            return


def statutory_passed(course: Course, _parameters: Parameters, _outlook: Outlook) -> Iterator[Found]:
    """The statutory limit ended without a decision, or the ten days to deliver it without delivery. Law: ALL 42, 44."""
    told = set[str]()
    for one in course.stretches:
        for place, last_on in (("statutory", one.clocks.statutory_on), ("delivery", one.delivery_on)):
            on = _after(one, last_on)
            if on is not None and last_on is not None and place not in told:
                told.add(place)
                yield Found(place, on, one.seq, facts={"due_on": last_on.isoformat()})


def late_sending_up(course: Course, _parameters: Parameters, _outlook: Outlook) -> Iterator[Found]:
    """What a higher body decides was not sent up within the time of the preliminary review. Law: ALL 43."""
    for one in course.stretches:
        on = _after(one, one.sending_on)
        if on is not None and one.sending_on is not None:
            yield Found("sending", on, one.seq, facts={"due_on": one.sending_on.isoformat()})
            return


def deemed_accepted(course: Course, _parameters: Parameters, outlook: Outlook) -> Iterator[Found]:
    """Nobody told the applicant anything in five working days. Law: ALL 32(1)(4)."""
    rows = course.story.rows
    if not rows:
        return
    if course.is_deemed and course.accepted is not None:
        yield Found("notice", course.accepted.on, course.accepted.seq)
        return
    told = next((row for row in rows if row.act in _TOLD), None)
    # Almost everybody is told within the week; only then the calendar need not be asked.
    if told is None or (told.on - rows[0].on).days <= NOTICE_LIMIT.value:
        return
    last_on = due_on(rows[0].on, NOTICE_LIMIT, outlook.calendar)
    if told.on > last_on and told.act not in _OWN_END:
        yield Found("notice", last_on + _DAY, told.seq, facts={"due_on": last_on.isoformat()})


_OWN_END = frozenset({Act.WITHDRAW.value, Act.DEEM_RENEWED.value})

TIME_RULES = (
    Rule(
        "time.remaining",
        Category.TIME,
        gettext_noop("Little time is left"),
        gettext_noop("The applicant's right to a decision within the limit; the handler is reminded before it ends."),
        ("ALL 42", "OBE 36", "ESV-b 7"),
        Light.BLUE,
        Way.STORY,
        remaining,
        Remaining,
    ),
    Rule(
        "time.step_overdue",
        Category.TIME,
        gettext_noop("A step is overdue"),
        gettext_noop("The time of the steps that come after it, while the case as a whole is still on time."),
        ("ESV-a 6",),
        Light.YELLOW,
        Way.STORY,
        step_overdue,
    ),
    Rule(
        "time.promised_passed",
        Category.TIME,
        gettext_noop("The promised limit has passed"),
        gettext_noop("The published promise to the applicant."),
        ("OBE 36", "ESV-a 6"),
        Light.RED,
        Way.STORY,
        promised_passed,
    ),
    Rule(
        "time.statutory_passed",
        Category.TIME,
        gettext_noop("The statutory limit has passed"),
        gettext_noop("The limit that the law sets for the decision, and for handing it over."),
        ("ALL 42", "ALL 44"),
        Light.DOUBLE_RED,
        Way.STORY,
        statutory_passed,
    ),
    Rule(
        "time.late_sending_up",
        Category.TIME,
        gettext_noop("Sent up late"),
        gettext_noop("The time of the higher body, which decides after the preliminary review."),
        ("ALL 43", "ESV-a 6"),
        Light.RED,
        Way.STORY,
        late_sending_up,
    ),
    Rule(
        "time.deemed_accepted",
        Category.TIME,
        gettext_noop("Nothing was told in five working days"),
        gettext_noop("The applicant's right to know at once everything that is missing."),
        ("ALL 32",),
        Light.RED,
        Way.STORY,
        deemed_accepted,
    ),
)
