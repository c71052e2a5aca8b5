"""Applications of other systems: everything that is wrong with one is told at once, with its place in what was sent."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from yichuang.cases.errors import FormInvalidError, MaterialUnknownError
from yichuang.cases.rules import FormValue
from yichuang.cases.services.correcting import correct_case
from yichuang.cases.services.filing import submit_application
from yichuang.cases.services.step import ActDone
from yichuang.cases.services.submissions import Submission
from yichuang.catalogue.queries import get_version
from yichuang.core.actor import Actor
from yichuang.core.errors import FieldProblem, InvalidError, gettext_noop
from yichuang.documents.errors import UploadNotFoundError
from yichuang.documents.queries import get_uploads
from yichuang.documents.services import client_subject

Materials = Mapping[str, list[int]]


@transaction.atomic
def submit_for_client(*, actor: Actor, submission: Submission) -> ActDone:
    """As `submit_application`, but also materials that are not asked for and files that are not the client's are named.

    Each problem has in its details the `pointer` to the value (RFC 6901): in party, form or materials.

    Law: ALL 29, 31.

    Raises:
        FormInvalidError: something is missing or wrong; all of it is named.
        Otherwise as `submit_application`.
    """
    known = {material.code for material in get_version(submission.version_id).content.materials}
    problems = _file_problems(actor, submission.materials, known)
    wrong = {problem.field for problem in problems}
    sound = {code: ids for code, ids in submission.materials.items() if f"material-{code}" not in wrong}
    try:
        done = submit_application(actor=actor, submission=replace(submission, materials=sound))
    except InvalidError as error:
        if not error.problems and not problems:
            raise
        others = [_pointed(problem) for problem in error.problems if problem.field not in wrong]
        raise FormInvalidError([*others, *problems]) from error
    if problems:
        raise FormInvalidError(problems)  # the transaction is undone, and with it the application
    return done


@transaction.atomic
def correct_for_client(
    *, actor: Actor, case_no: str, form: Mapping[str, FormValue] | None, materials: Materials | None, key: str
) -> ActDone:
    """As `correct_case`; each problem has in its details the `pointer` to the value (RFC 6901).

    Law: ALL 32(5).

    Raises:
        As `correct_case`.
    """
    try:
        return correct_case(actor=actor, case_no=case_no, form=form, materials=materials, key=key)
    except InvalidError as error:
        error.problems = tuple(map(_pointed, error.problems))
        raise


def _file_problems(actor: Actor, materials: Materials, known: set[str]) -> list[FieldProblem]:
    """What is wrong with the files alone: each is one of this client's, for a material that is asked for."""
    uploads = get_uploads([one for ids in materials.values() for one in ids])
    own = client_subject(actor.client.client_id) if actor.client else ""
    problems = []
    for code, ids in materials.items():
        field, place = f"material-{code}", f"/materials/{_step(code)}"
        if code not in known:
            details = {"code": code, "pointer": place}
            problems.append(FieldProblem(field, MaterialUnknownError.code, MaterialUnknownError.text, code, details))
            continue
        for index, upload_id in enumerate(ids):
            upload = uploads.get(upload_id)
            if upload is None or upload.owner_id is not None or upload.subject != own:
                text = gettext_noop("There is no file {upload_id} that you handed in.")
                details = {"upload_id": str(upload_id), "pointer": f"{place}/{index}"}
                problems.append(FieldProblem(field, UploadNotFoundError.code, text, str(upload_id), details))
    return problems


def _pointed(problem: FieldProblem) -> FieldProblem:
    """The problem with the place of its value in what was sent."""
    kind, dash, name = problem.field.partition("-")
    if dash and kind == "party":
        pointer = f"/party/{_step(name)}"
    elif dash and kind == "material":
        pointer = f"/materials/{_step(name)}"
    else:
        pointer = f"/form/{_step(problem.field)}" if problem.field else ""
    return replace(problem, details={**problem.details, "pointer": pointer})


def _step(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
