"""The forms of acts that need something of the case: what is missing, what may follow, which colleagues there are."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, MaterialView, kept_correction, list_colleagues, policy
from yichuang.cases.rules import Act, LineKind, PledgeKind, notice_lines
from yichuang.catalogue.rules import Material
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop
from yichuang.deadlines.errors import CalendarMissingError
from yichuang.deadlines.rules import Clock, Procedure, Term, due_on
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.cases import GrantForm
from yichuang.staffdesk.forms.correcting import CorrectForm
from yichuang.staffdesk.forms.missing import MissingForm, Named
from yichuang.staffdesk.forms.outcomes import AcceptForm, CommitForm, GroundForm, SupplyForm
from yichuang.staffdesk.forms.procedures import ResumeForm, StopForm
from yichuang.staffdesk.rules import Wordings
from yichuang.staffdesk.views.case_parts import prepared_of
from yichuang.staffdesk.views.shown import centre_calendar, counted, label

_NOT_HANDED_IN = ("未提交", "补交原件")
_FILES = (gettext_noop("{number} file"), gettext_noop("{number} files"))


@dataclass(frozen=True, slots=True)
class Asked:
    """For which act on which case a form is made, for whom, with which texts to pick; `request` holds what was sent."""

    actor: Actor
    act: Act
    view: CaseView
    texts: Wordings
    request: HttpRequest | None = None

    @property
    def sent(self) -> dict[str, Any]:
        """What every form is made from."""
        data, files = (self.request.POST, self.request.FILES) if self.request else (None, None)
        return {"data": data, "files": files, "ident": self.act.value}


def notice_form(asked: Asked) -> ActForm:
    """Everything that may be missing; what was not handed in is listed already."""
    view = asked.view
    return MissingForm(**asked.sent, names=_checklist(view), texts=asked.texts, initial=_not_given(view))


def correct_form(asked: Asked) -> ActForm:
    """The questions and materials of the notice first, with what the applicant prepared online."""
    view, content = asked.view, asked.view.version.content
    kept = kept_correction(asked.actor, view.case_no)
    wanted = _wanted(view) | set(kept.papers if kept else ())
    prepared = prepared_of(content, kept) if kept else None
    return CorrectForm(**asked.sent, content=content, wanted=wanted, prepared=prepared)


def fix_form(asked: Asked) -> ActForm:
    """All questions and materials, to put some right on the spot."""
    return CorrectForm(**asked.sent, content=asked.view.version.content)


def accept_form(asked: Asked) -> ActForm:
    """What is missing and may follow is ticked where the applicant asked for that when he applied."""
    consequence = gettext("If it does not come: {outcome}.").format(outcome=label(policy().missed_deferral))
    return AcceptForm(
        **asked.sent,
        deferrable=deferrable(asked.view),
        follow_by=last_day(asked.view.version.content.handling.deferral_limit or policy().deferral_limit),
        consequence=consequence,
        initial={"deferred": asked.view.deferred_wish},
    )


def supply_form(asked: Asked) -> ActForm:
    """The materials that were promised and have not come."""
    awaited = {one.code for one in asked.view.pledges if one.kind is PledgeKind.DEFERRED and one.is_kept is None}
    return SupplyForm(
        **asked.sent, awaited=[one for one in asked.view.version.content.materials if one.code in awaited]
    )


def commit_form(asked: Asked) -> ActForm:
    """What the item has its applicant declare."""
    commitment = asked.view.version.content.handling.commitment
    return CommitForm(**asked.sent, terms=commitment.terms if commitment else ())


def grant_form(asked: Asked) -> ActForm:
    """With the amount where a letter of the actor goes up to one."""
    letters = (letter for post in asked.actor.posts for letter in post.letters)
    return GrantForm(**asked.sent, asks_amount=any(letter.most_cents is not None for letter in letters))


def stop_form(asked: Asked) -> ActForm:
    """Each procedure with the clocks that it stops here, and the colleagues who can chair or go."""
    colleagues = list_colleagues(asked.actor, asked.view.organisation_id)
    return StopForm(
        **asked.sent,
        stops=stopped_text,
        colleagues=[(one.account_id, f"{one.name} · {one.posts}") for one in colleagues],
        people_on_site=policy().people_on_site,
        notice_days=policy().hearing_notice_days,
    )


def resume_form(asked: Asked) -> ActForm:
    """A result, or the record of a hearing."""
    is_hearing = any(one.procedure is Procedure.HEARING and one.to_day is None for one in asked.view.stops)
    return ResumeForm(**asked.sent, is_hearing=is_hearing)


def ground_form(asked: Asked) -> ActForm:
    """The grounds of the act."""
    return GroundForm(**asked.sent, act=asked.act)


def stopped_text(procedure: Procedure) -> str:
    """Which clocks the procedure stops in this place."""
    clocks = policy().clocks_of(procedure)
    if clocks == frozenset(Clock):
        return gettext("its time is not counted")
    if not clocks:
        return gettext("the time runs on")
    return gettext("not counted in the {clock} only").format(clock=label(next(iter(clocks))))


def deferrable(view: CaseView) -> list[Material]:
    """The materials that are missing and may follow later. Law: AY 24."""
    missing = {one.code for one in view.materials if one.is_required and not one.is_given}
    return [one for one in view.version.content.materials if one.code in missing and one.is_deferrable]


def last_day(term: Term) -> date | None:
    """The last day of a term that begins today; None where it cannot be said."""
    calendar = centre_calendar()
    try:
        return due_on(clock.today(), term, calendar) if calendar else None
    except CalendarMissingError:
        return None


def _checklist(view: CaseView) -> list[Named]:
    """What the notice may speak of: the materials that these answers ask for, then the answers themselves."""
    materials = [Named(material.name, _how_given(material)) for material in _asked(view)]
    return materials + [Named(answer.label, answer.value, is_answer=True) for answer in view.answers]


def _asked(view: CaseView) -> list[MaterialView]:
    return [material for material in view.materials if not (material.is_shared or material.is_made)]


def _how_given(material: MaterialView) -> str:
    if material.uploads:
        return counted(len(material.uploads), *_FILES)
    return gettext("on paper") if material.is_given else gettext("not handed in")


def _not_given(view: CaseView) -> dict[str, list[str]]:
    """The lines of the notice for what must be handed in and was not."""
    problem, remedy = _NOT_HANDED_IN
    found: dict[str, list[str]] = {}
    for at, material in enumerate(_asked(view)):
        if material.is_required and not material.is_given:
            found |= {f"reasons-{at}": [problem], f"wants-{at}": [remedy]}
    return found


def _wanted(view: CaseView) -> set[str]:
    """The questions and materials of which the notice speaks."""
    missing = next((row.details.get("missing") for row in view.ledger if row.act is Act.REQUEST_CORRECTION), None)
    lines = notice_lines(view.version.content, missing if isinstance(missing, list) else [])
    return {line.code for line in lines if line.kind is not LineKind.OTHER}
