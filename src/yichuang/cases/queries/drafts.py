"""Reading drafts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from yichuang.cases import access
from yichuang.cases.models import Draft
from yichuang.cases.queries.applying import kind_of
from yichuang.cases.rules import Channel, FormValue, draft_progress, excused
from yichuang.catalogue.queries import VersionView, get_version
from yichuang.core.actor import Actor
from yichuang.documents.queries import UploadView, get_uploads
from yichuang.identity.queries import Person, get_person
from yichuang.identity.rules import IdentityType


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with the version of the item that it is written under. `materials` maps codes to what was handed in.

    `about` is the number of the case whose grant it is to change; `later` are codes of materials that the applicant promises
    to bring later; `is_on_commitment`: he asks to be granted on commitment.
    `is_outdated`: a newer version of the item is public, to which the draft can move. `confirmed_at`: when the applicant
    confirmed the draft as it is now, None when he did not; `is_shown`: he saw it on the second screen, so his word is wanted.
    """

    key: UUID
    version: VersionView
    channel: Channel
    form: Mapping[str, FormValue]
    party: Mapping[str, str]
    materials: Mapping[str, tuple[UploadView, ...]]
    revision: int
    saved_at: datetime
    case_no: str
    about: str = ""
    later: tuple[str, ...] = ()
    is_on_commitment: bool = False
    is_outdated: bool = False
    confirmed_at: datetime | None = None
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in a list. `percent` of what must be given stands in it; `next_group` as in `rules.DraftProgress`."""

    key: UUID
    item_code: str
    item_name: str
    item_name_en: str
    channel: Channel
    saved_at: datetime
    is_outdated: bool
    percent: int
    next_group: int | None
    lacks_materials: bool


def get_draft_view(actor: Actor, key: UUID) -> DraftView:
    """The actor's own draft; the party is filled from the account as long as nothing was typed.

    Raises:
        DraftNotFoundError: there is none, or it is somebody else's.
    """
    draft = access.get_draft(actor, key)
    uploads = get_uploads([one for ids in draft.materials.values() for one in ids])
    party = draft.party
    if not party and draft.channel == Channel.ONLINE.value:
        party = _party_of(get_person(draft.owner_id))
    return DraftView(
        key=draft.key,
        version=get_version(draft.version_id),
        channel=Channel(draft.channel),
        form=draft.form,
        party=party,
        materials={code: tuple(uploads[one] for one in ids if one in uploads) for code, ids in draft.materials.items()},
        revision=draft.revision,
        saved_at=draft.saved_at,
        case_no=draft.case_no,
        about=draft.about,
        later=tuple(draft.later),
        is_on_commitment=draft.is_on_commitment,
        is_outdated=_is_outdated(draft),
        confirmed_at=draft.confirmed_at if draft.confirmed_revision == draft.revision else None,
        is_shown=draft.shown_at is not None,
    )


def _is_outdated(draft: Draft) -> bool:
    current = Draft.objects.filter(pk=draft.pk).values_list("version__item__current_id", flat=True)
    return not draft.case_no and current.get() != draft.version_id


def _party_of(person: Person) -> dict[str, str]:
    return {
        "kind": kind_of(person.identity_type).value,
        "name": person.name,
        "identity_type": (person.identity_type or IdentityType.RESIDENT_CARD).value,
        "identity_no": person.identity_no,
        "phone": person.phone,
    }


def own_party(actor: Actor) -> dict[str, str]:
    """The actor (or whom he acts for) as an applicant: the name, number and phone of the account.

    Raises:
        AccountNotFoundError: nobody is signed in.
    """
    return _party_of(get_person(actor.owner_id or 0))


def list_drafts(actor: Actor, *, limit: int = 20) -> tuple[DraftRow, ...]:
    """The open drafts of the actor (or of whom he acts for), the newest first, at most `limit`."""
    return _rows(access.own_drafts(actor).filter(case_no=""), limit)


def find_open_draft(actor: Actor, item_code: str, *, channel: Channel = Channel.ONLINE) -> DraftRow | None:
    """The newest open draft for that item, under whichever version: to continue it, or to start anew."""
    rows = access.own_drafts(actor).filter(case_no="", channel=channel.value, version__item__task_code=item_code)
    return next(iter(_rows(rows, 1)), None)


def _rows(drafts: Any, limit: int) -> tuple[DraftRow, ...]:
    found = drafts.annotate(current=F("version__item__current_id")).order_by("-saved_at", "-pk")[:limit]
    return tuple(_row(draft, draft.current) for draft in found)


def _row(draft: Draft, current_id: int | None) -> DraftRow:
    version = get_version(draft.version_id)
    given = [code for code, ids in draft.materials.items() if ids or draft.channel == Channel.WINDOW.value]
    given += excused(version.content, draft.later, is_on_commitment=draft.is_on_commitment)
    progress = draft_progress(version.content, draft.form, given)
    return DraftRow(
        key=draft.key,
        item_code=version.item_code,
        item_name=version.name,
        item_name_en=version.content.name_en,
        channel=Channel(draft.channel),
        saved_at=draft.saved_at,
        is_outdated=current_id != draft.version_id,
        percent=progress.percent,
        next_group=progress.next_group,
        lacks_materials=progress.lacks_materials,
    )
