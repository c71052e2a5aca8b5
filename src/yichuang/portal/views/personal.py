"""What is held about a person, who looked at it, and all of it as one file. Law: PIPL 44 to 47."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases.queries import get_case_view, get_draft_view, list_drafts, list_my_cases
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.paging import every
from yichuang.correspondence.queries import (
    ConsultationRow,
    MessageView,
    conversation,
    get_consultation,
    list_my_consultations,
    list_notices,
)
from yichuang.correspondence.rules import Side
from yichuang.documents.queries import UploadView
from yichuang.feedback.queries import rating_of
from yichuang.identity.access import actor_for_request
from yichuang.identity.queries import LookRow, get_account_view, held_about, looks_at
from yichuang.identity.services import export_own
from yichuang.portal import following
from yichuang.portal.reading import seen_text
from yichuang.portal.views.common import applicant_only, attached
from yichuang.ui.parts import Column, Crumb, Definition, Row

_SIZE = 200
_DRAFTS = 1000
EXPORT_NAME = "my-data.json"


@require_safe
@applicant_only
def personal(request: HttpRequest) -> HttpResponseBase:
    """What is held about the reader, in numbers that lead to it; who looked at it and why; what can be done."""
    actor = _own(request)
    account_id = actor.account_id or 0
    held = held_about(account_id)
    numbers = [row.case_no for row in every(lambda cursor: list_my_cases(actor, cursor=cursor, size=_SIZE))]
    looks = looks_at(account_id, numbers, cursor=request.GET.get("cursor") or None, size=20)
    view = get_account_view(account_id)
    context = {
        "account": [
            Definition(gettext("Name"), view.name),
            Definition(gettext(view.identity_type.label) if view.identity_type else "", view.identity_no),
            Definition(gettext("Phone number"), view.phone),
            Definition(gettext("E-mail"), view.email or gettext("Not given")),
            Definition(gettext("How you are told of news"), gettext(held.notice.label)),
            Definition(gettext("Account since"), f"{clock.local(held.created_at):%Y-%m-%d}"),
        ],
        "kinds": _kinds(actor, numbers),
        "drafts": following.draft_lines(list_drafts(actor)),
        "columns": [
            Column(gettext("When")),
            Column(gettext("Who looked")),
            Column(gettext("What was seen")),
            Column(gettext("Why")),
        ],
        "looks": [_look(one) for one in looks.rows],
        "next_cursor": looks.next_cursor,
        "is_acting": actor_for_request(request).acting_for is not None,
        "crumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("My personal data"))],
    }
    return render(request, "portal/personal.html", context)


@require_POST
@applicant_only
def export(request: HttpRequest) -> HttpResponseBase:
    """All that the contexts hold about the reader as one JSON file; that it was taken out is on record."""
    actor = _own(request)
    response: HttpResponse = JsonResponse(gathered(actor), json_dumps_params={"ensure_ascii": False, "indent": 2})
    return attached(response, EXPORT_NAME)


def gathered(actor: Actor) -> dict[str, Any]:
    """Everything about the actor in his own name, as values for JSON; nothing of anybody for whom he acts.

    Law: PIPL 45.
    """
    account = export_own(actor=actor)
    rows = every(lambda cursor: list_my_cases(actor, cursor=cursor, size=_SIZE))
    cases = [row.case_no for row in rows]
    return {
        "account": account,
        "cases": [_case(actor, case_no) for case_no in cases],
        "drafts": [_draft(actor, row.key) for row in list_drafts(actor, limit=_DRAFTS)],
        "questions": [_question(actor, row.number) for row in _questions(actor)],
        "notices": [
            {"at": one.at, "title": one.title, "text": one.text, "is_read": one.is_read}
            for one in every(lambda cursor: list_notices(actor, cursor=cursor, size=_SIZE))
        ],
        "looks": [
            {"at": one.at, "subject": one.subject, "what": one.what, "reason": one.reason, "by": one.by.value,
             "organisation": one.organisation_name, "post": one.post_title}
            for one in every(lambda cursor: looks_at(actor.account_id or 0, cases, cursor=cursor, size=_SIZE))
        ],
    }  # fmt: skip


def _own(request: HttpRequest) -> Actor:
    """The reader in his own name: personal data are one's own, whoever one acts for."""
    actor = actor_for_request(request)
    return Actor(account_id=actor.account_id, name=actor.name, kind=actor.kind)


def _kinds(actor: Actor, numbers: list[str]) -> list[Definition]:
    drafts, questions = len(list_drafts(actor, limit=_DRAFTS)), sum(1 for _ in _questions(actor))
    notices = sum(1 for _ in every(lambda cursor: list_notices(actor, cursor=cursor, size=_SIZE)))
    return [
        Definition(
            gettext("Cases, with answers, files, papers and messages"), len(numbers), url=reverse("portal:cases")
        ),
        Definition(gettext("Drafts, with answers and files"), drafts, url="#drafts"),
        Definition(gettext("Questions that you asked"), questions, url=reverse("portal:my_questions")),
        Definition(gettext("Notices"), notices, url=reverse("portal:notices")),
        Definition(gettext("Mandates"), gettext("see there"), url=reverse("identity:mandates")),
    ]


def _questions(actor: Actor) -> Iterator[ConsultationRow]:
    return every(lambda cursor: list_my_consultations(actor, cursor=cursor, size=_SIZE))


def _look(one: LookRow) -> Row:
    who = " ".join(part for part in (one.organisation_name, one.post_title) if part) or gettext(one.by.label)
    subject = one.subject.partition(":")[2] if one.subject.startswith("case:") else gettext("your account")
    seen = seen_text(one.what)
    what = gettext("{subject}: {what}").format(subject=subject, what=seen) if seen else subject
    return Row((f"{clock.local(one.at):%Y-%m-%d %H:%M}", who, what, one.reason))


def _case(actor: Actor, case_no: str) -> dict[str, Any]:
    view = get_case_view(actor, case_no)
    rating = rating_of(actor, case_no) if view.closed_at else None
    return {
        "case_no": case_no,
        "item": {"code": view.item_code, "name": view.item_name, "version": view.version.number},
        "state": view.state.value,
        "submitted_at": view.submitted_at,
        "closed_at": view.closed_at,
        "applicant": {
            "name": view.party.name,
            "identity_type": view.party.identity_type.value,
            "identity_no": view.party.identity_no,
            "phone": view.party.phone,
        },
        "answers": dict(view.form),
        "materials": [
            {"code": one.code, "name": one.name, "files": [_file(file) for file in one.uploads]}
            for one in view.materials
        ],
        "papers": [{"kind": one.kind.value, "number": one.number, "issued_at": one.issued_at} for one in view.papers],
        "messages": _messages(actor, case_no),
        "rating": None
        if rating is None
        else {
            "level": rating.level.value,
            "tags": [tag.value for tag in rating.tags],
            "text": rating.text,
            "at": rating.at,
        },
    }


def _messages(actor: Actor, case_no: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    older: str | None = None
    while True:
        talk = conversation(actor, case_no, older=older, size=_SIZE)
        found = [{"at": one.at, "by": _author(one), "text": one.text} for one in talk.messages] + found
        older = talk.older_cursor
        if older is None:
            return found


def _author(message: MessageView) -> str:
    """Who wrote: the applicant by name, staff by their department."""
    return message.author if message.side is Side.APPLICANT else message.organisation_name


def _draft(actor: Actor, key: UUID) -> dict[str, Any]:
    draft = get_draft_view(actor, key)
    return {
        "item": {"code": draft.version.item_code, "name": draft.version.name},
        "saved_at": draft.saved_at,
        "applicant": dict(draft.party),
        "answers": dict(draft.form),
        "files": {code: [_file(one) for one in files] for code, files in draft.materials.items()},
    }


def _file(upload: UploadView) -> dict[str, Any]:
    return {"name": upload.name, "size": upload.size, "sha256": upload.digest, "handed_in_at": upload.created_at}


def _question(actor: Actor, number: str) -> dict[str, Any]:
    found = get_consultation(actor, number)
    return {
        "number": found.number,
        "asked_at": found.asked_at,
        "to": found.organisation_name,
        "title": found.title,
        "text": found.text,
        "answer": None if found.answer is None else {"text": found.answer.text, "at": found.answer.at},
        "is_public": found.is_public,
    }
