"""Templates of the rules filled in the reader's language."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from yichuang.core.problems import filled
from yichuang.correspondence.rules import SOURCES, WITHOUT_DATE, WORDS, NoticeKind
from yichuang.organisations.queries import english_names


def notice_title(kind: NoticeKind, values: Mapping[str, object]) -> str:
    """The title of a notice in the language in force."""
    return filled(WORDS[kind].title, _readable(values))


def notice_text(kind: NoticeKind, values: Mapping[str, object]) -> str:
    """The text of a notice in the language in force."""
    dateless = None if values.get("due_on") else WITHOUT_DATE.get(kind)
    return filled(dateless or WORDS[kind].text, _readable(values))


def short_text(kind: NoticeKind, values: Mapping[str, object]) -> str:
    """What goes to a phone or mailbox, in the language in force."""
    return filled(WORDS[kind].short, _readable(values))


def _readable(values: Mapping[str, object]) -> dict[str, object]:
    due_on = values.get("due_on")
    day = date_format(date.fromisoformat(str(due_on)), "DATE_FORMAT") if due_on else ""
    told = {**values, "due_on": day}
    for name in ("tracking_no", "place"):
        told[name] = values.get(name) or gettext("(see the page of the case)")
    told.update({name: gettext(str(values[name])) for name in SOURCES if values.get(name)})
    if "organisation" in told and (get_language() or "").startswith("en"):
        told["organisation"] = english_names().get(str(told["organisation"]), told["organisation"])
    return told
