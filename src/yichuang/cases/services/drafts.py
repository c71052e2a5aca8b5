"""What an applicant (or a clerk for him) is still writing. Nothing that was typed is lost, nothing is overwritten unseen."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from yichuang.cases import access
from yichuang.cases.errors import CaseNotFoundError, Clash, DraftStaleError, DraftSubmittedError, MaterialUnknownError
from yichuang.cases.models import Correction, Draft
from yichuang.cases.rules import RIGHT_OF, Act, Channel, FormValue, carry_answers
from yichuang.cases.services.about import about_of
from yichuang.cases.services.filing import require_open
from yichuang.cases.services.parties import Party, require_mandate, require_served
from yichuang.catalogue.queries import VersionView, get_version
from yichuang.core import clock
from yichuang.core.actor import Actor, ActorKind, SignInRequiredError
from yichuang.core.errors import ForbiddenError
from yichuang.core.identifiers import normalised
from yichuang.documents.queries import UploadView
from yichuang.documents.services import store_upload
from yichuang.identity.queries import get_person

_NUMBER_LENGTH = 15


@transaction.atomic
def start_draft(
    *, actor: Actor, key: UUID, version_id: int, channel: Channel, copy_from: str = "", about: str = ""
) -> UUID:
    """A draft under that version exists; the same key again gives the same draft.

    An agent's draft is his principal's. With `copy_from`, the number of an earlier case of one's own, its answers stand in
    the new draft as far as there is a question for them. `about` is the number of the case whose grant it is to amend, renew
    or cancel; who applies online is told at once if it cannot be.

    Raises:
        SignInRequiredError, RightMissingError: nobody is signed in; a clerk without the right to receive.
        MandateDoesNotCoverError: an agent's mandate is for other items.
        NotServedError: online, the item is for another kind of applicant.
        ItemClosedError: the item takes no applications; VersionReplacedError: under this version no more.
        CaseNotFoundError, CaseNoMistypedError: there is no such case of one's own to copy from.
        AboutUnfitError: it cannot be about that case.
    """
    owner_id = actor.owner_id
    if owner_id is None:
        raise SignInRequiredError
    version = get_version(version_id)
    if channel is not Channel.ONLINE or actor.kind is ActorKind.STAFF:
        actor.require(RIGHT_OF[Act.SUBMIT], version.organisation_id)
    require_mandate(actor, version)
    require_open(version)
    require_served(actor, version)
    now = clock.now()
    draft = Draft(
        key=key,
        version_id=version_id,
        owner_id=owner_id,
        channel=channel.value,
        form=_answers_of(actor, copy_from, version) if copy_from else {},
        party={},
        about=own_about(owner_id, version, about, channel),
        created_at=now,
        saved_at=now,
    )
    Draft.objects.bulk_create([draft], ignore_conflicts=True)
    return access.get_draft(actor, key).key


def own_about(owner_id: int, version: VersionView, about: str, channel: Channel) -> str:
    """The number in its one form. Whose grant it is a clerk's draft does not know yet; it is looked at when it is filed.

    Raises:
        AboutUnfitError: nothing in force under that number was granted to the owner that this item could change.
    """
    number = normalised(about).replace("-", "")
    if channel is not Channel.ONLINE or not number:
        return number[:_NUMBER_LENGTH]
    about_of(version, about, get_person(owner_id).identity_no)
    return number


def _answers_of(actor: Actor, case_no: str, version: VersionView) -> dict[str, FormValue]:
    case = access.get_case(actor, case_no)
    if not access.is_applicant(actor, case):
        raise CaseNotFoundError(case_no=case_no)
    earlier = get_version(case.version_id)
    is_same_item = earlier.item_id == version.item_id
    return dict(carry_answers(earlier.content, case.form, version.content, by_id=is_same_item).form)


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

    What stands there already changes nothing: neither the revision nor what the applicant confirmed.

    Raises:
        DraftNotFoundError, DraftSubmittedError: there is no such open draft of the actor.
        DraftStaleError: it was saved elsewhere since `revision`; it carries what is stored and what was typed.
    """
    draft = open_draft(actor, key)
    if draft.revision != revision:
        if clashes := tuple(_clashes(draft, form, party)):
            raise DraftStaleError(clashes, revision=draft.revision, saved_at=draft.saved_at)
        if materials_at_window is None or _with_papers(draft, materials_at_window) == draft.materials:
            return draft.revision
        raise DraftStaleError(revision=draft.revision, saved_at=draft.saved_at)
    before = (draft.form, draft.party, draft.materials)
    if form is not None:
        draft.form = {**draft.form, **form}
    if party is not None:
        draft.party = asdict(party)
    if materials_at_window is not None:
        draft.materials = _with_papers(draft, materials_at_window)
    if before != (draft.form, draft.party, draft.materials):
        save(draft)
    return draft.revision


def _clashes(draft: Draft, form: Mapping[str, FormValue] | None, party: Party | None) -> Iterator[Clash]:
    """Every value of what was typed that is not what the draft holds."""
    typed: dict[str, Mapping[str, FormValue]] = {"form": form or {}, "party": asdict(party) if party else {}}
    stored: dict[str, Mapping[str, FormValue]] = {"form": draft.form, "party": draft.party}
    for place, values in typed.items():
        for field, value in values.items():
            if (stands := stored[place].get(field) or "") != (value or ""):
                yield Clash(place, field, stands, value if isinstance(value, list) else str(value))


def _with_papers(draft: Draft, codes: tuple[str, ...]) -> dict[str, list[int]]:
    given = {code: draft.materials.get(code, []) for code in codes}
    return given | {code: ids for code, ids in draft.materials.items() if ids}


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
    if draft.case_no:
        raise DraftSubmittedError(case_no=draft.case_no)
    if code not in {material.code for material in get_version(draft.version_id).content.materials}:
        raise MaterialUnknownError(code=code)
    upload = store_upload(
        actor=actor, name=name, stream=stream, declared_size=declared_size, subject=str(key), material_code=code
    )
    with transaction.atomic():
        draft = open_draft(actor, key)
        draft.materials = {**draft.materials, code: [*draft.materials.get(code, []), upload.id]}
        save(draft)
    return upload


@transaction.atomic
def remove_material(*, actor: Actor, key: UUID, code: str, upload_id: int) -> None:
    """The file stands no longer in the draft.

    Raises:
        DraftNotFoundError, DraftSubmittedError: there is no such open draft of the actor.
    """
    draft = open_draft(actor, key)
    left = [one for one in draft.materials.get(code, []) if one != upload_id]
    draft.materials = {**draft.materials, code: left}
    if not left:
        del draft.materials[code]
    save(draft)


@transaction.atomic
def discard_draft(*, actor: Actor, key: UUID) -> None:
    """The draft is gone with everything typed in it.

    Raises:
        DraftNotFoundError, DraftSubmittedError: there is no such open draft of the actor.
    """
    open_draft(actor, key).delete()


@transaction.atomic
def forget_old_drafts(*, actor: Actor, before: datetime, size: int = 1000) -> int:
    """At most `size` drafts that nobody has changed since the instant are gone; their number is given back.

    So are corrections that were begun and never handed in.

    Only the system itself does this, for everybody alike.

    Law: PIPL 6 (no more data, and no longer, than the purpose needs).

    Raises:
        ForbiddenError: somebody else tries.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise ForbiddenError
    old = Draft.objects.filter(case_no="", saved_at__lt=before).order_by("saved_at")
    ids = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True)[:size])
    Draft.objects.filter(pk__in=ids).delete()
    Correction.objects.filter(saved_at__lt=before).delete()
    return len(ids)


def open_draft(actor: Actor, key: UUID) -> Draft:
    """The actor's draft, its row locked.

    Raises:
        DraftNotFoundError, DraftSubmittedError: there is no such open draft of the actor.
    """
    draft = access.get_draft(actor, key, lock=True)
    if draft.case_no:
        raise DraftSubmittedError(case_no=draft.case_no)
    return draft


def save(draft: Draft, *further: str) -> None:
    """The draft is stored under its next revision, with the further fields named."""
    draft.revision += 1
    draft.saved_at = clock.now()
    draft.save(update_fields=["form", "party", "materials", "revision", "saved_at", *further])
