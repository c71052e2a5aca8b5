"""The receipt of an application that was just submitted: its number, and how it goes on."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yichuang.cases.queries import CaseView, get_case_view, policy
from yichuang.core import clock
from yichuang.identity.access import actor_for_request
from yichuang.organisations.queries import get_organisation
from yichuang.portal.reading import written_day
from yichuang.portal.summaries import case_boxes
from yichuang.portal.views.common import applicant_only
from yichuang.portal.words import local, term_text, title
from yichuang.ui.parts import Crumb, Definition, FileLink


@require_safe
@applicant_only
def submitted(request: HttpRequest, case_no: str) -> HttpResponse:
    """The application has arrived: its number, who must do what next and by when, the papers so far."""
    actor = actor_for_request(request)
    view = get_case_view(actor, case_no)
    context = {
        "view": view,
        "organisation": get_organisation(view.organisation_id),
        "notice": term_text(policy().notice_limit),
        "commitment": _commitment(view),
        "due_on": written_day(view.duty.due_on),
        "follow_url": f"{settings.PUBLIC_BASE_URL.rstrip('/')}{reverse('portal:case', args=[view.case_no])}",
        "facts": _facts(view),
        "boxes": case_boxes(view),
        "papers": [
            FileLink(title(paper.title), reverse("portal:paper", args=[view.case_no, paper.id]), note=paper.number)
            for paper in view.papers
        ],
        "paper_boxes": [box for box in case_boxes(view) if box.is_on_paper and box.is_required],
        "principal": actor.acting_for.name if actor.acting_for else "",
        "crumbs": [
            Crumb(gettext("Home"), "/"),
            Crumb(gettext("My cases"), reverse("portal:cases")),
            Crumb(view.case_no, reverse("portal:case", args=[view.case_no])),
        ],
    }
    return render(request, "portal/submitted.html", context)


def _commitment(view: CaseView) -> str:
    """What becomes of a wish to be granted on commitment; empty where there is none. Law: AY 25; ZJ 14."""
    if not view.wishes_commitment:
        return ""
    return gettext(
        "You chose commitment: if nothing is wrong, it is decided on the spot, without the usual examination. What you declared is "
        "checked within {limit} afterwards."
    ).format(limit=term_text(policy().verification_limit))


def _facts(view: CaseView) -> list[Definition]:
    at = clock.local(view.submitted_at)
    return [
        Definition(gettext("Service"), local(view.version.content, "name")),
        Definition(gettext("Applicant"), view.party.name),
        Definition(gettext("Submitted on"), f"{written_day(at.date())} {at:%H:%M}"),
    ]
