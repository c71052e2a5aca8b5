"""What the case granted: how it reaches the applicant, until when it holds, and how he has it changed, renewed or ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, DraftView, last_row, list_grants, renew_by
from yichuang.cases.rules import KEPT, Act, DeliveryMethod, State
from yichuang.cases.rules import Standing as Grant
from yichuang.catalogue.queries import followers_of
from yichuang.catalogue.rules import Purpose
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.portal.handled import Follower, followed_codes, followers
from yichuang.portal.words import day_text, is_english, local
from yichuang.ui.parts import Definition

_YEAR = timedelta(days=365)
_WAITING = frozenset({State.GRANTED, State.ISSUED})


@dataclass(frozen=True, slots=True)
class Further:
    """Something that can be applied for about what was granted."""

    label: str
    name: str
    is_foreign: bool
    url: str
    note: str


def delivery_of(view: CaseView) -> list[Definition]:
    """How the result comes, or how it came; nothing before there is one."""
    row = last_row(view.ledger, Act.DELIVER)
    if row is None:
        return _coming(view)
    details = row.details
    method = next((gettext(one.label) for one in DeliveryMethod if one.value == details.get("method")), "")
    found = [
        (gettext("How it is delivered"), method),
        (gettext("Post number"), str(details.get("tracking_no", ""))),
        (gettext("Locker"), str(details.get("place", ""))),
        (gettext("Taken by"), str(details.get("receiver", ""))),
        (_when(str(details.get("method", ""))), f"{clock.local(row.at):%Y-%m-%d %H:%M}"),
    ]
    return [Definition(term, detail) for term, detail in found if detail]


def _when(method: str) -> str:
    """What the instant of the delivery is: what is sent has not reached anybody by then."""
    if method == DeliveryMethod.POST:
        return gettext("Sent on")
    return gettext("Put there on") if method == DeliveryMethod.LOCKER else gettext("On")


def _coming(view: CaseView) -> list[Definition]:
    """How the result will come; of a denial there is the decision alone, of which the page says where it is."""
    if view.state not in _WAITING:
        return []
    return [Definition(gettext("How you get it"), _ways(view.version.content.delivery_methods))]


def _ways(ways: tuple[str, ...]) -> str:
    if is_english() or not ways:
        return gettext("At the window with your identity document; the department tells you of any other way.")
    return gettext(", ").join(ways)


def grant_rows(view: CaseView) -> list[Definition]:
    """Number, validity and the day by which a renewal is applied for; nothing where nothing was granted."""
    return list(_rows(view)) if view.standing is not Grant.NONE else []


def _rows(view: CaseView) -> Iterator[Definition]:
    if view.certificate_no:
        yield Definition(gettext("Number of the decision"), view.certificate_no)
    if view.valid_until is None:
        return
    yield Definition(gettext("Valid until"), day_text(view.valid_until))
    is_renewable = view.standing is Grant.VALID and Purpose.RENEW in _purposes(view)
    if is_renewable and (told := _renewal(view.valid_until, clock.today())):
        yield Definition(gettext("Renewal"), told)


def _renewal(valid_until: date, today: date) -> str:
    """What he does about the end of the validity. Law: ALL 50."""
    by = renew_by(valid_until)
    if by is None:
        return ""
    if today > valid_until:
        return gettext("It has expired and cannot be renewed any more; apply anew.")
    if today > by:
        return gettext("It was to be applied for by {day}. Apply at once.").format(day=day_text(by))
    return gettext("Apply by {day}, that is {days} days before it expires.").format(
        day=day_text(by), days=(valid_until - by).days
    )


def early_note(actor: Actor, draft: DraftView) -> str:
    """That what is to be renewed holds for more than a year yet; nothing otherwise. To apply so early is not forbidden."""
    if draft.version.content.handling.purpose is not Purpose.RENEW or not draft.about:
        return ""
    grants = list_grants(actor, draft.version)
    until = next((one.valid_until for one in grants if one.case_no == draft.about), None)
    if until is None or until <= clock.today() + _YEAR:
        return ""
    return gettext(
        "What you want to renew is valid until {day}, more than a year from now. You need not apply yet."
    ).format(day=day_text(until))


def further_of(view: CaseView) -> list[Further]:
    """The services that change, renew or end what the case granted, while it is in force and in the applicant's hand.

    Law: ALL 49, 50, 70.
    """
    if view.standing is not Grant.VALID or view.state not in KEPT[Act.AMEND] or view.about:
        return []
    if view.purpose is Purpose.CANCEL:
        return []
    found = _followers(view)
    if _is_over(view):
        found = [one for one in found if one.row.purpose is not Purpose.RENEW]
    return [
        Further(
            one.label,
            local(one.row, "name"),
            is_english() and not one.row.name_en,
            f"{reverse('portal:apply', args=[one.row.code])}?about={view.case_no}",
            one.note,
        )
        for one in found
    ]


def _followers(view: CaseView) -> list[Follower]:
    """The services of the same body about what the case granted."""
    rows = followers_of(followed_codes(view.version.content))
    return [one for one in followers(rows, "") if one.row.organisation_id == view.organisation_id]


def _purposes(view: CaseView) -> set[Purpose]:
    return {one.row.purpose for one in _followers(view)}


def _is_over(view: CaseView) -> bool:
    return view.valid_until is not None and view.valid_until < clock.today()
