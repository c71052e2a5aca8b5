"""What the whole published catalogue has: counted once per change in each process."""

import time
from collections import Counter
from dataclasses import dataclass
from threading import Lock

from django.db import connection
from django.db.models import Max

from yichuang.catalogue.models import Item, VersionEvent
from yichuang.catalogue.rules import ServiceObject
from yichuang.core import search

_KEPT_S = 60
_SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Overview:
    """How many published items there are, and how many for each service object, theme (most used first) and body.

    `words` are those of their English names.
    """

    total: int
    objects: dict[ServiceObject, int]
    themes: tuple[tuple[str, int], ...]
    organisations: dict[int, int]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Kept:
    revision: int
    at: float
    overview: Overview


_kept: dict[str, _Kept] = {}
_lock = Lock()


def overview() -> Overview:
    """The counts, at most a minute old; one cheap query while nothing was published, suspended or cancelled."""
    revision = VersionEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    database = str(connection.settings_dict["NAME"])
    kept = _kept.get(database)
    # Events may become visible out of their order, so what is kept is not trusted for long.
    if kept is not None and kept.revision == revision and time.monotonic() - kept.at < _KEPT_S:
        return kept.overview
    fresh = _counted()
    if revision:
        with _lock:
            _kept[database] = _Kept(revision, time.monotonic(), fresh)
    return fresh


def list_themes() -> tuple[tuple[str, int], ...]:
    """The themes of published items and how many items each has, most used first."""
    return overview().themes


def _counted() -> Overview:
    words: set[str] = set()
    total, objects, themes, bodies = 0, Counter[str](), Counter[str](), Counter[int]()
    rows = Item.objects.filter(is_listed=True).values_list(
        "organisation_id", "current__service_objects", "current__themes", "current__name_en"
    )
    for body, served, named, english in rows.iterator():
        total += 1
        bodies[body] += 1
        objects.update(served or ())
        themes.update(named or ())
        words.update(word for word in search.words(english or "") if len(word) >= _SHORTEST_WORD)
    return Overview(
        total=total,
        objects={one: objects[one.value] for one in ServiceObject if objects[one.value]},
        themes=tuple(sorted(themes.items(), key=lambda pair: (-pair[1], pair[0]))),
        organisations=dict(bodies),
        words=frozenset(words),
    )
