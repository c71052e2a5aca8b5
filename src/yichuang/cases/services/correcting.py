"""The applicant's corrections: each point of the notice answered, and what changed kept under seal. Law: ALL 32(4)(5)."""

import json
from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction

from yichuang.cases.errors import CorrectionOpenError, CorrectionUnchangedError, FormInvalidError, PaperAwaitedError
from yichuang.cases.models import Case, CaseMaterial, Correction, LedgerRow
from yichuang.cases.queries.days import due_after
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import (
    Act,
    FormValue,
    Line,
    changed_answers,
    check_form,
    line_problem,
    notice_lines,
    open_lines,
)
from yichuang.cases.services.materials import keep_materials
from yichuang.cases.services.parties import mandate_note
from yichuang.cases.services.step import ActDone, Step, open_step
from yichuang.catalogue.rules import ItemContent
from yichuang.core.actor import Actor, ActorKind
from yichuang.core.digests import canonical_json, sm3_hex
from yichuang.core.errors import FieldProblem
from yichuang.core.sealed import seal
from yichuang.documents.queries import get_uploads


@transaction.atomic
def correct_case(
    *,
    actor: Actor,
    case_no: str,
    form: Mapping[str, FormValue] | None = None,
    materials: Mapping[str, list[int]] | None = None,
    key: str = "",
) -> ActDone:
    """The corrections are in; the window checks again. Answers not given stay as they were.

    Every line of the notice is answered: a material by a new file, or by an empty list for paper at the window; a question
    by another answer; anything else by any change. The ledger keeps the answers before and after under seal.

    An applicant cannot hand papers in online. What he kept, and said to be ready but for the papers, is handed in by the
    clerk's correction; where the clerk changes an answer, the clerk's holds.

    Law: ALL 32(5).

    Raises:
        PaperAwaitedError: an applicant, or another system, hands in paper.
        CorrectionUnchangedError, CorrectionOpenError: nothing, or not everything, was corrected; each open line is named.
        FormInvalidError: the answers together are not right.
        MaterialUnknownError, UploadNotFoundError: see `keep_materials`.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.CORRECT, key=key)
    if isinstance(step, ActDone):
        return step
    case, given = step.case, dict(materials or {})
    if actor.kind is not ActorKind.STAFF and not all(given.values()):
        raise PaperAwaitedError
    before, problems = case.form, list[FieldProblem]()
    kept = Correction.objects.filter(case=case).first()
    prepared = kept if kept is not None and kept.ready_at and actor.kind is ActorKind.STAFF else None
    if prepared is not None:
        given = {**given, **{code: [*ids, *given.get(code, [])] for code, ids in prepared.materials.items()}}
        form = {**prepared.form, **{name: one for name, one in (form or {}).items() if one != before.get(name)}}
    after = before
    if form is not None:
        after, problems = check_form(step.content, {**before, **form})
    changes = changed_answers(before, after)
    noted = keep_materials(step, given, prepared=_files(prepared))
    require_answered(lines_of(case, step.content), changes, _anew(step, given), problems)
    if kept is not None:
        kept.delete()
    if changes:
        case.form = after
        case.save(update_fields=["form"])
    case.next_due_on = due_after(step.at, policy().notice_limit)
    step.details = {
        "form_digest": sm3_hex(canonical_json(after)),
        "materials": noted,
        **({"answers": sealed_answers(changes)} if changes else {}),
        **({"prepared_at": prepared.ready_at.isoformat()} if prepared and prepared.ready_at else {}),
        **mandate_note(actor),
    }
    return step.finish()


@transaction.atomic
def fix_case(
    *,
    actor: Actor,
    case_no: str,
    form: Mapping[str, FormValue] | None = None,
    materials: Mapping[str, list[int]] | None = None,
    key: str = "",
) -> ActDone:
    """What can be put right on the spot is put right, without a notice and as often as it takes; the five days run on.

    Answers not given stay as they were; an empty list of files stands for paper at the window.

    Law: ALL 32(1)(3).

    Raises:
        PaperAwaitedError: an applicant, or another system, hands in paper.
        CorrectionUnchangedError: nothing is changed.
        FormInvalidError: the answers together are not right.
        MaterialUnknownError, UploadNotFoundError: see `keep_materials`.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.FIX, key=key)
    if isinstance(step, ActDone):
        return step
    case, given = step.case, dict(materials or {})
    if actor.kind is not ActorKind.STAFF and not all(given.values()):
        raise PaperAwaitedError
    before = case.form
    after, problems = check_form(step.content, {**before, **(form or {})})
    if problems:
        raise FormInvalidError(problems)
    changes = changed_answers(before, after)
    if not changes and not given:
        raise CorrectionUnchangedError([])
    step.details = {"form_digest": sm3_hex(canonical_json(after)), "materials": keep_materials(step, given)}
    if changes:
        case.form = after
        case.save(update_fields=["form"])
        step.details["answers"] = sealed_answers(changes)
    step.details |= mandate_note(actor)
    return step.finish()


def sealed_answers(changes: Mapping[str, list[FormValue]]) -> str:
    """The answers before and after, under seal, as text that the ledger's row can hold."""
    return b64encode(seal(json.dumps(changes, ensure_ascii=False).encode())).decode()


def _files(prepared: Correction | None) -> list[int]:
    return [one for ids in prepared.materials.values() for one in ids] if prepared else []


def require_answered(
    lines: Sequence[Line], answers: Collection[str], materials: Collection[str], problems: list[FieldProblem]
) -> None:
    """Every line of the notice is answered and every answer is right; else all that is wrong is told at once.

    Raises:
        CorrectionUnchangedError, FormInvalidError, CorrectionOpenError: with every problem.
    """
    still_open = [line_problem(line) for line in open_lines(lines, answers, materials)]
    if not answers and not materials:
        raise CorrectionUnchangedError(still_open)
    if problems:
        raise FormInvalidError([*problems, *still_open])
    if still_open:
        raise CorrectionOpenError(still_open)


def lines_of(case: Case, content: ItemContent) -> tuple[Line, ...]:
    """The lines of the newest notice of the case."""
    rows = LedgerRow.objects.filter(case=case, act=Act.REQUEST_CORRECTION.value).order_by("-seq")
    details = rows.values_list("details", flat=True).first() or {}
    return notice_lines(content, details.get("missing", []))


def _anew(step: Step, given: Mapping[str, list[int]]) -> set[str]:
    """The materials that came anew: on paper, or with a file that the case did not have for them before."""
    codes = {code for code, ids in given.items() if not ids}
    if not any(given.values()):
        return codes
    rows = CaseMaterial.objects.filter(case=step.case, seq__lt=step.seq, upload__isnull=False)
    had = list(rows.values_list("code", "upload_id"))
    uploads = get_uploads([*(one for _code, one in had), *(one for ids in given.values() for one in ids)])
    known = {(code, uploads[one].digest) for code, one in had if one in uploads}
    new = {code for code, ids in given.items() for one in ids if (code, uploads[one].digest) not in known}
    return codes | new
