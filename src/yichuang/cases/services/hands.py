"""Much of the same work, shared between threads that each have a connection of their own."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Part = TypeVar("Part")
Done = TypeVar("Done")


def by_hands(work: Callable[[Part], Done], parts: Sequence[Part], hands: int) -> Iterator[Done]:
    """What the work gave for each part, in the order of the parts; so many are under way at once.

    Within a transaction, which no other connection can see, they are done one after the other.
    """
    if hands == 1 or len(parts) < hands or connection.in_atomic_block:
        yield from map(work, parts)
        return
    with ThreadPoolExecutor(hands) as pool:
        yield from pool.map(work, parts)
        # Each thread closes its own connection: none takes a second turn before all have come.
        together = Barrier(hands)
        list(pool.map(_leave, [together] * hands))


def _leave(together: Barrier) -> None:
    together.wait()
    connection.close()
