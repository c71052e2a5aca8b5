"""What rules about many cases look at."""

from collections.abc import Iterator
from datetime import date, timedelta

from yichuang.cases.rules import Act
from yichuang.catalogue.queries import ItemRow, get_version, list_items
from yichuang.catalogue.rules import missing_elements
from yichuang.core import clock
from yichuang.core.paging import every
from yichuang.core.prepared import run_prepared
from yichuang.supervision.rules.counting import (
    ItemLacks,
    LikeCases,
    OffHours,
    OpenItem,
    PersonDay,
    YearOfItem,
)

_PAGE = 200
_DAY = timedelta(days=1)
_YEARS = (
    "SELECT extract(year FROM month)::int, organisation_id, item_code, sum(filed)::bigint, sum(refused)::bigint,"
    " sum(limited)::bigint, sum(on_due_day)::bigint FROM supervision_monthcount GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
)
_SPAN = "SELECT min(month), max(month) FROM supervision_monthcount WHERE filed > 0"
_LAST = (
    "SELECT code, (SELECT max(filed_on) FROM supervision_casefact f WHERE f.item_code = code)"
    " FROM unnest(%(codes)s::text[]) AS code"
)
# The first condition is that of the index.
_HOURS = """
    SELECT decided_by, organisation_id, decided_on, count(*)::bigint FROM supervision_casefact
    WHERE decided_by IS NOT NULL AND (decided_minute < 480 OR decided_minute >= 1080 OR on_day_off)
        AND (decided_minute < %(opens)s OR decided_minute >= %(closes)s OR (on_day_off AND %(is_day_off_counted)s))
    GROUP BY decided_by, organisation_id, decided_on HAVING count(*) >= %(at_least)s ORDER BY 3, 1, 2
"""
_LIKE = """
    SELECT d.case_no, g.case_no, d.organisation_id, d.item_code, d.decided_on, g.decided_on, d.decided_by
    FROM supervision_casefact d JOIN LATERAL (
        SELECT case_no, decided_on FROM supervision_casefact g
        WHERE g.likeness = d.likeness AND g.likeness <> '' AND g.item_code = d.item_code AND g.outcome = %(grant)s
        ORDER BY g.case_id LIMIT 1) g ON true
    WHERE d.outcome = 'deny' AND d.decided_on IS NOT NULL AND d.likeness <> '' ORDER BY d.case_id
"""


def years_of_items() -> Iterator[YearOfItem]:
    """Every year of every item that had cases."""
    return (YearOfItem._make(row) for row in run_prepared(_YEARS, {}))


def open_items(today: date) -> list[OpenItem]:
    """Every item that takes applications now: since when its version does, when the last application came, and what is known.

    Records may be older than the catalogue that is kept here, as after a move from another system. Whatever was published in
    the first month of the catalogue is then taken to be as old as the records.
    """
    ((first, newest),) = run_prepared(_SPAN, {})
    if first is None:
        return []
    seen_to = min(_month_after(newest), today.replace(day=1)) - _DAY
    items = [(row.code, row.organisation_id, get_version(row.version_id).published_at) for row in _listed()]
    last = dict(run_prepared(_LAST, {"codes": [code for code, _organisation, _published in items]}))
    days = {code: clock.local(at).date() for code, _organisation, at in items if at is not None}
    begun = _month_after(min(days.values(), default=today))
    return [
        OpenItem(
            code, organisation_id, min(days[code], first) if days[code] < begun else days[code], last[code], seen_to
        )
        for code, organisation_id, _published in items
        if code in days
    ]


def _month_after(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def items_lacking() -> Iterator[ItemLacks]:
    """The items whose published version lacks what must be public."""
    for row in _listed():
        missing = missing_elements(get_version(row.version_id).content)
        if missing:
            yield ItemLacks(
                row.code, row.organisation_id, row.version_id, tuple(sorted({one.element for one in missing}))
            )


def _listed() -> Iterator[ItemRow]:
    return every(lambda cursor: list_items(cursor=cursor, size=_PAGE))


def off_hours(parameters: OffHours) -> Iterator[PersonDay]:
    """Who decided how many cases on which day outside office hours, where it is many."""
    values = parameters.model_dump(include={"opens", "closes", "is_day_off_counted", "at_least"})
    return (PersonDay._make(row) for row in run_prepared(_HOURS, values))


def like_cases() -> Iterator[LikeCases]:
    """Cases that were denied although the same answers were granted."""
    return (LikeCases._make(row) for row in run_prepared(_LIKE, {"grant": Act.GRANT.value}))
