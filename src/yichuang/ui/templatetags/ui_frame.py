"""What stands around every page as tags: navigation, person, language, display; `ui.py` includes this library."""

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse

from yichuang.core.actor import ANONYMOUS, Actor
from yichuang.core.rights import Right
from yichuang.ui.display import Display, Size, Theme
from yichuang.ui.parts import Tone

register = template.Library()

_RIGHTS = {right.value: right for right in Right}
_FRONT_PAGES = ("/", "/desk/")
"""Below them lie pages that have entries of their own."""
_MESSAGE_TONES = {"success": Tone.GOOD, "warning": Tone.WARN, "error": Tone.BAD}


@register.filter
def may(actor: object, right: str) -> bool:
    """Whether the actor holds the right anywhere today: `{% if actor|may:"cases.view" %}`.

    Raises:
        KeyError: there is no such right.
    """
    return isinstance(actor, Actor) and actor.may(_RIGHTS[right])


@register.filter
def message_tone(level_tag: str) -> Tone:
    """The tone of a message of Django's message framework."""
    return _MESSAGE_TONES.get(level_tag, Tone.INFO)


@register.inclusion_tag("ui/components/nav_link.html", takes_context=True)
def nav_link(context: Context, url_name: str, label: str, rights: str = "") -> dict[str, object]:
    """An entry of the navigation; nothing without one of the `rights`, or where the address does not exist here."""
    actor = context.get("actor", ANONYMOUS)
    url = _address(url_name)
    request = context.get("request")
    path = request.path if isinstance(request, HttpRequest) else ""
    is_shown = bool(url) and (not rights or any(may(actor, right) for right in rights.split()))
    return {"url": url if is_shown else "", "label": label, "is_current": _is_within(path, url)}


@register.inclusion_tag("ui/components/language_switch.html", takes_context=True)
def language_switch(context: Context) -> dict[str, object]:
    """The choice of language; it leads back to the page it stands on."""
    return {"url": _address("set_language"), "next": _here(context)}


@register.inclusion_tag("ui/components/display_settings.html", takes_context=True)
def display_settings(context: Context) -> dict[str, object]:
    """The choice of colours and of the mode for elders; it leads back to the page it stands on."""
    known = context.get("display")
    display = known if isinstance(known, Display) else Display()
    return {
        "url": _address("ui:display"),
        "next": _here(context),
        "themes": list(Theme),
        "theme": display.theme,
        "is_large": display.is_large,
        "other_size": Size.NORMAL if display.is_large else Size.LARGE,
    }


@register.inclusion_tag("ui/components/person.html", takes_context=True)
def person(context: Context) -> dict[str, object]:
    """Who is signed in and for whom, the bell of unread notices and the way out; or the ways in.

    The number on the bell is the context's `unread_notices`, where something sets it; it is asked for only here.
    """
    return {
        "actor": context.get("actor", ANONYMOUS),
        "unread": context.get("unread_notices"),
        "next": _here(context),
    }


def _here(context: Context) -> str:
    """The address of this page, to come back to."""
    request = context.get("request")
    return request.get_full_path() if isinstance(request, HttpRequest) else "/"


def _address(name: str) -> str:
    """The address with that name, empty where this installation has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_within(path: str, url: str) -> bool:
    """Whether the page at `path` lies at or under `url`; a front page holds only itself."""
    return bool(url) and (path == url or (url not in _FRONT_PAGES and path.startswith(url)))
