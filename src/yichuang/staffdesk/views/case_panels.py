"""The acts on a case as panels of its page: one for each act that is possible for the actor now."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView
from yichuang.cases.rules import Act, State
from yichuang.catalogue.rules import CaseType
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.cases import FORMS, CorrectForm, MissingForm, PlainActForm
from yichuang.staffdesk.forms.fields import asked_materials
from yichuang.staffdesk.views.shown import Panel, Refused, label, term_text

ON_THE_SPOT = "on_the_spot"
UNMASK = "unmask"
_TEMPLATES = {
    Act.REQUEST_CORRECTION: "staffdesk/parts/missing_lines.html",
    Act.CORRECT: "staffdesk/parts/correct_fields.html",
}
_KINDS = {Act.REFUSE: "danger", Act.DENY: "danger", Act.REQUEST_CORRECTION: "secondary"}
# The act that mostly comes next stands first and open.
_FIRST = (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.GRANT, Act.ISSUE, Act.DELIVER, Act.ARCHIVE, Act.CORRECT)


def panels(actor: Actor, view: CaseView, refused: Refused | None = None) -> list[Panel]:
    """The acts that are possible for the actor now, each with its form; a refused one with what was typed."""
    possible = [
        act for act in view.possible if act in FORMS and not (act is Act.REQUEST_CORRECTION and _was_told(view))
    ]
    possible.sort(key=lambda act: _FIRST.index(act) if act in _FIRST else len(_FIRST))
    found = [_panel(act, view, refused, is_first=place == 0) for place, act in enumerate(possible)]
    if _can_decide_now(actor, view):
        found.insert(0, _spot_panel(view, refused))
    if refused and refused.name != UNMASK and refused.name not in {panel.name for panel in found}:
        found.insert(0, _stale_panel(view, refused))
    return found


def act_form(act: Act, view: CaseView, request: HttpRequest | None = None) -> ActForm:
    """The form of an act: empty, or with what was sent."""
    data, files = (request.POST, request.FILES) if request else (None, None)
    if act is Act.REQUEST_CORRECTION:
        return MissingForm(data, names=checklist_names(view), ident=act.value)
    if act is Act.CORRECT:
        return CorrectForm(data, files, content=view.version.content, ident=act.value)
    return FORMS[act](data, ident=act.value)


def checklist_names(view: CaseView) -> list[str]:
    """The materials that the item asks for."""
    return [material.name for material in asked_materials(view.version.content)]


def _panel(act: Act, view: CaseView, refused: Refused | None, *, is_first: bool) -> Panel:
    is_refused = refused is not None and refused.name == act.value
    return Panel(
        name=act.value,
        title=label(act),
        url=reverse("staffdesk:act", args=[view.case_no, act.value]),
        form=refused.form if refused is not None and is_refused else act_form(act, view),
        button=label(act),
        kind=_KINDS.get(act, "primary"),
        text=_told(act, view),
        is_open=is_refused or (is_first and not (refused and refused.name != UNMASK)),
        template=_TEMPLATES.get(act, ""),
    )


def _spot_panel(view: CaseView, refused: Refused | None) -> Panel:
    is_refused = refused is not None and refused.name == ON_THE_SPOT
    return Panel(
        name=ON_THE_SPOT,
        title=gettext("Accept and grant on the spot"),
        url=reverse("staffdesk:act", args=[view.case_no, ON_THE_SPOT]),
        form=refused.form if refused is not None and is_refused else PlainActForm(ident=ON_THE_SPOT),
        button=gettext("Accept and grant on the spot"),
        text=gettext("Both acts are done at once, each with its paper."),
        is_open=True,
    )


def _stale_panel(view: CaseView, refused: Refused) -> Panel:
    """An act that is not possible (any more): why, with what was typed."""
    title = gettext("Accept and grant on the spot") if refused.name == ON_THE_SPOT else label(Act(refused.name))
    return Panel(
        name=refused.name,
        title=title,
        url=reverse("staffdesk:act", args=[view.case_no, refused.name]),
        form=refused.form,
        button=gettext("Try again"),
        kind="secondary",
        is_open=True,
        template=_TEMPLATES.get(Act(refused.name), "") if refused.name != ON_THE_SPOT else "",
    )


def _told(act: Act, view: CaseView) -> str:
    """What the act brings about, where that is not plain."""
    content = view.version.content
    if act is Act.RECEIVE:
        return gettext("The receipt is issued, and the five working days run in which everything missing must be told.")
    if act is Act.ACCEPT:
        limit = term_text(content.promised_limit or content.statutory_limit)
        return gettext("The notice of acceptance is issued, and the limit runs: {limit}.").format(limit=limit or "–")
    if act is Act.REQUEST_CORRECTION:
        return gettext(
            "The law allows one notice, so it must list everything. Fill in only the lines where something is wrong."
        )
    if act is Act.CORRECT:
        return gettext("Fill in only what the applicant corrects; what is left empty stays as it was.")
    return ""


def _was_told(view: CaseView) -> bool:
    return any(row.act is Act.REQUEST_CORRECTION for row in view.ledger)


def _can_decide_now(actor: Actor, view: CaseView) -> bool:
    is_ready = view.case_type is CaseType.INSTANT and view.state is State.RECEIVED
    return is_ready and Act.ACCEPT in view.possible and actor.may(Right.DECIDE_INSTANT, view.organisation_id)
