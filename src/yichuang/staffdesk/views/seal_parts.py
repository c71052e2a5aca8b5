"""How a seal, its history and its uses are shown, and the forms of what is done to it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop
from yichuang.core.rights import Right
from yichuang.documents.rules import PaperKind
from yichuang.organisations.queries import get_post, list_organisations, list_posts
from yichuang.organisations.rules import OrganisationKind
from yichuang.seals.queries import HistoryRow, SealView, UseView
from yichuang.seals.rules import BUILT_IN, Act, SealState
from yichuang.seals.services import signer_names
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.seals import EndForm, HandForm
from yichuang.staffdesk.views.shown import Panel, Refused, actor_text, day, label, moment
from yichuang.ui.parts import Cell, Definition, Moment, Row, Tone

STATE_TONES = {SealState.IN_USE: Tone.GOOD, SealState.BROKEN: Tone.BAD, SealState.WITHDRAWN: Tone.NEUTRAL}
_ACT_TONES = {Act.BROKEN: Tone.BAD, Act.WITHDRAWN: Tone.WARN}
_TITLES = {
    "hand": gettext_noop("Hand it to another keeper"),
    "withdraw": gettext_noop("Withdraw the seal"),
    "break": gettext_noop("Report the seal broken"),
}
_TEXTS = {
    "hand": gettext_noop("The post keeps it from today; the history says who kept it when."),
    "withdraw": gettext_noop("It seals nothing more and never comes back. What it sealed stays good."),
    "break": gettext_noop(
        "For a seal that was lost, destroyed, or whose key others know. It seals nothing more, and never comes back."
    ),
}
_MOST_POSTS = 500


def keepers_for(organisation_id: int) -> list[tuple[str, str]]:
    """The posts that may keep a seal of the body, its own first, then those of the centre's authority, with their holders."""
    above = [one.id for one in list_organisations(kind=OrganisationKind.CENTRE_AUTHORITY) if one.id != organisation_id]
    posts = [
        post
        for body in (organisation_id, *above)
        for post in list_posts(on=clock.today(), organisation_id=body, size=_MOST_POSTS).rows
    ]
    return [
        (
            str(post.id),
            gettext("{title} · {holder} · {body}").format(
                title=post.title, holder=post.holder_name or gettext("Vacant"), body=post.organisation_name
            ),
        )
        for post in posts
    ]


def signers() -> list[tuple[str, str]]:
    """The signing services as choices."""
    return [(name, signer_text(name)) for name in signer_names()]


def signer_text(name: str) -> str:
    """A signing service in words."""
    return gettext("Built-in test authority, without legal effect") if name == BUILT_IN else name


def seal_row(one: SealView, uses: int) -> Row:
    """A seal in the list."""
    return Row(
        (
            Cell(one.name, url=reverse("staffdesk:seal", args=[one.id]), note=one.organisation_name),
            label(one.kind),
            Cell(one.keeper_title, note=gettext("since {day}").format(day=day(one.kept_since))),
            day(one.in_use_from),
            state_cell(one),
            uses,
        )
    )


def state_of(one: SealView) -> tuple[str, Tone]:
    """Whether it seals today, in words."""
    if one.state is SealState.IN_USE and one.in_use_from > clock.today():
        return gettext("Not in use yet"), Tone.INFO
    if one.state is SealState.IN_USE and one.valid_until < clock.today():
        return gettext("Certificate ended"), Tone.BAD
    return label(one.state), STATE_TONES[one.state]


def state_cell(one: SealView) -> Cell:
    """The state with the day since when."""
    state, tone = state_of(one)
    return Cell(state, tone=tone, note=day(one.ended_on))


def seal_details(one: SealView, actor: Actor) -> list[Definition]:
    """What the seal is."""
    is_kept = actor.may(Right.MANAGE_ORGANISATIONS)
    body_url = reverse("staffdesk:organisation", args=[one.organisation_id]) if is_kept else ""
    post_url = reverse("staffdesk:post", args=[one.keeper_id]) if is_kept else ""
    holder = get_post(one.keeper_id, clock.today()).holder_name or gettext("Vacant")
    kept = gettext("{holder}, since {day}").format(holder=holder, day=day(one.kept_since))
    known = [
        Definition(gettext("Body"), one.organisation_name, url=body_url),
        Definition(gettext("Kind of seal"), label(one.kind)),
        Definition(gettext("What it is for"), one.purpose),
        Definition(gettext("Keeper"), one.keeper_title, note=kept, url=post_url),
        Definition(gettext("In use from"), day(one.in_use_from)),
        Definition(gettext("Certificate holds until"), day(one.valid_until)),
        Definition(gettext("Signing service"), signer_text(one.signer)),
        Definition(gettext("Not used since"), day(one.ended_on), note=one.ended_reason),
    ]
    return [shown for shown in known if shown.detail]


def seal_panels(one: SealView, refused: Refused | None) -> list[Panel]:
    """What can be done to the seal; nothing once it has ended."""
    if one.state is not SealState.IN_USE:
        return []
    return [_panel(one, name, refused) for name in _TITLES]


def form_for(name: str, one: SealView, data: Mapping[str, Any] | None = None) -> ActForm:
    """The form of that act."""
    if name != "hand":
        return EndForm(data, ident=name)
    keepers = [found for found in keepers_for(one.organisation_id) if found[0] != str(one.keeper_id)]
    return HandForm(data, keepers=keepers, ident=name)


def _panel(one: SealView, name: str, refused: Refused | None) -> Panel:
    is_refused = refused is not None and refused.name == name
    title = gettext(_TITLES[name])
    return Panel(
        name=name,
        title=title,
        url=reverse("staffdesk:seal_act", args=[one.id, name]),
        form=refused.form if refused is not None and is_refused else form_for(name, one),
        button=title,
        kind="primary" if name == "hand" else "danger",
        text=gettext(_TEXTS[name]),
        is_open=is_refused,
    )


def history_moment(row: HistoryRow) -> Moment:
    """An act on the seal."""
    who = actor_text(row.actor_name)
    told = [row.reason]
    if row.act is Act.HANDED and row.before is not None:
        before, after = (get_post(int(one["keeper_id"]), clock.today()).title for one in (row.before, row.after))
        told.insert(0, gettext("Keeper: {before} → {after}").format(before=before, after=after))
    return Moment(
        label(row.act),
        row.at,
        who=gettext(", ").join(part for part in (who, row.title) if part),
        text="\n".join(part for part in told if part),
        tone=_ACT_TONES.get(row.act, Tone.INFO),
    )


def use_row(one: UseView, actor: Actor) -> Row:
    """A use of the seal: when, in which case, on which paper, for whom and under which authority."""
    can_see = actor.may(Right.VIEW_CASES) and bool(one.subject)
    url = reverse("staffdesk:case", args=[one.subject]) if can_see else ""
    return Row(
        (
            moment(one.sealed_at),
            Cell(one.subject or "–", url=url),
            Cell(one.paper_number, note=_kind(one.paper_kind)),
            Cell(actor_text(one.actor_name), note=one.title),
            one.authority,
        )
    )


def _kind(value: str) -> str:
    found = next((kind for kind in PaperKind if kind.value == value), None)
    return label(found) if found else value
