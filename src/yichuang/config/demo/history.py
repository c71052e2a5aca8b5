"""Past and live cases of the demonstration centre, each act at its own simulated instant, made through the services."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from yichuang.cases import services
from yichuang.cases.rules import Channel, DeliveryMethod, Opinion, State, asked_materials
from yichuang.catalogue.queries import VersionView, get_version, list_items
from yichuang.catalogue.rules import CaseType, SourceChannel, StepKind
from yichuang.config.demo.life import Team, applicant_for, close, conclude, decide, examine, submit, team_of
from yichuang.config.demo.turns import make_turns
from yichuang.config.demo.voices import make_voices
from yichuang.core import clock
from yichuang.core.paging import every
from yichuang.deadlines.queries import calendar_for
from yichuang.deadlines.rules import WorkCalendar

PAST, LIVE_EACH = 220, 6
_LIVE = (
    State.SUBMITTED,
    State.RECEIVED,
    State.CORRECTION_REQUESTED,
    State.ACCEPTED,
    State.IN_REVIEW,
    State.GRANTED,
    State.DENIED,
    State.ISSUED,
)
_REFUSAL = "经核对，申请人的住所（经营场所）不在示例区，本机关无权受理，请向所在地的主管部门申请。"
_SEED = 20261


@dataclass
class Pen:
    """One case under way, and the simulated instant of its next act."""

    version: VersionView
    team: Team
    dice: random.Random
    at: datetime
    case_no: str = ""

    def act(self, do: Callable[[], object]) -> None:
        """The act happens at the pen's instant, or now where that is still to come."""
        with clock.simulated(min(self.at, clock.now())):
            do()


@transaction.atomic
def make_history() -> int:
    """The demonstration centre has past and live cases and what people say of them; the number of cases is given back."""
    dice = random.Random(_SEED)
    published = _versions()
    versions = [one for one in published if not one.content.handling.upper_body]
    calendar = calendar_for("000000000000")
    made = 0
    for _ in range(PAST):
        pen = _pen(versions, calendar, dice, days_ago=dice.randint(25, 300))
        made += _past(pen, calendar)
    for state in _LIVE:
        for _ in range(LIVE_EACH):
            pen = _pen([one for one in versions if _suits(one, state)], calendar, dice, days_ago=dice.randint(0, 2))
            made += _live(pen, state)
    made += make_turns(published, calendar, dice)
    make_voices()
    return made


def _versions() -> list[VersionView]:
    return [get_version(row.version_id) for row in every(lambda cursor: list_items(cursor=cursor, size=100))]


def _suits(version: VersionView, state: State) -> bool:
    is_promised = version.content.case_type is CaseType.PROMISED
    return (is_promised or state not in {State.IN_REVIEW, State.ACCEPTED}) and (
        state is not State.ISSUED or bool(version.content.results)
    )


def _pen(versions: list[VersionView], calendar: WorkCalendar, dice: random.Random, days_ago: int) -> Pen:
    version = dice.choice(versions)
    day = clock.today() - timedelta(days=days_ago)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    at = min(_office_hour(day, dice), clock.now() - timedelta(hours=1))
    return Pen(version, team_of(version.organisation_id), dice, at)


def _office_hour(day: date, dice: random.Random) -> datetime:
    minute = dice.choice((*range(9 * 60, 12 * 60), *range(13 * 60, 17 * 60)))
    return datetime.combine(day, time(minute // 60, minute % 60, dice.randint(0, 59)), clock.zone())


def _later(pen: Pen, calendar: WorkCalendar, low: int, high: int) -> None:
    """The next act comes that many working days later; the same day within the hour."""
    days = pen.dice.randint(low, high)
    if days == 0:
        pen.at += timedelta(minutes=pen.dice.randint(3, 20))
    else:
        pen.at = _office_hour(calendar.add_working_days(clock.local(pen.at).date(), days), pen.dice)


def _submit(pen: Pen) -> None:
    applicant = applicant_for(pen.version, pen.dice)
    channel = pen.dice.choice((Channel.ONLINE, Channel.WINDOW))

    def do() -> None:
        pen.case_no = submit(pen.version, applicant, channel, pen.team, pen.dice).case_no

    pen.act(do)


def _past(pen: Pen, calendar: WorkCalendar) -> int:
    """One case that was closed."""
    _submit(pen)
    accepting = _days(pen, StepKind.ACCEPT, 1)
    _later(pen, calendar, 0, accepting)
    if pen.dice.random() < 0.03:
        pen.act(lambda: _refuse(pen))
        return 1
    pen.act(lambda: services.receive_case(actor=pen.team.clerk, case_no=pen.case_no))
    if pen.dice.random() < 0.12:
        _correction(pen, calendar)
        _later(pen, calendar, 0, accepting)
    else:
        _later(pen, calendar, 0, 0)
    pen.act(lambda: services.accept_case(actor=pen.team.clerk, case_no=pen.case_no))
    is_granted = pen.dice.random() > 0.05
    _decision(pen, calendar, is_granted=is_granted)
    _later(pen, calendar, 0, _days(pen, StepKind.ISSUE, 2))
    _finish(pen, is_granted=is_granted)
    if pen.dice.random() < 0.7:
        _later(pen, calendar, 1, 5)
        pen.act(lambda: services.archive_case(actor=pen.team.records, case_no=pen.case_no))
    return 1


def _refuse(pen: Pen) -> None:
    body = "申请人住所地的主管部门"
    services.refuse_case(actor=pen.team.clerk, case_no=pen.case_no, reason=_REFUSAL, proper_body=body)


def _decision(pen: Pen, calendar: WorkCalendar, *, is_granted: bool) -> None:
    """The accepted case is decided: mostly within the limits of its steps and so within the promise, a few after it."""
    content, reason = pen.version.content, "" if is_granted else _denial(pen)
    if content.case_type is CaseType.INSTANT:
        pen.act(lambda: conclude(pen.team.clerk, pen.case_no, is_granted=is_granted, reason=reason))
        return
    promised = content.promised_limit.value if content.promised_limit else 3
    reviewing = _days(pen, StepKind.REVIEW, max(1, promised // 2))
    _later(pen, calendar, min(1, reviewing), reviewing)
    pen.act(lambda: examine(pen.team, pen.case_no, is_granted=is_granted, reason=reason))
    is_late = pen.dice.random() < 0.03
    deciding = _days(pen, StepKind.DECIDE, max(0, promised - reviewing))
    _later(pen, calendar, *((promised + 1, promised + 2) if is_late else (0, deciding)))
    pen.act(lambda: conclude(pen.team.official, pen.case_no, is_granted=is_granted, reason=reason))


def _days(pen: Pen, kind: StepKind, otherwise: int) -> int:
    """How many working days the item gives to its step of that kind; so many where it gives none."""
    return next((one.limit.value for one in pen.version.content.steps if one.kind is kind), otherwise)


def _finish(pen: Pen, *, is_granted: bool) -> None:
    method = pen.dice.choice(list(DeliveryMethod))
    if is_granted:
        pen.act(lambda: close(pen.team, pen.case_no, pen.version, method))
    else:
        pen.act(lambda: services.deliver_result(actor=pen.team.clerk, case_no=pen.case_no, method=method))


def _correction(pen: Pen, calendar: WorkCalendar) -> None:
    code = _ask(pen)
    _later(pen, calendar, 1, 6)
    brought: dict[str, list[int]] = {code: []} if code else {}
    pen.act(lambda: services.correct_case(actor=pen.team.clerk, case_no=pen.case_no, materials=brought))


def _denial(pen: Pen) -> str:
    """Why it is denied: one of the item's own conditions is not met."""
    unmet = pen.dice.choice(pen.version.content.conditions or ("法律、法规规定的其他条件",))
    return f"经审查，申请不符合以下条件：{unmet.rstrip('。；')}。"


def _ask(pen: Pen) -> str:
    """One material that was handed in must be corrected; its code, empty where the item has none."""
    asked = asked_materials(pen.version.content, {})
    handed_in = [one for one in asked if one.source not in {SourceChannel.SHARED, SourceChannel.ANSWERS}]
    chosen = pen.dice.choice(handed_in or asked) if asked else None
    material = chosen.name if chosen else "申请表"
    missing = [
        services.Missing(item=material, problem="复印件不清晰，无法辨认关键信息。", remedy="请重新提供清晰的复印件。")
    ]
    pen.at += timedelta(minutes=5)
    pen.act(lambda: services.request_correction(actor=pen.team.clerk, case_no=pen.case_no, missing=missing))
    return chosen.code if chosen else ""


def _live(pen: Pen, state: State) -> int:
    """One case that stands in that state now."""
    _submit(pen)
    for step in _road(pen, state):
        pen.at += timedelta(minutes=pen.dice.randint(1, 4))
        pen.act(step)
    return 1


def _road(pen: Pen, state: State) -> Iterator[Callable[[], object]]:
    clerk, version = pen.team.clerk, pen.version
    if state is State.SUBMITTED:
        return
    yield lambda: services.receive_case(actor=clerk, case_no=pen.case_no)
    if state is State.RECEIVED:
        return
    if state is State.CORRECTION_REQUESTED:
        yield lambda: _ask(pen)
        return
    yield lambda: services.accept_case(actor=clerk, case_no=pen.case_no)
    if state is State.ACCEPTED:
        return
    if state is State.IN_REVIEW:
        yield lambda: services.review_case(
            actor=pen.team.reviewer, case_no=pen.case_no, opinion=Opinion.GRANT, text="材料齐全，拟同意。"
        )
        return
    is_granted = state is not State.DENIED
    reason = "" if is_granted else _denial(pen)
    yield lambda: decide(pen.team, pen.case_no, version, is_granted=is_granted, reason=reason)
    if state is State.ISSUED:
        yield lambda: services.issue_result(actor=clerk, case_no=pen.case_no)
