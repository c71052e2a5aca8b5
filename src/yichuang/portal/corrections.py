"""The page of a correction: each line of the notice with what it asks for, and whatever else its answers lead to."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from yichuang.cases.queries import CaseView, KeptCorrection
from yichuang.cases.rules import (
    FormValue,
    Line,
    LineKind,
    asked_fields,
    asked_materials,
    line_problem,
    notice_lines,
)
from yichuang.catalogue.rules import FieldGroup, FormField, Material
from yichuang.core.errors import FieldProblem
from yichuang.core.problems import filled
from yichuang.portal.following import missing_of
from yichuang.portal.forms import AnswersForm, MaterialsForm
from yichuang.portal.forms.answers import Place
from yichuang.portal.summaries import MaterialBox, case_boxes
from yichuang.portal.words import local


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of the notice with the question or the material that it speaks of; `problem` is why it is still open."""

    line: Line
    place: Place | None = None
    box: MaterialBox | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is asked in a correction. `groups` and `materials` are asked besides what the lines name.

    `is_free` when a line speaks of something else, which any change may answer: then everything can be changed.
    """

    lines: tuple[Line, ...]
    groups: tuple[FieldGroup, ...]
    materials: tuple[Material, ...]
    is_free: bool


def correction_of(view: CaseView, answers: Mapping[str, FormValue], data: QueryDict | None = None) -> Correction:
    """What the newest notice of the case asks for, and what the answers kept so far, or typed, lead to."""
    content = view.version.content
    lines = notice_lines(content, missing_of(view))
    is_free = any(line.kind is LineKind.OTHER for line in lines)
    named = {line.code for line in lines}
    after = _after(view, answers, data)
    before = {one.id for one in asked_fields(content, view.form)}
    fields = {one.id for one in asked_fields(content, after) if is_free or one.id in named or one.id not in before}
    fields |= {one.id for one in content.fields if one.when is not None and one.when.field in named}
    before = {one.code for one in asked_materials(content, view.form)}
    materials = [
        one for one in asked_materials(content, after) if is_free or one.code in named or one.code not in before
    ]
    return Correction(lines, _groups(content.form, fields), tuple(materials), is_free)


def _after(view: CaseView, answers: Mapping[str, FormValue], data: QueryDict | None) -> Mapping[str, FormValue]:
    if data is None:
        return answers
    content = view.version.content
    return AnswersForm(content, content.form, data=data, answers=answers).everything


def awaited(view: CaseView, kept: KeptCorrection | None) -> list[str]:
    """The papers for which a correction waits that is ready otherwise, by name; none when it does not wait."""
    if kept is None or kept.ready_at is None:
        return []
    papers = set(kept.papers) - set(kept.materials)
    return [local(one, "name") for one in view.version.content.materials if one.code in papers]


def _groups(groups: tuple[FieldGroup, ...], fields: set[str]) -> tuple[FieldGroup, ...]:
    kept = [
        group.model_copy(update={"fields": tuple(one for one in group.fields if one.id in fields)}) for group in groups
    ]
    return tuple(group for group in kept if group.fields)


def shown_lines(
    correction: Correction, view: CaseView, form: AnswersForm, files: MaterialsForm, problems: Mapping[int, str]
) -> list[LineShown]:
    """The lines in order, each with its field or box."""
    boxes = {box.material.code: box for box in case_boxes(view, files)}
    questions = {one.id: one for one in form.content.fields}
    return [_shown(line, questions, boxes, form, problems) for line in correction.lines]


def _shown(
    line: Line,
    questions: Mapping[str, FormField],
    boxes: Mapping[str, MaterialBox],
    form: AnswersForm,
    problems: Mapping[int, str],
) -> LineShown:
    question = questions.get(line.code) if line.kind is LineKind.QUESTION else None
    return LineShown(
        line,
        place=form.place(question) if question is not None else None,
        box=boxes.get(line.code) if line.kind is LineKind.MATERIAL else None,
        problem=problems.get(line.number, ""),
    )


def problems_of_lines(correction: Correction, problems: list[FieldProblem]) -> dict[int, str]:
    """Why lines are still open, by their number, out of what a correction was refused for."""
    open_places = {(one.field, one.details.get("number")) for one in problems if one.code == "cases.correction_open"}
    found = {line.number: line_problem(line) for line in correction.lines}
    return {
        number: filled(one.text, one.details) for number, one in found.items() if (one.field, number) in open_places
    }
