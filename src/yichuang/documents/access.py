"""Who may read an upload as its owner."""

from yichuang.core.actor import Actor
from yichuang.documents.errors import UploadNotFoundError
from yichuang.documents.queries import UploadView, get_upload


def own_upload(actor: Actor, upload_id: int) -> UploadView:
    """The upload, which the actor, or somebody for the same owner, handed in.

    Raises:
        UploadNotFoundError: there is none, or somebody else handed it in.
    """
    upload = get_upload(upload_id)
    if actor.owner_id is None or upload.owner_id != actor.owner_id:
        raise UploadNotFoundError
    return upload
