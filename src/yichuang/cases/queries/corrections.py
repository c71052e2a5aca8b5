"""What a correction changed, against the lines of the notice."""

import json
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from yichuang.cases import access
from yichuang.cases.models import Case, CaseMaterial, LedgerRow
from yichuang.cases.queries.answers import answer_text
from yichuang.cases.rules import Act, FormValue, Line, notice_lines, open_lines
from yichuang.catalogue.queries import VersionView, get_version
from yichuang.core.actor import Actor
from yichuang.core.sealed import unseal
from yichuang.documents.queries import UploadView, get_uploads


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A question whose answer changed, as texts; empty where there was or is none. Masked unless one's own."""

    field: str
    label: str
    label_en: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NewMaterial:
    """A material that came with the correction: the new files, or paper (`is_paper`)."""

    code: str
    name: str
    uploads: tuple[UploadView, ...]
    is_paper: bool


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A line of the notice, and whether the correction answers it."""

    line: Line
    is_answered: bool


@dataclass(frozen=True, slots=True)
class CorrectionChanges:
    """The last correction of a case. `actor_kind` says whether the applicant or somebody for him corrected."""

    at: datetime
    actor_kind: str
    actor_name: str
    lines: tuple[NoticeLine, ...]
    answers: tuple[ChangedAnswer, ...]
    materials: tuple[NewMaterial, ...]


def correction_changes(actor: Actor, case_no: str) -> CorrectionChanges | None:
    """What the correction of the case changed; None when it was never corrected.

    Raises:
        CaseNotFoundError, CaseNoMistypedError, SignInRequiredError: see `access.get_case`.
    """
    case = access.get_case(actor, case_no)
    acts = (Act.REQUEST_CORRECTION.value, Act.CORRECT.value)
    rows = {row.act: row for row in LedgerRow.objects.filter(case=case, act__in=acts).order_by("seq")}
    row = rows.get(Act.CORRECT.value)
    if row is None:
        return None
    version = get_version(case.version_id)
    notice = rows.get(Act.REQUEST_CORRECTION.value)
    changed = opened_answers(row.details)
    materials = _materials(case, row.seq)
    lines = notice_lines(version.content, notice.details.get("missing", []) if notice else [])
    still_open = open_lines(lines, changed, [one.code for one in materials])
    return CorrectionChanges(
        at=row.at,
        actor_kind=row.actor_kind,
        actor_name=row.actor_name,
        lines=tuple(NoticeLine(line, line not in still_open) for line in lines),
        answers=_answers(version, changed, is_masked=not access.is_applicant(actor, case)),
        materials=materials,
    )


def opened_answers(details: Mapping[str, object]) -> Mapping[str, Sequence[FormValue]]:
    """The answers before and after that a row keeps under seal, by id of the question."""
    sealed = details.get("answers")
    opened: Mapping[str, Sequence[FormValue]] = json.loads(unseal(b64decode(sealed))) if isinstance(sealed, str) else {}
    return opened


def _answers(
    version: VersionView, changed: Mapping[str, Sequence[FormValue]], *, is_masked: bool
) -> tuple[ChangedAnswer, ...]:
    return tuple(
        ChangedAnswer(
            field.id,
            field.label,
            field.label_en,
            *(answer_text(field, side, is_masked=is_masked) if side else "" for side in changed[field.id]),
        )
        for field in version.content.fields
        if field.id in changed
    )


def _materials(case: Case, seq: int) -> tuple[NewMaterial, ...]:
    rows = list(CaseMaterial.objects.filter(case=case, seq=seq).order_by("pk").values_list("code", "name", "upload_id"))
    uploads = get_uploads([upload_id for _code, _name, upload_id in rows if upload_id])
    return tuple(
        NewMaterial(
            code=code,
            name=name,
            uploads=tuple(uploads[one] for its, _name, one in rows if its == code and one in uploads),
            is_paper=any(its == code and one is None for its, _name, one in rows),
        )
        for code, name in dict.fromkeys((code, name) for code, name, _upload in rows)
    )
