"""What the case granted: how it reaches the applicant, until when it holds, and how he has it changed, renewed or ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, renew_by
from yichuang.cases.rules import KEPT, Act, DeliveryMethod, State
from yichuang.cases.rules import Standing as Grant
from yichuang.catalogue.queries import followers_of
from yichuang.catalogue.rules import Purpose
from yichuang.core import clock
from yichuang.portal.handled import followed_codes, followers
from yichuang.portal.words import day_text, is_english, local
from yichuang.ui.parts import Definition

_WAITING = frozenset({State.GRANTED, State.DENIED, State.ISSUED})


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
    row = next((row for row in reversed(view.ledger) if row.act is Act.DELIVER), None)
    if row is None:
        ways = view.version.content.delivery_methods
        return [Definition(gettext("How you get it"), _ways(ways))] if view.state in _WAITING else []
    details = row.details
    method = next((gettext(one.label) for one in DeliveryMethod if one.value == details.get("method")), "")
    found = [
        (gettext("How it reached you"), method),
        (gettext("Post number"), str(details.get("tracking_no", ""))),
        (gettext("Locker"), str(details.get("place", ""))),
        (gettext("Taken by"), str(details.get("receiver", ""))),
        (gettext("On"), f"{clock.local(row.at):%Y-%m-%d %H:%M}"),
    ]
    return [Definition(term, detail) for term, detail in found if detail]


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
    if view.standing is Grant.VALID and (told := _renewal(view.valid_until, clock.today())):
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


def further_of(view: CaseView) -> list[Further]:
    """The services that change, renew or end what the case granted, while it is in force and in the applicant's hand.

    Law: ALL 49, 50, 70.
    """
    if view.standing is not Grant.VALID or view.state not in KEPT[Act.AMEND] or view.about:
        return []
    if view.purpose is Purpose.CANCEL:
        return []
    rows = followers_of(followed_codes(view.version.content))
    found = [one for one in followers(rows, "") if one.row.organisation_id == view.organisation_id]
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


def _is_over(view: CaseView) -> bool:
    return view.valid_until is not None and view.valid_until < clock.today()
