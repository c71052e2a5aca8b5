"""Who has a case in hand, and what the actor may do about that, as parts of the page."""

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, list_colleagues
from yichuang.core.actor import Actor
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.handling import HandOverForm
from yichuang.staffdesk.views.shown import Refused

HAND_OVER = "hand_over"


def handling(actor: Actor, view: CaseView, refused: Refused | None) -> dict[str, object]:
    """The parts of the page that say who has the case."""
    known = view.handling
    is_refused = refused is not None and refused.name == HAND_OVER
    form = refused.form if refused is not None and is_refused else hand_over_form(actor, view)
    return {
        "handler": _who(view),
        "take_url": _url(view, "take") if known.may_take else "",
        "give_back_url": _url(view, "give_back") if known.may_give_back else "",
        "hand_over_url": _url(view, HAND_OVER) if known.may_hand_over else "",
        "hand_over_form": form,
        "take_key": ActForm(ident="take"),
        "is_hand_over_open": is_refused,
        "handling_errors": refused.form.non_field_errors() if refused and refused.name in {"take", "give_back"} else (),
    }


def hand_over_form(actor: Actor, view: CaseView, data: object = None) -> HandOverForm:
    """The form with the colleagues who may have the case; none are read for who may not hand it over."""
    found = list_colleagues(actor, view.organisation_id) if view.handling.may_hand_over else ()
    choices = [
        (one.account_id, f"{one.name} · {one.posts}") for one in found if one.account_id != view.handling.handler_id
    ]
    return HandOverForm(data, colleagues=choices, ident=HAND_OVER)


def _who(view: CaseView) -> str:
    """Who has it; nothing to say of a closed case that nobody has."""
    if view.handling.is_mine:
        return gettext("In your hands")
    if view.handling.handler_name:
        return gettext("In the hands of {name}").format(name=view.handling.handler_name)
    return "" if view.closed_at else gettext("In nobody's hands yet")


def _url(view: CaseView, name: str) -> str:
    return reverse("staffdesk:handling", args=[view.case_no, name])
