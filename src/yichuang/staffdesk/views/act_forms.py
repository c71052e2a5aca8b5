"""The forms of acts that need something of the case: what is missing, what may follow, which colleagues there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, MaterialView, kept_correction, last_row, list_colleagues, policy
from yichuang.cases.rules import (
    GROUNDS_OF,
    Act,
    CancellationGround,
    Channel,
    DeliveryMethod,
    Hearing,
    LineKind,
    PledgeKind,
    Standing,
    State,
    notice_lines,
)
from yichuang.catalogue.rules import Material, MaterialForm
from yichuang.core import clock
from yichuang.core.actor import Actor, ActorKind
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.deadlines.errors import CalendarMissingError
from yichuang.deadlines.rules import Clock, Procedure, Term, due_on
from yichuang.organisations.queries import list_departments
from yichuang.staffdesk.forms.base import ActForm, GrantingForm
from yichuang.staffdesk.forms.cases import DeliverForm, DenyForm, GrantForm, RefuseForm, SpotForm
from yichuang.staffdesk.forms.correcting import CorrectForm, FixForm
from yichuang.staffdesk.forms.missing import MissingForm, Named
from yichuang.staffdesk.forms.outcomes import AcceptForm, CommitForm, GroundForm, SupplyForm
from yichuang.staffdesk.forms.procedures import ResumeForm, StopForm
from yichuang.staffdesk.rules import HAND_IN, NOT_HANDED_IN, Wordings, reason_from_above
from yichuang.staffdesk.views.case_parts import prepared_of
from yichuang.staffdesk.views.shown import centre_calendar, counted, label, moment

_ENDED = frozenset({Standing.REVOKED, Standing.RECALLED})
_WAY = "DE.DELIVERY.METHOD"
"""The data element of the question how the applicant wants the result."""
_WAYS = {
    "window": DeliveryMethod.WINDOW,
    "post": DeliveryMethod.POST,
    "locker": DeliveryMethod.LOCKER,
    "online": DeliveryMethod.ELECTRONIC,
    "electronic": DeliveryMethod.ELECTRONIC,
}
"""By the values of its choices."""
_FILES = (gettext_noop("{number} file"), gettext_noop("{number} files"))


@dataclass(frozen=True, slots=True)
class Asked:
    """For which act on which case a form is made, for whom, with which texts to pick, and what was sent."""

    actor: Actor
    act: Act
    view: CaseView
    texts: Wordings
    data: QueryDict | None = None
    files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None

    @property
    def sent(self) -> dict[str, Any]:
        """What every form is made from."""
        return {"data": self.data, "files": self.files, "ident": self.act.value}


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
    return CorrectForm(**asked.sent, content=content, wanted=wanted, prepared=prepared, present=_present(view))


def fix_form(asked: Asked) -> ActForm:
    """All questions and materials, to put some right on the spot."""
    return FixForm(**asked.sent, content=asked.view.version.content, present=_present(asked.view))


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
    promised = [one for one in asked.view.pledges if one.kind is PledgeKind.DEFERRED]
    awaited = {one.code for one in promised if one.is_kept is None}
    return SupplyForm(
        **asked.sent,
        awaited=[one for one in asked.view.version.content.materials if one.code in awaited],
        is_supplied=any(one.is_kept for one in promised),
    )


def commit_form(asked: Asked) -> ActForm:
    """What the item has its applicant declare; not asked again of who declared it himself online."""
    view, commitment = asked.view, asked.view.version.content.handling.commitment
    filed = view.ledger[0]
    is_own = filed.actor_kind == ActorKind.APPLICANT.value and "mandate" not in filed.details
    return CommitForm(
        **asked.sent,
        terms=commitment.terms if commitment else (),
        declared_at=moment(view.submitted_at) if view.wishes_commitment and is_own else "",
        asks_amount=asks_amount(asked.actor),
    )


def grant_form(asked: Asked) -> ActForm:
    """With the amount where a letter of the actor goes up to one."""
    return GrantForm(**asked.sent, asks_amount=asks_amount(asked.actor))


def deny_form(asked: Asked) -> ActForm:
    """The reasons begin with what the higher body decided, where one does."""
    answer, body = last_row(asked.view.ledger, Act.BRING_BACK), asked.view.version.content.handling.upper_body
    initial = {}
    if answer is not None and not answer.details.get("is_granted"):
        initial["reason"] = reason_from_above(body, str(answer.details["document_no"]), answer.reason)
    return DenyForm(**asked.sent, texts=asked.texts, initial=initial)


def spot_form(actor: Actor, ident: str, data: QueryDict | None = None) -> GrantingForm:
    """Acceptance and grant in one, with the amount where a letter of the actor goes up to one."""
    return SpotForm(data, ident=ident, asks_amount=asks_amount(actor))


def asks_amount(actor: Actor) -> bool:
    """Whether a letter of authority of the actor goes up to an amount only."""
    return any(letter.most_cents is not None for post in actor.posts for letter in post.letters)


def refuse_form(asked: Asked) -> ActForm:
    """Whose the application is now, and the other bodies; before the receipt that is the only ground."""
    view, bodies = asked.view, list_departments()
    return RefuseForm(
        **asked.sent,
        texts=asked.texts,
        own_body=next((one.name for one in bodies if one.id == view.organisation_id), ""),
        other_bodies=[one.name for one in bodies if one.id != view.organisation_id],
        is_received=view.received_at is not None,
    )


def deliver_form(asked: Asked) -> ActForm:
    """The way that the applicant chose is chosen; a result of which there is no file is named."""
    view, results = asked.view, asked.view.version.content.results
    has_result = bool(results) and view.state is State.ISSUED
    return DeliverForm(
        **asked.sent,
        without_file=results[0].name if has_result else "",
        initial={"method": _wished_way(view)},
    )


def stop_form(asked: Asked) -> ActForm:
    """Each procedure with the clocks that it stops here, and the colleagues who can chair or go."""
    found = list_colleagues(asked.actor, asked.view.organisation_id, has_self=True)
    return StopForm(
        **asked.sent,
        stops=stopped_text,
        colleagues=[(one.account_id, f"{one.name} · {one.posts}") for one in found if one.is_own],
        initial={"procedure": Procedure.HEARING.value if asked.view.hearing is Hearing.ASKED else None},
        people_for=policy().people_for,
        notice_days=policy().hearing_notice_days,
    )


def resume_form(asked: Asked) -> ActForm:
    """A result, or the record of a hearing whose hour has come."""
    is_hearing = any(one.procedure is Procedure.HEARING and one.to_day is None for one in asked.view.stops)
    return ResumeForm(**asked.sent, is_hearing=is_hearing and _hour_has_come(asked.view))


def _hour_has_come(view: CaseView) -> bool:
    row = last_row(view.ledger, Act.STOP)
    plan = row.details.get("hearing") if row else None
    return isinstance(plan, dict) and clock.now() >= datetime.fromisoformat(plan["held_at"])


def ground_form(asked: Asked) -> ActForm:
    """The grounds of the act that can hold of this case."""
    return GroundForm(**asked.sent, act=asked.act, grounds=_grounds(asked.act, asked.view))


def _grounds(act: Act, view: CaseView) -> Sequence[Labelled]:
    """Of what was revoked or recalled only that; of what is in force not that it has expired before its day. Law: ALL 70."""
    if act is not Act.CANCEL:
        return tuple(GROUNDS_OF[act])
    if view.standing in _ENDED:
        return (CancellationGround.ENDED,)
    has_expired = view.valid_until is not None and view.valid_until < clock.today()
    return [one for one in CancellationGround if has_expired or one is not CancellationGround.EXPIRED]


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
    if view.channel is not Channel.WINDOW:  # what comes on paper only is not asked of such an application
        missing -= {one.code for one in view.version.content.materials if one.form is MaterialForm.PAPER}
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
    """The lines of the notice for what must be handed in, was not, and is not promised for later."""
    found: dict[str, list[str]] = {}
    for at, material in enumerate(_asked(view)):
        if material.is_required and not material.is_given and material.code not in view.deferred_wish:
            found |= {f"reasons-{at}": [NOT_HANDED_IN], f"wants-{at}": [HAND_IN]}
    return found


def _present(view: CaseView) -> dict[str, str]:
    """The answers as the page shows them, by question."""
    return {one.field: one.value for one in view.answers if one.value}


def _wished_way(view: CaseView) -> str | None:
    """How the applicant wants the result, where the item asks that."""
    told = _present(view)
    for question in view.version.content.fields:
        if question.element == _WAY and question.id in told:
            chosen = next((one.value for one in question.choices if one.label == told[question.id]), "")
            return _WAYS[chosen].value if chosen in _WAYS else None
    return None


def _wanted(view: CaseView) -> set[str]:
    """The questions and materials of which the notice speaks."""
    missing = next((row.details.get("missing") for row in view.ledger if row.act is Act.REQUEST_CORRECTION), None)
    lines = notice_lines(view.version.content, missing if isinstance(missing, list) else [])
    return {line.code for line in lines if line.kind is not LineKind.OTHER}
