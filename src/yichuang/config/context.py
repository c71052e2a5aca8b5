"""What every page knows about the contexts: the number on the bell."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest

from yichuang.core.actor import ANONYMOUS, Actor
from yichuang.correspondence.queries import count_unread


def unread(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """`unread_notices`: asked for once, and only by a page whose template shows it."""

    @cache
    def number() -> int:
        actor: Actor = getattr(request, "actor", ANONYMOUS)
        return count_unread(actor)

    return {"unread_notices": number}
