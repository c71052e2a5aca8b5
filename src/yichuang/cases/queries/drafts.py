"""Reading drafts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yichuang.cases import access
from yichuang.cases.models import Draft
from yichuang.cases.rules import Channel, FormValue, PartyKind
from yichuang.catalogue.queries import VersionView, get_version
from yichuang.core.actor import Actor
from yichuang.documents.queries import UploadView, get_uploads
from yichuang.identity.queries import Person, get_person
from yichuang.identity.rules import IdentityType


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with the version of the item that it is written under. `materials` maps codes to what was handed in."""

    key: UUID
    version: VersionView
    channel: Channel
    form: Mapping[str, FormValue]
    party: Mapping[str, str]
    materials: Mapping[str, tuple[UploadView, ...]]
    revision: int
    saved_at: datetime
    case_no: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in a list."""

    key: UUID
    item_name: str
    channel: Channel
    saved_at: datetime


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
    )


def _party_of(person: Person) -> dict[str, str]:
    is_body = person.identity_type is IdentityType.CREDIT_CODE
    return {
        "kind": (PartyKind.ENTERPRISE if is_body else PartyKind.PERSON).value,
        "name": person.name,
        "identity_type": (person.identity_type or IdentityType.RESIDENT_CARD).value,
        "identity_no": person.identity_no,
        "phone": person.phone,
    }


def own_party(actor: Actor) -> dict[str, str]:
    """The actor as an applicant: the name, number and phone of the account.

    Raises:
        AccountNotFoundError: nobody is signed in.
    """
    return _party_of(get_person(actor.account_id or 0))


def list_drafts(actor: Actor, *, limit: int = 20) -> tuple[DraftRow, ...]:
    """The actor's open drafts, the newest first, at most `limit`."""
    if actor.account_id is None:
        return ()
    rows = Draft.objects.filter(owner_id=actor.account_id, case_no="").order_by("-saved_at")
    found = rows.values_list("key", "version__name", "channel", "saved_at")[:limit]
    return tuple(DraftRow(key, name, Channel(channel), saved_at) for key, name, channel, saved_at in found)
