"""What is brought to the window for a case: papers and files, taken in together with the act that they are for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db import transaction

from yichuang.cases.services import ActDone
from yichuang.core.actor import Actor
from yichuang.documents.services import store_upload


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was sent for a material; `size` in bytes."""

    code: str
    name: str
    stream: BinaryIO
    size: int | None


def at_window(service: Callable[..., ActDone]) -> Callable[..., ActDone]:
    """The service with what was brought instead of ids of uploads: the files are stored and the act is done, or neither.

    What is given besides `papers` (codes of materials) and `files` goes to the service as it is. It raises what the service and
    `store_upload` raise.
    """

    @transaction.atomic
    def do(
        *, actor: Actor, case_no: str, papers: Sequence[str], files: Sequence[Incoming], key: str = "", **given: Any
    ) -> ActDone:
        materials = _stored(actor, case_no, papers, files)
        return service(actor=actor, case_no=case_no, materials=materials, key=key, **given)

    return do


def _stored(actor: Actor, case_no: str, papers: Sequence[str], files: Sequence[Incoming]) -> dict[str, list[int]]:
    """The ids of the files by material; a material that came on paper only has none."""
    materials: dict[str, list[int]] = {code: [] for code in papers}
    for file in files:
        upload = store_upload(
            actor=actor,
            name=file.name,
            stream=file.stream,
            declared_size=file.size,
            subject=f"case:{case_no}",
            material_code=file.code,
        )
        materials.setdefault(file.code, []).append(upload.id)
    return materials
