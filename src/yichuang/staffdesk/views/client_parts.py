"""How other systems, their keys, webhooks and history are shown, and the forms of what is done to them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop
from yichuang.core.rights import Right
from yichuang.exchange import queries
from yichuang.exchange.queries import ClientRow, ClientView, WebhookRow
from yichuang.exchange.rules import MOST_WEBHOOKS, ClientAct, DeliveryState
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.clients import ClientForm, NothingForm, RevokeForm, RotateForm, WebhookForm
from yichuang.staffdesk.views.shown import Panel, Refused, actor_text, day, label, moment
from yichuang.ui.parts import Cell, Definition, Moment, Row, Tone

DELIVERY_TONES = {
    DeliveryState.WAITING: Tone.INFO,
    DeliveryState.DELIVERED: Tone.GOOD,
    DeliveryState.FAILED: Tone.BAD,
}
_DANGER = frozenset({"revoke", "remove_webhook"})
_BAD_ACTS = frozenset({ClientAct.REVOKED, ClientAct.WEBHOOK_PAUSED, ClientAct.WEBHOOK_REMOVED})
_ELEMENTS = {
    "name": gettext_noop("Name of the system"),
    "limit_per_minute": gettext_noop("Requests a minute"),
    "expires_on": gettext_noop("Last day"),
    "rights": gettext_noop("What it may do"),
    "reason": gettext_noop("Reason"),
    "url": gettext_noop("Web address"),
    "grace_hours": gettext_noop("Hours for which the former keys are still taken"),
}


@dataclass(frozen=True, slots=True)
class WebhookPart:
    """A webhook on the page, with what can be done to it."""

    row: WebhookRow
    kinds: str
    state: str
    tone: Tone
    test_url: str
    resume_url: str
    acts: tuple[Panel, ...]


def client_state(row: ClientRow) -> tuple[str, Tone]:
    """Whether its keys are taken, in words."""
    if not row.is_active:
        return gettext("Revoked"), Tone.BAD
    return (gettext("Expired"), Tone.WARN) if row.is_expired else (gettext("In use"), Tone.GOOD)


def client_row(row: ClientRow) -> Row:
    """A client in the list."""
    state, tone = client_state(row)
    return Row(
        (
            Cell(row.name, url=reverse("staffdesk:client", args=[row.id])),
            row.organisation_name or gettext("The whole centre"),
            _rights(row) or gettext("Read items and guides"),
            Cell(state, tone=tone),
            moment(row.last_used_at) or gettext("never"),
        )
    )


def key_row(one: queries.KeyRow) -> Row:
    """A key in the list; its secret is not known."""
    until = moment(one.valid_until) or gettext("until it is replaced")
    return Row((f"yck_{one.key_id}_…", moment(one.created_at), until if one.is_valid else gettext("no longer")))


def client_details(row: ClientRow) -> list[Definition]:
    """What the client is."""
    return [
        Definition(gettext("Bounded to"), row.organisation_name or gettext("The whole centre")),
        Definition(gettext("What it may do"), _rights(row) or gettext("Read items and guides")),
        Definition(gettext("Requests a minute"), row.limit_per_minute),
        Definition(gettext("Last day"), day(row.expires_on) or gettext("until it is revoked")),
        Definition(gettext("Made"), moment(row.created_at)),
        Definition(gettext("Last used"), moment(row.last_used_at) or gettext("never")),
    ]


def client_panels(row: ClientRow, refused: Refused | None) -> list[Panel]:
    """What can be done to the client; nothing once it is revoked."""
    if not row.is_active:
        return []
    filled = {
        "name": row.name,
        "rights": [right.value for right in row.rights],
        "limit_per_minute": row.limit_per_minute,
        "expires_on": row.expires_on,
    }
    forms: list[tuple[str, str, ActForm]] = [
        ("change", gettext("Change rights and limits"), ClientForm(initial=filled, ident=f"change-{row.id}")),
        ("rotate", gettext("Give a new key"), RotateForm(ident=f"rotate-{row.id}")),
        ("revoke", gettext("Revoke for ever"), RevokeForm(ident=f"revoke-{row.id}")),
    ]
    return [_panel(row.id, name, row.id, title, form, refused) for name, title, form in forms]


def webhook_parts(view: ClientView, refused: Refused | None) -> dict[str, object]:
    """The webhooks, and the form of a new one while there may be more."""
    row = view.row
    form = WebhookForm(ident=f"add_webhook-{row.id}")
    can_add = row.is_active and len(view.webhooks) < MOST_WEBHOOKS
    title = gettext("Add a webhook")
    return {
        "rows": [_webhook(row, one, refused) for one in view.webhooks],
        "add": _panel(row.id, "add_webhook", row.id, title, form, refused) if can_add else None,
    }


def history(actor: Actor, client_id: int) -> list[Moment]:
    """The last acts on the client."""
    return [
        Moment(
            label(one.act),
            one.at,
            who=actor_text(one.actor_name),
            text="\n".join(_changes(one.before or {}, one.after or {})),
            tone=Tone.WARN if one.act in _BAD_ACTS else Tone.INFO,
        )
        for one in queries.list_history(actor, client_id, size=20).rows
    ]


def _changes(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    said = after or before
    return [
        gettext("{name}: {after}").format(name=gettext(_ELEMENTS[name]), after=_plain(name, said[name]))
        for name in said
        if name in _ELEMENTS
        and said[name] not in (None, "", [])
        and (not before or not after or before.get(name) != after[name])
    ]


def _plain(name: str, value: object) -> str:
    if not isinstance(value, list | tuple):
        return str(value)
    said = (label(Right(one)) if name == "rights" else str(one) for one in value)
    return gettext(", ").join(said)


def _rights(row: ClientRow) -> str:
    return gettext(", ").join(label(right) for right in row.rights)


def _webhook(row: ClientRow, one: WebhookRow, refused: Refused | None) -> WebhookPart:
    form = NothingForm(ident=f"remove_webhook-{one.id}")
    title = gettext("Remove the webhook")
    return WebhookPart(
        row=one,
        kinds=gettext(", ").join(label(kind) for kind in one.kinds),
        state=gettext("Paused") if one.is_paused else gettext("In use"),
        tone=Tone.BAD if one.is_paused else Tone.GOOD,
        test_url=_url(row.id, "test_webhook", one.id) if row.is_active and not one.is_paused else "",
        resume_url=_url(row.id, "resume_webhook", one.id) if row.is_active and one.is_paused else "",
        acts=(_panel(row.id, "remove_webhook", one.id, title, form, refused),) if row.is_active else (),
    )


def _panel(client_id: int, name: str, at: int, title: str, form: ActForm, refused: Refused | None) -> Panel:
    is_refused = refused is not None and refused.name == f"{name}-{at}"
    return Panel(
        name=f"{name}-{at}",
        title=title,
        url=_url(client_id, name, at),
        form=refused.form if refused is not None and is_refused else form,
        button=title,
        kind="danger" if name in _DANGER else "primary",
        is_open=is_refused,
    )


def _url(client_id: int, name: str, at: int) -> str:
    return reverse("staffdesk:client_act", args=[client_id, name, at])
