"""Whether a correction answers the notice: every line by a new file, a paper, or a changed answer. Law: ALL 32(4)(5)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from yichuang.cases.rules.asking import FormValue
from yichuang.catalogue.rules import ItemContent, SourceChannel
from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.core.labels import Labelled


class LineKind(Labelled):
    """What a line of the notice speaks of."""

    MATERIAL = "material", gettext_noop("Material of the checklist")
    QUESTION = "question", gettext_noop("Question of the form")
    OTHER = "other", gettext_noop("Something else")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the notice. `code` is the code of the material or the id of the question, empty for other things."""

    number: int
    item: str
    problem: str
    remedy: str
    kind: LineKind
    code: str


def notice_lines(content: ItemContent, missing: Sequence[Mapping[str, str]]) -> tuple[Line, ...]:
    """The lines of a notice as the ledger keeps them, each with what it speaks of, found by its name."""
    return tuple(
        Line(
            number,
            line.get("item", ""),
            line.get("problem", ""),
            line.get("remedy", ""),
            *_target(content, line.get("item", "")),
        )
        for number, line in enumerate(missing, start=1)
    )


def _target(content: ItemContent, item: str) -> tuple[LineKind, str]:
    wanted = item.strip()
    for material in content.materials:
        if wanted in {material.name, material.name_en, material.code}:
            is_made = material.source is SourceChannel.ANSWERS  # other answers make another form
            return (LineKind.OTHER, "") if is_made else (LineKind.MATERIAL, material.code)
    for field in content.fields:
        if wanted in {field.label, field.label_en, field.id}:
            return LineKind.QUESTION, field.id
    return LineKind.OTHER, ""


def changed_answers(before: Mapping[str, FormValue], after: Mapping[str, FormValue]) -> dict[str, list[FormValue]]:
    """Ids of the questions whose answer differs, each with the answer before and after; empty where there was none."""
    ids = dict.fromkeys([*before, *after])
    pairs = {one: [before.get(one, ""), after.get(one, "")] for one in ids}
    return {one: pair for one, pair in pairs.items() if pair[0] != pair[1]}


def open_lines(lines: Sequence[Line], answers: Collection[str], materials: Collection[str]) -> tuple[Line, ...]:
    """The lines that nothing answers: `answers` are ids of changed questions, `materials` codes of what came anew.

    A line about something else is answered by any change, since nobody but the window can judge it.
    """
    answered = {LineKind.MATERIAL: materials, LineKind.QUESTION: answers}
    has_changed = bool(answers or materials)
    return tuple(
        line for line in lines if not (line.code in answered[line.kind] if line.kind in answered else has_changed)
    )


def line_problem(line: Line) -> FieldProblem:
    """What is wanted for a line of the notice that nothing answers yet."""
    place = {LineKind.MATERIAL: f"material-{line.code}", LineKind.QUESTION: line.code}.get(line.kind, "")
    details = {"label": line.item, "problem": line.problem.rstrip("。."), "number": line.number}
    return FieldProblem(place, "cases.correction_open", _WANTED[line.kind], "", details)


_WANTED = {
    LineKind.MATERIAL: gettext_noop(
        "The notice says “{problem}”. Please add a new file, or bring the paper to the window."
    ),
    LineKind.QUESTION: gettext_noop("The notice says “{problem}”. Please change this answer."),
    LineKind.OTHER: gettext_noop("The notice says of “{label}”: “{problem}”. Please change an answer or add a file."),
}
