"""One version: its content, what it lacks, its history, the acts of its life, and what differs from another."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import use_of_version
from yichuang.catalogue import services
from yichuang.catalogue.queries import (
    EventRow,
    VersionDetail,
    VersionView,
    describe_version,
    difference_since,
    get_difference,
    get_version,
    list_versions,
)
from yichuang.catalogue.rules import REASON_NEEDED, Act, VersionState, right_for
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError, NotFoundError
from yichuang.core.problems import status_of
from yichuang.core.rights import CATALOGUE_RIGHTS, Right
from yichuang.staffdesk.access import WRITE, desk, require_any
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.items import ReasonedVersionActForm, VersionActForm
from yichuang.staffdesk.views.content_parts import sections, short_elements
from yichuang.staffdesk.views.differences import Group, grouped
from yichuang.staffdesk.views.items import BEING_MADE, VERSION_TONES
from yichuang.staffdesk.views.missing_points import is_unchanged, missing_points
from yichuang.staffdesk.views.shown import Panel, Refused, actor_text, label, page
from yichuang.ui.parts import Moment

_UNPROCESSABLE = 422
_PUBLIC = frozenset({VersionState.PUBLISHED, VersionState.SUSPENDED})
_DANGER = frozenset({Act.SEND_BACK, Act.SUSPEND, Act.CANCEL, Act.DISCARD})


@desk(*CATALOGUE_RIGHTS)
def show(request: HttpRequest, actor: Actor, version_id: int) -> HttpResponse:
    """The version with everything about it, and the acts that are possible for the actor now."""
    return version_page(request, actor, _described(actor, version_id))


@desk(*CATALOGUE_RIGHTS, methods=WRITE)
def act(request: HttpRequest, actor: Actor, version_id: int, name: str) -> HttpResponse:
    """The act is done and the version shown again; a refusal stands on the page with its status."""
    if name not in _DOERS:
        raise PageNotFoundError
    detail = _described(actor, version_id)
    form = _form(Act(name), request)
    if not form.is_valid():
        return version_page(request, actor, detail, Refused(name, form, _UNPROCESSABLE))
    try:
        state = _DOERS[name](actor, version_id, form.cleaned_data["reason"])
    except (ForbiddenError, NotFoundError):
        raise
    except DomainError as error:
        form.refuse(error)
        return version_page(request, actor, _described(actor, version_id), Refused(name, form, status_of(error)))
    told = gettext("Done: {act}. The version is now “{state}”.")
    messages.success(request, told.format(act=label(Act(name)), state=label(state)))
    return redirect("staffdesk:version", version_id=version_id)


@desk(*CATALOGUE_RIGHTS)
def difference(request: HttpRequest, actor: Actor, version_id: int, other_id: int) -> HttpResponse:
    """What changed from the other version to this one."""
    newer, older = _described(actor, version_id).version, get_version(other_id)
    require_any(actor, CATALOGUE_RIGHTS, older.organisation_id)
    context = {
        "newer": newer,
        "older": older,
        "groups": grouped(get_difference(other_id, version_id, say=gettext), older.content, newer.content),
    }
    return page(request, "version_difference", context)


def version_page(
    request: HttpRequest, actor: Actor, detail: VersionDetail, refused: Refused | None = None
) -> HttpResponse:
    """The page of a version; with a refused act."""
    version = detail.version
    others = [row for row in list_versions(version.item_id) if row.id != version.id]
    current = next((row for row in others if row.state in _PUBLIC), None)
    is_compared = current is not None and version.state in BEING_MADE
    may_edit = version.state is VersionState.DRAFT and actor.may(Right.EDIT_ITEMS, version.organisation_id)
    acts = _panels(actor, detail, refused)
    context = {
        "detail": detail,
        "version": version,
        "state": label(version.state),
        "state_tone": VERSION_TONES[version.state],
        "acts": acts,
        "missing": missing_points(detail, has_links=may_edit),
        "is_draft": version.state is VersionState.DRAFT,
        "may_edit": may_edit,
        "may_start": _may_start(actor, version),
        "open_version": next((row for row in others if row.state in BEING_MADE), None),
        "current": current,
        "groups": _groups(version, current.id) if current and is_compared else [],
        "is_compared": is_compared,
        "is_review": version.state in BEING_MADE and version.state is not VersionState.DRAFT,
        "use": use_of_version(current.id) if current and Act.PUBLISH.value in {one.name for one in acts} else None,
        "elements": short_elements(version.content),
        "sections": sections(version.content),
        "history": [_moment(event) for event in detail.events],
        "others": others,
    }
    return page(request, "version", context, refused)


def _groups(version: VersionView, current_id: int) -> list[Group]:
    """What the version changes in the one that the public sees."""
    return grouped(difference_since(version.id, say=gettext), get_version(current_id).content, version.content)


def _described(actor: Actor, version_id: int) -> VersionDetail:
    detail = describe_version(version_id)
    require_any(actor, CATALOGUE_RIGHTS, detail.version.organisation_id)
    return detail


def _panels(actor: Actor, detail: VersionDetail, refused: Refused | None) -> list[Panel]:
    version = detail.version
    allowed = [one for one in detail.possible_acts if actor.may(right_for(version.state, one), version.organisation_id)]
    can_be_submitted = version.state is not VersionState.DRAFT or not is_unchanged(detail)
    names = [one.value for one in allowed if one is not Act.SUBMIT or can_be_submitted]
    if refused is not None and refused.name not in names:
        names.insert(0, refused.name)
    return [_panel(Act(name), version.id, refused) for name in names]


def _panel(one: Act, version_id: int, refused: Refused | None) -> Panel:
    is_refused = refused is not None and refused.name == one.value
    return Panel(
        name=one.value,
        title=label(one),
        url=reverse("staffdesk:version_act", args=[version_id, one.value]),
        form=refused.form if refused is not None and is_refused else _form(one),
        button=label(one),
        kind="danger" if one in _DANGER else "primary",
        is_open=is_refused,
    )


def _form(one: Act, request: HttpRequest | None = None) -> ActForm:
    kind = ReasonedVersionActForm if one in REASON_NEEDED else VersionActForm
    return kind(request.POST if request else None, ident=one.value)


def _may_start(actor: Actor, version: VersionView) -> bool:
    """Whether a new version may be written from this one, which the public sees."""
    return version.state in _PUBLIC and actor.may(Right.EDIT_ITEMS, version.organisation_id)


def _moment(event: EventRow) -> Moment:
    text = f"{label(event.from_state) or '–'} → {label(event.to_state)}"
    who = f"{actor_text(event.actor_name)} {event.post_title}".strip()
    return Moment(
        label(event.act),
        event.at,
        who=who,
        text="\n".join(part for part in (text, gettext(event.reason) if event.reason else "") if part),
    )


_Doer = Callable[[Actor, int, str], VersionState]
_DOERS: Mapping[str, _Doer] = {
    Act.SUBMIT.value: lambda actor, at, note: services.submit(actor=actor, version_id=at, note=note),
    Act.PASS_DEPARTMENT.value: lambda actor, at, note: services.pass_department_review(
        actor=actor, version_id=at, note=note
    ),
    Act.PASS_LEGAL.value: lambda actor, at, note: services.pass_legal_review(actor=actor, version_id=at, note=note),
    Act.PASS_CENTRE.value: lambda actor, at, note: services.pass_centre_review(actor=actor, version_id=at, note=note),
    Act.SEND_BACK.value: lambda actor, at, why: services.send_back(actor=actor, version_id=at, reason=why),
    Act.PUBLISH.value: lambda actor, at, note: services.publish(actor=actor, version_id=at, note=note),
    Act.SUSPEND.value: lambda actor, at, why: services.suspend(actor=actor, version_id=at, reason=why),
    Act.RESUME.value: lambda actor, at, note: services.resume(actor=actor, version_id=at, note=note),
    Act.CANCEL.value: lambda actor, at, why: services.cancel_item(actor=actor, version_id=at, reason=why),
    Act.DISCARD.value: lambda actor, at, why: services.discard_draft(actor=actor, version_id=at, reason=why),
}
