"""What the whole published catalogue has: counted once per change in each process."""

import time
from collections import Counter
from dataclasses import dataclass
from threading import Lock

from django.db import connection
from django.db.models import Count, Max

from yichuang.catalogue.models import Item, VersionEvent
from yichuang.catalogue.rules import ServiceObject
from yichuang.catalogue.rules.synonyms import SYNONYMS
from yichuang.core import search

_KEPT_S = 60
_SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Overview:
    """How many published items there are, and how many for each service object, theme (most used first) and body."""

    total: int
    objects: dict[ServiceObject, int]
    themes: tuple[tuple[str, int], ...]
    organisations: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Kept:
    revision: int
    at: float
    overview: Overview


_kept: dict[str, _Kept] = {}
_words: dict[str, tuple[int, frozenset[str]]] = {}
_lock = Lock()


def overview() -> Overview:
    """The counts, at most a minute old; one cheap query while nothing was published, suspended or cancelled."""
    database, revision = _revision()
    kept = _kept.get(database)
    # Events may become visible out of their order, so what is kept is not trusted for long.
    if kept is not None and kept.revision == revision and time.monotonic() - kept.at < _KEPT_S:
        return kept.overview
    fresh = _counted()
    if revision:
        with _lock:
            _kept[database] = _Kept(revision, time.monotonic(), fresh)
    return fresh


def known_words() -> frozenset[str]:
    """The words of the items' English names and of the synonyms; read again only after an event of the catalogue."""
    database, revision = _revision()
    kept = _words.get(database)
    if kept is not None and kept[0] == revision:
        return kept[1]
    names = Item.objects.filter(is_listed=True).exclude(name_en="").values_list("name_en", flat=True).distinct()
    said = " ".join([*SYNONYMS, *names])
    fresh = frozenset(word for word in search.words_of(said) if word.isascii() and len(word) >= _SHORTEST_WORD)
    with _lock:
        _words[database] = (revision, fresh)
    return fresh


def _revision() -> tuple[str, int]:
    """The database, and the last event of its catalogue."""
    last = VersionEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    return str(connection.settings_dict["NAME"]), last


def list_themes() -> tuple[tuple[str, int], ...]:
    """The themes of published items and how many items each has, most used first."""
    return overview().themes


def _counted() -> Overview:
    total, objects, themes, bodies = 0, Counter[str](), Counter[str](), Counter[int]()
    grouped = ("organisation_id", "current__service_objects", "current__themes")
    rows = Item.objects.filter(is_listed=True).values_list(*grouped).annotate(number=Count("pk")).order_by()
    for body, served, named, number in rows:
        total += number
        bodies[body] += number
        objects.update(dict.fromkeys(served or (), number))
        themes.update(dict.fromkeys(named or (), number))
    return Overview(
        total=total,
        objects={one: objects[one.value] for one in ServiceObject if objects[one.value]},
        themes=tuple(sorted(themes.items(), key=lambda pair: (-pair[1], pair[0]))),
        organisations=dict(bodies),
    )
