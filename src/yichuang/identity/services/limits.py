"""The count of tries, kept in the database: it holds for every process and outlives a refused act."""

from math import ceil

from yichuang.core.clock import local, now
from yichuang.core.prepared import run_prepared
from yichuang.core.sealed import blind_index
from yichuang.identity.errors import TooOftenError
from yichuang.identity.models import Throttle
from yichuang.identity.rules import LIMITS, Limited

_COUNT = """
    INSERT INTO identity_throttle AS t (what, key, since, count)
    VALUES (%(what)s, %(key)s, %(now)s, 1)
    ON CONFLICT (what, key) DO UPDATE SET
        since = CASE WHEN t.since <= %(floor)s THEN excluded.since ELSE t.since END,
        count = CASE WHEN t.since <= %(floor)s THEN 1 ELSE t.count + 1 END
    RETURNING since, count
"""


def count_try(*, what: Limited, by: str | int | None) -> None:
    """One more try of that by that address, account or login is counted, also when what follows is refused.

    Call it before the act and outside its transaction.

    Raises:
        TooOftenError: more than `LIMITS` allows since the first try.
    """
    at, limit = now(), LIMITS[what]
    key = blind_index(f"{what.value} {by}")
    parameters = {"what": what.value, "key": key, "now": at, "floor": at - limit.within}
    ((since, count),) = run_prepared(_COUNT, parameters)
    if count == 1:
        Throttle.objects.filter(since__lt=at - 2 * limit.within).delete()
    if count > limit.most:
        until = since + limit.within
        seconds = max(1, ceil((until - at).total_seconds()))
        raise TooOftenError(time=f"{local(until):%H:%M}", seconds=seconds)
