"""What every page knows without its view: the centre, who is signed in, and how the reader wants pages to look."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import get_language

from yichuang.core.actor import ANONYMOUS, Actor, ActorKind
from yichuang.ui.display import display_of


def centre(request: HttpRequest) -> dict[str, object]:
    """`centre_name` in the reader's language, `centre_name_second` in the other one, `actor`, `base_for_actor`, `display`.

    `base_for_actor` is the base page of the side the actor belongs to. The actor is not read before a template asks.
    `centre_address`, `centre_phone` and `centre_hours` are empty where the installation does not give them.
    """
    names = (settings.CENTRE_NAME, settings.CENTRE_NAME_EN)
    first, second = names if (get_language() or "zh-hans").startswith("zh") else names[::-1]
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return {
        "centre_name": first or second,
        "centre_name_second": second if first else "",
        "centre_address": _local("CENTRE_ADDRESS"),
        "centre_phone": getattr(settings, "CENTRE_PHONE", ""),
        "centre_hours": _local("CENTRE_HOURS"),
        "actor": actor,
        "base_for_actor": _base_for(actor),
        "display": display_of(request),
    }


def _local(name: str) -> str:
    """A setting in the reader's language; in Chinese, and marked so, where the installation gives no English."""
    chinese = str(getattr(settings, name, ""))
    if (get_language() or "zh-hans").startswith("zh") or not chinese:
        return chinese
    return str(getattr(settings, f"{name}_EN", "")) or format_html('<span lang="zh-Hans">{}</span>', chinese)


def _base_for(actor: Actor) -> Callable[[], str]:
    return lambda: "ui/desk_base.html" if actor.kind is ActorKind.STAFF else "ui/portal_base.html"
