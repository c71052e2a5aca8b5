"""What is kept of a correction that is not handed in yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from yichuang.cases import access
from yichuang.cases.models import Correction
from yichuang.cases.rules import FormValue
from yichuang.core.actor import Actor
from yichuang.documents.queries import UploadView, get_uploads


@dataclass(frozen=True, slots=True)
class KeptCorrection:
    """What was typed and added so far. `papers` are codes of materials that will be brought to the window.

    `ready_at`: when the applicant said that only the papers are still to come; None while he is writing.
    """

    form: Mapping[str, FormValue]
    materials: Mapping[str, tuple[UploadView, ...]]
    papers: tuple[str, ...]
    saved_at: datetime
    ready_at: datetime | None


def kept_correction(actor: Actor, case_no: str) -> KeptCorrection | None:
    """What is kept for the case, None when there is nothing. Staff see it once only the papers are to come.

    Raises:
        CaseNotFoundError, CaseNoMistypedError, SignInRequiredError: see `access.get_case`.
    """
    case = access.get_case(actor, case_no)
    row = Correction.objects.filter(case=case).first()
    if row is None or not (row.ready_at or access.is_applicant(actor, case)):
        return None
    uploads = get_uploads([one for ids in row.materials.values() for one in ids])
    return KeptCorrection(
        form=row.form,
        materials={code: tuple(uploads[one] for one in ids if one in uploads) for code, ids in row.materials.items()},
        papers=tuple(row.papers),
        saved_at=row.saved_at,
        ready_at=row.ready_at,
    )
