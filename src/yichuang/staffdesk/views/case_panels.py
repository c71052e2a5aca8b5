"""The acts on a case as panels of its page: one for each act that is possible for the actor now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, list_texts
from yichuang.cases.rules import Act, DutyCode, State, Who
from yichuang.catalogue.rules import CaseType
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.staffdesk.forms.base import ActForm, EmptyForm
from yichuang.staffdesk.rules import STANDARD_TEXTS, Wordings, wordings
from yichuang.staffdesk.views.act_forms import Asked, spot_form
from yichuang.staffdesk.views.desk_acts import DESK_ACTS
from yichuang.staffdesk.views.paper_preview import button_of
from yichuang.staffdesk.views.shown import Panel, Refused, label

ON_THE_SPOT = "on_the_spot"
UNMASK = "unmask"
# Forms of the page that are no panels among the acts.
BESIDE = frozenset({UNMASK, "take", "give_back", "hand_over", "note", "say"})
_RARE = frozenset(act.value for act, at_desk in DESK_ACTS.items() if at_desk.is_rare)


@dataclass(frozen=True, slots=True)
class Panels:
    """The acts that are done all day, and those that are folded away because they are seldom needed."""

    usual: Sequence[Panel]
    rare: Sequence[Panel]

    @property
    def is_rare_open(self) -> bool:
        """Whether one of those folded away is asked for or was refused, or they are all there is to do."""
        return any(panel.is_open for panel in self.rare)


def panels(actor: Actor, view: CaseView, refused: Refused | None = None, *, opens: str = "") -> Panels:
    """The acts that are possible for the actor now, each with its form; a refused one with what was typed.

    What mostly comes next stands first and open, however seldom it is; `opens` names the act whose panel is unfolded instead.
    """
    possible = [act for act in DESK_ACTS if act in view.possible]
    comes_next = _comes_next(view, possible)
    possible.sort(key=lambda act: act is not comes_next)
    about_act = refused if refused and refused.name not in BESIDE else None
    texts = texts_for(actor, view, possible)
    rare = _RARE - {comes_next.value} if comes_next else _RARE
    usual = [act.value for act in possible if act.value not in rare]
    first = opens if opens in {act.value for act in possible} else (usual[0] if usual else "")
    found = [_panel(actor, act, view, about_act, texts, is_first=act.value == first) for act in possible]
    if can_decide_now(actor, view):
        found.insert(0, _spot_panel(actor, view, about_act))
    if about_act and about_act.name not in {panel.name for panel in found}:
        found.insert(0, _stale_panel(view, about_act))
    return Panels(
        [panel for panel in found if panel.name not in rare], [panel for panel in found if panel.name in rare]
    )


def _comes_next(view: CaseView, possible: Sequence[Act]) -> Act | None:
    """What the centre mostly does next; None where somebody else has the next move."""
    if view.wishes_commitment and Act.COMMIT in possible:
        return Act.COMMIT
    return None if view.duty.who is Who.APPLICANT else view.duty.act


def texts_for(actor: Actor, view: CaseView, acts: Sequence[Act]) -> Wordings:
    """The texts to pick for these acts; nothing is read where none of them needs any."""
    if not any(DESK_ACTS[act].has_texts for act in acts):
        return STANDARD_TEXTS
    return wordings((one.kind, one.text) for one in list_texts(actor, None, view.organisation_id))


def can_decide_now(actor: Actor, view: CaseView) -> bool:
    """Whether the actor may accept the case and decide it at once."""
    is_ready = view.case_type is CaseType.INSTANT and view.state is State.RECEIVED
    return is_ready and Act.ACCEPT in view.possible and actor.may(Right.DECIDE_INSTANT, view.organisation_id)


def _panel(
    actor: Actor, act: Act, view: CaseView, refused: Refused | None, texts: Wordings, *, is_first: bool
) -> Panel:
    refused_form = refused.form if refused is not None and refused.name == act.value else None
    at_desk, is_hearing = DESK_ACTS[act], act is Act.STOP and view.duty.code is DutyCode.HOLD_HEARING
    form = EmptyForm() if at_desk.opens else refused_form or at_desk.form(Asked(actor, act, view, texts))
    button = button_of(act, view, form) if isinstance(form, ActForm) else gettext(at_desk.opens)
    return Panel(
        name=act.value,
        title=gettext("Hold the hearing") if is_hearing else label(act),
        url=_url(view, act.value),
        form=form,
        button=button,
        kind="primary" if is_hearing else at_desk.kind,
        text=at_desk.said(view),
        is_open=refused_form is not None or (is_first and refused is None),
        template=at_desk.template,
        has_page=bool(at_desk.opens),
    )


def _spot_panel(actor: Actor, view: CaseView, refused: Refused | None) -> Panel:
    is_refused = refused is not None and refused.name == ON_THE_SPOT
    return Panel(
        name=ON_THE_SPOT,
        title=gettext("Accept and grant on the spot"),
        url=_url(view, ON_THE_SPOT),
        form=refused.form if refused is not None and is_refused else spot_form(actor, ON_THE_SPOT),
        button=gettext("Accept and grant on the spot"),
        text=gettext(
            "Two acts, each with its ledger row and its paper: acceptance, then the decision that grants. Where one is refused, neither is done."
        ),
        is_open=True,
    )


def _stale_panel(view: CaseView, refused: Refused) -> Panel:
    """An act that is not possible (any more): why, with what was typed."""
    is_spot = refused.name == ON_THE_SPOT
    return Panel(
        name=refused.name,
        title=gettext("Accept and grant on the spot") if is_spot else label(Act(refused.name)),
        url=_url(view, refused.name),
        form=refused.form,
        button=gettext("Try again"),
        kind="secondary",
        is_open=True,
        template="" if is_spot else DESK_ACTS[Act(refused.name)].template,
    )


def _url(view: CaseView, name: str) -> str:
    return reverse("staffdesk:act", args=[view.case_no, name])
