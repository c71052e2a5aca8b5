"""Why an act is not offered on the page of a case: told near the acts, in the reader's words."""

from django.utils.translation import gettext

from yichuang.cases.errors import ActNotAllowedError
from yichuang.cases.queries import CaseView
from yichuang.cases.rules import possible_acts
from yichuang.core.errors import DomainError
from yichuang.core.problems import message_of
from yichuang.staffdesk.errors import NotOfferedError
from yichuang.staffdesk.views.desk_acts import DESK_ACTS
from yichuang.staffdesk.views.shown import label


def for_reader(error: DomainError, view: CaseView) -> DomainError:
    """The refusal of an act that came too late names what this reader may do instead, not everybody."""
    if not isinstance(error, ActNotAllowedError):
        return error
    act, offered = error.details["act"], [one for one in view.possible if one in DESK_ACTS]
    if not offered:
        return NotOfferedError(act=act, state=view.state)
    return ActNotAllowedError(act=act, state=view.state, possible=offered)


def not_open(view: CaseView, asked: str) -> str:
    """Why the act that the address names is not open to the reader; empty where it is, or is none."""
    act = next((one for one in DESK_ACTS if one.value == asked), None)
    if act is None or act in view.possible:
        return ""
    if act in possible_acts(view.state, view.case_type):
        told = gettext("“{act}” is not open to you in this case as it stands now.")
        return told.format(act=label(act))
    return message_of(for_reader(ActNotAllowedError(act=act, state=view.state), view))


def letter_lacking(view: CaseView) -> str:
    """What the reader's letter of authority lacks for what could be done now; empty where nothing."""
    refusal = view.letter_refusal
    if refusal is None:
        return ""
    named = {**refusal.details, "item_code": view.item_name}
    return gettext("Some acts are not offered to you. {why}").format(why=message_of(type(refusal)(**named)))
