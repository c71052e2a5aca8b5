"""A correction that the applicant is still writing is kept, whatever becomes of his session. Law: ALL 32(4)(5)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction

from yichuang.cases import access
from yichuang.cases.errors import MaterialUnknownError, NotYourCaseError
from yichuang.cases.models import Case, Correction
from yichuang.cases.rules import Act, FormValue, State, changed_answers, check_form, state_after
from yichuang.cases.services.correcting import lines_of, require_answered
from yichuang.catalogue.queries import get_version
from yichuang.catalogue.rules import CaseType
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.documents.queries import UploadView
from yichuang.documents.services import store_upload


@transaction.atomic
def keep_correction(
    *, actor: Actor, case_no: str, form: Mapping[str, FormValue] | None = None, papers: Collection[str] | None = None
) -> None:
    """What was typed stands in the kept correction, right or wrong, and which papers will be brought.

    Raises:
        NotYourCaseError, ActNotAllowedError: not the applicant's, or nothing is to be corrected now.
        Otherwise as `access.get_case`.
    """
    kept = _kept(actor, case_no).row
    if form is not None:
        kept.form = {**kept.form, **form}
    if papers is not None:
        kept.papers = list(dict.fromkeys(papers))
    _save(kept)


def add_correction_file(
    *, actor: Actor, case_no: str, code: str, name: str, stream: BinaryIO, declared_size: int | None = None
) -> UploadView:
    """The file is stored and kept for that material; the same file again is kept once.

    Raises:
        MaterialUnknownError: the item does not ask for it.
        Otherwise as `keep_correction` and `documents.store_upload`.
    """
    with transaction.atomic():
        case = _kept(actor, case_no).case
    if code not in {material.code for material in get_version(case.version_id).content.materials}:
        raise MaterialUnknownError(code=code)
    upload = store_upload(
        actor=actor, name=name, stream=stream, declared_size=declared_size, subject=case_no, material_code=code
    )
    with transaction.atomic():
        kept = _kept(actor, case_no).row
        kept.materials = {**kept.materials, code: [*dict.fromkeys([*kept.materials.get(code, []), upload.id])]}
        _save(kept)
    return upload


@transaction.atomic
def remove_correction_file(*, actor: Actor, case_no: str, upload_id: int) -> None:
    """The file is left out of the correction. Raises as `keep_correction`."""
    kept = _kept(actor, case_no).row
    left = {code: [one for one in ids if one != upload_id] for code, ids in kept.materials.items()}
    kept.materials = {code: ids for code, ids in left.items() if ids}
    _save(kept)


@transaction.atomic
def prepare_correction(*, actor: Actor, case_no: str) -> None:
    """Nothing is open any more but the papers: the window hands the correction in when they are brought.

    Law: ALL 32(4)(5).

    Raises:
        CorrectionUnchangedError, CorrectionOpenError, FormInvalidError: as `correct_case`, papers counted as brought.
        Otherwise as `keep_correction`.
    """
    found = _kept(actor, case_no)
    case, kept = found.case, found.row
    content = get_version(case.version_id).content
    after, problems = check_form(content, {**case.form, **kept.form})
    answers = changed_answers(case.form, after)
    require_answered(lines_of(case, content), answers, {*kept.materials, *kept.papers}, problems)
    kept.ready_at = clock.now()
    kept.save(update_fields=["ready_at"])


@dataclass(frozen=True, slots=True)
class _Kept:
    case: Case
    row: Correction


def _kept(actor: Actor, case_no: str) -> _Kept:
    """The kept correction of the applicant's case, an empty one at first; the row of the case is locked."""
    case = access.lock_case(actor, case_no)[0]
    if not access.is_applicant(actor, case):
        raise NotYourCaseError
    state_after(State(case.state), Act.CORRECT, CaseType(case.case_type))
    empty = {"form": {}, "saved_at": clock.now()}
    return _Kept(case, Correction.objects.get_or_create(case_id=case.pk, defaults=empty)[0])


def _save(kept: Correction) -> None:
    kept.saved_at, kept.ready_at = clock.now(), None
    kept.save(update_fields=["form", "materials", "papers", "saved_at", "ready_at"])
