"""Calendars and instants for tests."""

from datetime import date, datetime
from functools import lru_cache

from yichuang.core.actor import Actor, ActorKind, PostHeld, Scope
from yichuang.core.rights import Right
from yichuang.deadlines.rules import (
    SHANGHAI,
    CalendarDay,
    CalendarYear,
    DayKind,
    WorkCalendar,
    YearStatus,
    provisional_year,
)
from yichuang.deadlines.vendors import published_year


@lru_cache
def national_calendar(first: int = 2004, last: int = 2027) -> WorkCalendar:
    """The national calendar as it is seeded: published years confirmed, later ones provisional."""
    return WorkCalendar(published_year(year) or provisional_year(year) for year in range(first, last + 1))


def local(text: str) -> datetime:
    """The instant at which the clock of the centre shows "2026-09-25T16:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def year_2027() -> tuple[CalendarDay, ...]:
    """An invented notice for 2027: the statutory days, a bridge of two days and one Saturday worked for it."""
    provisional = provisional_year(2027).days
    bridge = (
        CalendarDay(date(2027, 10, 4), DayKind.HOLIDAY, "国庆节"),
        CalendarDay(date(2027, 10, 9), DayKind.MAKE_UP_WORKDAY, "国庆节"),
    )
    return tuple(CalendarDay(day.day, day.kind, day.name) for day in provisional) + bridge


def bare_year(year: int, status: YearStatus = YearStatus.CONFIRMED) -> CalendarYear:
    """A year of weekends only."""
    return CalendarYear(year, status, ())


def keeper(*rights: Right) -> Actor:
    """A member of staff whose one post gives these rights everywhere; all calendar rights when none is named."""
    post = PostHeld(
        post_id=1,
        title="日历管理岗",
        organisation_id=1,
        organisation_name="示例区政务服务中心",
        window_id=None,
        scope=Scope.CENTRE,
        rights=frozenset(rights or {Right.MANAGE_CALENDARS}),
    )
    return Actor(account_id=7, name="测试员甲", kind=ActorKind.STAFF, posts=(post,))
