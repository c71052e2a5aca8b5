"""Reading regions."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from yichuang.organisations.models import Region
from yichuang.organisations.rules import NATIONAL, RegionLevel, check_region_code, code_chain

_CHAIN = """
WITH RECURSIVE chain(code, parent_id, depth) AS (
    SELECT code, parent_id, 0 FROM organisations_region WHERE code = %s
    UNION ALL
    SELECT above.code, above.parent_id, chain.depth + 1
    FROM organisations_region above JOIN chain ON above.code = chain.parent_id
)
SELECT code FROM chain ORDER BY depth
"""


@dataclass(frozen=True, slots=True)
class RegionView:
    """A region; the days bound the time in which its code is in use, both included."""

    code: str
    name: str
    level: RegionLevel
    parent_code: str | None
    valid_from: date | None
    valid_to: date | None


def find_region(code: str) -> RegionView | None:
    """The region with that code, if it is registered."""
    row = Region.objects.filter(code=code).first()
    return None if row is None else _view(row)


def list_regions(parent_code: str | None = None) -> tuple[RegionView, ...]:
    """The regions directly in that one, by code; without a parent every region above the townships.

    A centre registers its own chain and what lies in it, so both lists are short.
    """
    rows = Region.objects.order_by("code")
    if parent_code is None:
        rows = rows.filter(level__lt=RegionLevel.TOWNSHIP.value)
    else:
        rows = rows.filter(parent_id=parent_code)
    return tuple(_view(row) for row in rows)


def region_chain(code: str) -> tuple[str, ...]:
    """The codes from this region up to the nation, "000000000000", which always ends the chain.

    A region that is not registered has the chain that its digits say.

    Raises:
        RegionCodeError: not a region code.
    """
    code = check_region_code(code)
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [code])
        chain = tuple(str(row[0]) for row in cursor.fetchall())
    if not chain:
        return code_chain(code)
    return chain if chain[-1] == NATIONAL else (*chain, NATIONAL)


def _view(row: Region) -> RegionView:
    return RegionView(
        code=row.code,
        name=row.name,
        level=RegionLevel(row.level),
        parent_code=row.parent_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
