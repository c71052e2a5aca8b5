"""What was done to an organisation and what belongs to it, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from yichuang.core.errors import gettext_noop
from yichuang.core.rights import Role
from yichuang.organisations import queries
from yichuang.organisations.rules import Act, Thing
from yichuang.staffdesk.views.shown import label
from yichuang.ui.parts import Moment, Tone

_SHOWN = 20
_ELEMENTS = {
    "name": gettext_noop("Name"),
    "short_name": gettext_noop("Short name"),
    "name_en": gettext_noop("Name in English"),
    "credit_code": gettext_noop("Unified social credit code"),
    "paper_prefix": gettext_noop("Word that opens the numbers of its papers"),
    "address": gettext_noop("Office address"),
    "phone": gettext_noop("Phone"),
    "location": gettext_noop("Where"),
    "location_en": gettext_noop("Where, in English"),
    "location_note": gettext_noop("The way to it"),
    "hours": gettext_noop("Hours"),
    "hours_en": gettext_noop("Hours in English"),
    "title": gettext_noop("Title of the post"),
    "role": gettext_noop("Role of the post"),
    "deputy_id": gettext_noop("Deputy"),
    "held_from": gettext_noop("First day"),
    "held_to": gettext_noop("Last day"),
    "closed_on": gettext_noop("Closed since"),
    "number": gettext_noop("Window number"),
    "staff_no": gettext_noop("Staff number"),
    "opened_on": gettext_noop("Opened on"),
}
_FIRST_SAID = frozenset({"name", "title", "role", "number", "staff_no", "location", "held_from", "held_to"})


def history(thing: Thing, at: int, cursor: str | None = None) -> tuple[list[Moment], str | None]:
    """The last acts on a thing, and where the earlier ones begin."""
    found = queries.list_history(thing=thing, thing_key=str(at), cursor=cursor, size=_SHOWN)
    return [_moment(row) for row in found.rows], found.next_cursor


def _moment(row: queries.HistoryRow) -> Moment:
    tone = {Act.CLOSED: Tone.BAD, Act.ENDED: Tone.WARN}.get(row.act, Tone.INFO)
    who = row.actor_name if row.account_id is not None else gettext("System")
    return Moment(label(row.act), row.at, who=who, text="\n".join(_lines(row)), tone=tone)


def _lines(row: queries.HistoryRow) -> list[str]:
    """A line for each value that the act changed; of a new thing what it was called."""
    after = row.after or {}
    if row.before is None:
        return [_line(name, None, after) for name in after if name in _FIRST_SAID and after[name]]
    return [
        _line(name, row.before, after) for name in after if name in _ELEMENTS and row.before.get(name) != after[name]
    ]


def _line(name: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    known = {"name": gettext(_ELEMENTS[name]), "after": _value(name, after[name])}
    if before is None:
        return gettext("{name}: {after}").format(**known)
    return gettext("{name}: {before} → {after}").format(**known, before=_value(name, before.get(name)))


def _value(name: str, value: object) -> str:
    if value in (None, ""):
        return gettext("nothing")
    if name == "deputy_id":
        return queries.get_staff(int(str(value))).name
    return label(Role(str(value))) if name == "role" else str(value)
