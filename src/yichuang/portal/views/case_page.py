"""The page of one case, which several acts lead back to."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, ending_of, get_case_view, kept_correction
from yichuang.cases.rules import Act, State, Who
from yichuang.catalogue.errors import ItemNotOpenError
from yichuang.catalogue.queries import published_version
from yichuang.core.actor import Actor
from yichuang.core.clock import today
from yichuang.correspondence.queries import ConversationView, conversation, list_notices
from yichuang.correspondence.services import mark_conversation_read
from yichuang.feedback.queries import rating_of, refusal_of
from yichuang.feedback.rules import RatingChannel, Refusal
from yichuang.identity.access import actor_for_request
from yichuang.organisations.queries import get_organisation, windows_for_item
from yichuang.portal import besides, following, granted, happenings
from yichuang.portal.bar import bar_of
from yichuang.portal.corrections import awaited
from yichuang.portal.dues import clock_of
from yichuang.portal.forms.following import MessageForm
from yichuang.portal.outcomes import outcome_of
from yichuang.portal.summaries import case_answers, case_boxes, case_party_rows
from yichuang.portal.views.common import OK, UNPROCESSABLE
from yichuang.ui.parts import Crumb


def case_page(request: HttpRequest, case_no: str, form: MessageForm | None = None) -> HttpResponse:
    """Where the case stands, who acts next and by when, what happened, papers, messages, what was handed in.

    What was written to the applicant counts as read. A form is shown again with what was wrong in it (422).
    """
    actor = actor_for_request(request)
    view = get_case_view(actor, case_no)
    context = {
        **_standing(actor, view),
        **conversation_context(actor, case_no, request.GET.get("older", ""), form),
        **_papers(view),
        **_rating(actor, view),
        "organisation": get_organisation(view.organisation_id),
        "windows": windows_for_item(view.organisation_id),
        **_clock(view),
        **_grant(view),
        "facts": following.facts_of(view),
        "party": case_party_rows(view.party),
        "groups": case_answers(view),
        "boxes": case_boxes(view),
        "crumbs": crumbs(view.case_no),
    }
    return render(request, "portal/case.html", context, status=OK if form is None else UNPROCESSABLE)


def conversation_context(
    actor: Actor, case_no: str, older: str = "", form: MessageForm | None = None
) -> dict[str, object]:
    """What was said about the case, which counts as read from now on, and the form to say more."""
    talk = conversation(actor, case_no, older=older or None)
    if _has_news(actor, talk):
        mark_conversation_read(actor=actor, case_no=case_no)
    return {
        "talk": talk,
        "is_older": bool(older),
        "message_form": form or MessageForm(initial={"key": uuid.uuid4()}),
        "case_no": case_no,
    }


def crumbs(case_no: str, last: str = "") -> list[Crumb]:
    """The way to the case, or to a page below it."""
    way = [Crumb(gettext("Home"), "/"), Crumb(gettext("My cases"), reverse("portal:cases"))]
    if not last:
        return [*way, Crumb(case_no)]
    return [*way, Crumb(case_no, reverse("portal:case", args=[case_no])), Crumb(last)]


def _has_news(actor: Actor, talk: ConversationView) -> bool:
    return talk.unread > 0 or bool(list_notices(actor, only_unread=True, case_no=talk.case_no, size=1).rows)


def _clock(view: CaseView) -> dict[str, object]:
    """How the days run, and the bar of the limit that binds the decision."""
    clock = clock_of(view)
    stop = besides.open_stop(view)
    bar = bar_of(clock.binding, today(), stop.expected_on if stop else None) if clock.binding else None
    return {"clock": clock, "bar": bar}


def _grant(view: CaseView) -> dict[str, object]:
    return {
        "delivery": granted.delivery_of(view),
        "grant": granted.grant_rows(view),
        "further": granted.further_of(view),
    }


def _standing(actor: Actor, view: CaseView) -> dict[str, object]:
    outcome = outcome_of(view.state, ending_of(view.ledger, standing=view.standing))
    to_do = besides.now_to_do(view)
    return {
        "view": view,
        "outcome": outcome,
        "standing_next": to_do or outcome.next,
        "notes": besides.notes_of(view),
        "may_withdraw": Act.WITHDRAW in view.possible,
        "due_label": following.due_label(view.duty, view.state),
        "again_url": _again_url(view),
        "duty_text": following.duty_text(view.duty, view.state),
        "is_mine": view.duty.who is Who.APPLICANT or bool(to_do),
        "is_closed": following.is_closed(view.state),
        "missing": following.missing_of(view),
        "reason": following.reason_of(view),
        "may_correct": Act.CORRECT in view.possible,
        "waits": awaited(view, kept_correction(actor, view.case_no)) if Act.CORRECT in view.possible else [],
    }


def _again_url(view: CaseView) -> str:
    """Where to apply anew once the case ended without a decision; empty where he cannot, or belongs elsewhere."""
    if view.state not in _AGAIN or besides.proper_body(view):
        return ""
    try:
        published_version(view.item_code)
    except ItemNotOpenError:
        return ""
    url = reverse("portal:apply", args=[view.item_code])
    return f"{url}?about={view.about}" if view.about else url


_AGAIN = frozenset({State.WITHDRAWN, State.LAPSED, State.TERMINATED, State.REFUSED})


def _papers(view: CaseView) -> dict[str, object]:
    links = {paper.id: following.paper_link(view, paper) for paper in view.papers}
    named = {ident: (link.url, link.name) for ident, link in links.items()}
    return {"papers": list(links.values()), "moments": happenings.timeline(view.ledger, named)}


def _rating(actor: Actor, view: CaseView) -> dict[str, object]:
    """Whether the closed case can be rated, or what was said of it."""
    if view.closed_at is None:
        return {}
    refused = refusal_of(view, RatingChannel.ONLINE)
    return {"may_rate": refused is None, "rated": rating_of(actor, view.case_no) if refused is Refusal.RATED else None}
