"""Letters of authority on the page of a post: what they say, their signed copies, entering and withdrawing one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.catalogue.queries import list_items
from yichuang.core.actor import Actor
from yichuang.core.clock import today
from yichuang.core.money import Money
from yichuang.core.paging import every
from yichuang.core.rights import Right
from yichuang.documents.queries import open_upload
from yichuang.documents.services import store_upload
from yichuang.organisations import queries, services
from yichuang.organisations.rules import LetterState, LetterTerms, SignedCopy
from yichuang.staffdesk.access import desk, require_any
from yichuang.staffdesk.forms.authority import LetterForm
from yichuang.staffdesk.forms.fields import in_language
from yichuang.staffdesk.views.shown import day, label, moment
from yichuang.ui.parts import Definition, Tone

_PAGE = 100
_TONES = {LetterState.VALID: Tone.GOOD, LetterState.COMING: Tone.INFO, LetterState.WITHDRAWN: Tone.BAD}
_KEPT = (Right.KEEP_LETTERS, Right.MANAGE_ORGANISATIONS)
Given = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A letter on the page."""

    letter_id: int
    number: str
    state: str
    tone: Tone
    details: Sequence[Definition]


def letter_parts(letters: Sequence[queries.LetterView]) -> tuple[list[LetterPart], list[LetterPart]]:
    """The letters that hold or will, and those that hold no more."""
    names = _item_names(letters[0].organisation_id) if letters else {}
    shown = {one.id: _part(one, names) for one in letters}
    now = [shown[one.id] for one in letters if _holds(one)]
    return now, [shown[one.id] for one in letters if not _holds(one)]


def letter_form(
    post: queries.PostRow, data: object = None, files: object = None, initial: Mapping[str, object] | None = None
) -> LetterForm:
    """The form of a new letter for somebody in that post."""
    held = [
        one
        for one in queries.list_holdings(post_id=post.id)
        if not one.is_ended and (one.held_to is None or one.held_to >= today())
    ]
    people = {str(one.staff_id): one.staff_name for one in held}
    if post.deputy_id is not None:
        people.setdefault(str(post.deputy_id), post.deputy_name)
    items = _item_choices(_item_names(post.organisation_id))
    ident = f"grant_letter-{post.id}"
    return LetterForm(data, files, people=list(people.items()), items=items, initial=dict(initial or {}), ident=ident)


@transaction.atomic
def grant(actor: Actor, at: int, given: Given) -> None:
    """The letter is registered with its signed copy, or neither is."""
    scan, cents = given["signed_copy"], given["most_yuan"]
    assert isinstance(scan, UploadedFile)  # noqa: S101 - a required file field gives one
    stored = store_upload(
        actor=actor,
        name=scan.name or "",
        stream=scan,  # type: ignore[arg-type]  # reads as a file does
        declared_size=scan.size,
        subject=f"letter:{at}",
    )
    terms = LetterTerms(
        number=str(given["number"]),
        rights=tuple(Right(one) for one in given["rights"]),  # type: ignore[attr-defined]  # a list
        item_codes=tuple(given["item_codes"]),  # type: ignore[arg-type]
        most_cents=None if cents is None else int(cents * 100),  # type: ignore[operator]  # a decimal with two places
        valid_from=given["valid_from"],  # type: ignore[arg-type]  # a date field gives a date
        valid_to=given["valid_to"],  # type: ignore[arg-type]
        issued_by=str(given["issued_by"]),
    )
    copy = SignedCopy(stored.id, stored.digest_sm3, stored.name)
    services.grant_letter(actor=actor, post_id=at, staff_id=int(str(given["staff"])), terms=terms, copy=copy)


@desk()
def copy(request: HttpRequest, actor: Actor, letter_id: int) -> FileResponse:
    """The signed copy, for whoever keeps letters or is in the post, as an attachment that no browser guesses about."""
    letter = queries.get_letter(letter_id)
    if all(held.post_id != letter.post_id for held in actor.posts):
        require_any(actor, _KEPT, letter.organisation_id)
    opened = open_upload(letter.copy.upload_id)
    answer = FileResponse(opened.stream, as_attachment=True, filename=opened.name, content_type=opened.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _holds(one: queries.LetterView) -> bool:
    return one.state(today()) in {LetterState.VALID, LetterState.COMING}


def _item_choices(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The items by name; by code too where two have one name."""
    often = Counter(names.values())
    return [(code, name if often[name] == 1 else f"{name} ({code})") for code, name in names.items()]


def _item_names(organisation_id: int) -> dict[str, str]:
    """The names of the body's published items by code."""
    items = every(lambda cursor: list_items(organisation_id=organisation_id, cursor=cursor, size=_PAGE))
    return {row.code: in_language(row.name, row.name_en) for row in items}


def _part(one: queries.LetterView, names: Mapping[str, str]) -> LetterPart:
    state = one.state(today())
    most = gettext("Any amount") if one.most_cents is None else _yuan(one.most_cents)
    items = gettext(", ").join(names.get(code, code) for code in one.item_codes)
    details = [
        Definition(gettext("Representative"), one.staff_name),
        Definition(
            gettext("Period of validity"),
            gettext("{first} to {last}").format(first=day(one.valid_from), last=day(one.valid_to)),
        ),
        Definition(gettext("What the representative may do"), gettext(", ").join(label(right) for right in one.rights)),
        Definition(gettext("In which items"), items or gettext("Every item of the body")),
        Definition(gettext("Up to which amount"), most),
        Definition(gettext("Signed by"), one.issued_by),
        Definition(
            gettext("Signed copy"),
            one.copy.name,
            url=reverse("staffdesk:letter_copy", args=[one.id]),
        ),
        Definition(gettext("Digest of the copy (SM3)"), one.copy.digest),
    ]
    if one.withdrawn_at is not None:
        details.append(Definition(gettext("Withdrawn at"), moment(one.withdrawn_at), note=one.withdrawn_reason))
    return LetterPart(one.id, one.number, label(state), _TONES.get(state, Tone.NEUTRAL), details)


def _yuan(cents: int) -> str:
    return gettext("{amount} yuan").format(amount=Money(cents))
