"""What an applicant (or a clerk for him) is still writing. Nothing that was typed is lost, nothing is overwritten unseen."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from yichuang.cases import access
from yichuang.cases.errors import DraftStaleError, DraftSubmittedError, ItemClosedError, MaterialUnknownError
from yichuang.cases.models import Draft
from yichuang.cases.rules import RIGHT_OF, Act, Channel, FormValue
from yichuang.cases.services.filing import Party
from yichuang.catalogue.queries import get_version, is_open_for_cases
from yichuang.core import clock
from yichuang.core.actor import Actor, ActorKind, SignInRequiredError
from yichuang.documents.queries import UploadView
from yichuang.documents.services import store_upload


@transaction.atomic
def start_draft(*, actor: Actor, key: UUID, version_id: int, channel: Channel) -> UUID:
    """A draft under that version exists; the same key again gives the same draft.

    Raises:
        SignInRequiredError, RightMissingError: nobody is signed in; a clerk without the right to receive.
        ItemClosedError: the item takes no applications.
    """
    if actor.account_id is None:
        raise SignInRequiredError
    version = get_version(version_id)
    if channel is Channel.WINDOW or actor.kind is ActorKind.STAFF:
        actor.require(RIGHT_OF[Act.SUBMIT], version.organisation_id)
    if not is_open_for_cases(version_id):
        raise ItemClosedError(item=version.name)
    now = clock.now()
    draft = Draft(
        key=key,
        version_id=version_id,
        owner_id=actor.account_id,
        channel=channel.value,
        form={},
        party={},
        created_at=now,
        saved_at=now,
    )
    Draft.objects.bulk_create([draft], ignore_conflicts=True)
    return access.get_draft(actor, key).key


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    key: UUID,
    revision: int,
    form: Mapping[str, FormValue] | None = None,
    party: Party | None = None,
    materials_at_window: tuple[str, ...] | None = None,
) -> int:
    """The answers given stand in the draft as typed, right or wrong; the new revision is given back.

    Raises:
        DraftNotFoundError, DraftSubmittedError: there is no such open draft of the actor.
        DraftStaleError: it was saved elsewhere since `revision`.
    """
    draft = _open_draft(actor, key)
    if draft.revision != revision:
        raise DraftStaleError
    if form is not None:
        draft.form = {**draft.form, **form}
    if party is not None:
        draft.party = asdict(party)
    if materials_at_window is not None:
        given = {code: draft.materials.get(code, []) for code in materials_at_window}
        draft.materials = given | {code: ids for code, ids in draft.materials.items() if ids}
    _save(draft)
    return draft.revision


def attach_material(
    *, actor: Actor, key: UUID, code: str, name: str, stream: BinaryIO, declared_size: int | None = None
) -> UploadView:
    """The file is stored and stands in the draft under that material.

    Raises:
        DraftNotFoundError, DraftSubmittedError: there is no such open draft of the actor.
        MaterialUnknownError: the item does not ask for it.
        Otherwise as `documents.store_upload`.
    """
    draft = access.get_draft(actor, key)
    if code not in {material.code for material in get_version(draft.version_id).content.materials}:
        raise MaterialUnknownError(code=code)
    upload = store_upload(
        actor=actor, name=name, stream=stream, declared_size=declared_size, subject=str(key), material_code=code
    )
    with transaction.atomic():
        draft = _open_draft(actor, key)
        draft.materials = {**draft.materials, code: [*draft.materials.get(code, []), upload.id]}
        _save(draft)
    return upload


@transaction.atomic
def remove_material(*, actor: Actor, key: UUID, code: str, upload_id: int) -> None:
    """The file stands no longer in the draft.

    Raises:
        DraftNotFoundError, DraftSubmittedError: there is no such open draft of the actor.
    """
    draft = _open_draft(actor, key)
    left = [one for one in draft.materials.get(code, []) if one != upload_id]
    draft.materials = {**draft.materials, code: left}
    if not left:
        del draft.materials[code]
    _save(draft)


@transaction.atomic
def discard_draft(*, actor: Actor, key: UUID) -> None:
    """The draft is gone with everything typed in it.

    Raises:
        DraftNotFoundError, DraftSubmittedError: there is no such open draft of the actor.
    """
    _open_draft(actor, key).delete()


def _open_draft(actor: Actor, key: UUID) -> Draft:
    draft = access.get_draft(actor, key, lock=True)
    if draft.case_no:
        raise DraftSubmittedError(case_no=draft.case_no)
    return draft


def _save(draft: Draft) -> None:
    draft.revision += 1
    draft.saved_at = clock.now()
    draft.save(update_fields=["form", "party", "materials", "revision", "saved_at"])
