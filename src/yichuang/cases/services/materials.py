"""Materials that come into a case: what is noted of them, and whose files may be handed in."""

from collections.abc import Collection, Mapping, Sequence

from yichuang.cases.errors import MaterialUnknownError
from yichuang.cases.models import CaseMaterial
from yichuang.cases.services.step import Step
from yichuang.catalogue.rules import Material
from yichuang.core.actor import Actor, ActorKind
from yichuang.documents.errors import UploadNotFoundError
from yichuang.documents.queries import UploadView, get_uploads
from yichuang.documents.services import client_subject


def keep_materials(
    step: Step, materials: Mapping[str, list[int]], *, prepared: Collection[int] = (), made: Sequence[Material] = ()
) -> list[dict[str, object]]:
    """The materials stand in the case's list; given back is what the ledger says of them: codes and digests of files.

    `made` are those that the answers make. `prepared` are ids of files that the applicant himself added for this act, whoever does it.

    Raises:
        MaterialUnknownError: the item does not ask for it.
        UploadNotFoundError: a file that does not exist, or that somebody else handed in.
    """
    names = {material.code: material.name for material in step.content.materials}
    uploads = get_uploads([one for ids in materials.values() for one in ids]) if any(materials.values()) else {}
    rows: list[CaseMaterial] = []
    noted: list[dict[str, object]] = []
    for code, ids in materials.items():
        if code not in names:
            raise MaterialUnknownError(code=code)
        given: list[int | None] = [*ids] or [None]
        for upload_id in given:
            digest = _own(step.actor, uploads.get(upload_id), prepared).digest if upload_id else None
            rows.append(CaseMaterial(case=step.case, seq=step.seq, code=code, name=names[code], upload_id=upload_id))
            noted.append({"code": code, "sha256": digest})
    own = [one for one in made if one.code not in materials]
    rows += [CaseMaterial(case=step.case, seq=step.seq, code=one.code, name=one.name, copies=0) for one in own]
    CaseMaterial.objects.bulk_create(rows)
    return noted


def _own(actor: Actor, upload: UploadView | None, prepared: Collection[int]) -> UploadView:
    """The upload, which the actor handed in: else anybody's file could be read through a case of one's own."""
    if upload is None or not (upload.id in prepared or _is_own(actor, upload)):
        raise UploadNotFoundError
    return upload


def _is_own(actor: Actor, upload: UploadView) -> bool:
    if actor.kind is ActorKind.SYSTEM:
        return True
    if actor.client is not None:
        return upload.owner_id is None and upload.subject == client_subject(actor.client.client_id)
    return upload.owner_id == actor.owner_id
