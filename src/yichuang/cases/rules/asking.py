"""What is asked of one applicant: questions and materials whose condition his answers meet.

Law: ALL 31, OBE 35 (nothing is asked that does not matter); OSR 7 (what is shared is not asked for).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from yichuang.cases.rules.states import Channel
from yichuang.catalogue.rules import (
    Condition,
    FormField,
    ItemContent,
    Material,
    MaterialForm,
    Necessity,
)

FormValue = str | list[str]
NO_ANSWERS: Mapping[str, FormValue] = MappingProxyType({})
# Controls, marks that turn text around, invisible joiners, tags and halves of surrogate pairs. Line breaks and tabs stay;
# so do variation selectors and private-use characters, without which some rare names cannot be written.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0001\U000e0020-\U000e007f]"
)
_BREAKS = re.compile("\r\n?|[\u2028\u2029\x85]")


@dataclass(frozen=True, slots=True)
class DraftProgress:
    """How far the writing has come, in percent of what must be given, and where the first gap is.

    `next_group` is the group of questions (from 0) with the first gap, None when there is none.
    """

    percent: int
    next_group: int | None
    lacks_materials: bool


def asked_fields(content: ItemContent, form: Mapping[str, FormValue]) -> tuple[FormField, ...]:
    """The questions that these answers lead to, in order.

    A condition on a question that is not asked itself is not met, whatever was once answered to it.
    """
    asked: dict[str, FormField] = {}
    for field in content.fields:
        if _is_met(field.when, asked, form):
            asked[field.id] = field
    return tuple(asked.values())


def asked_materials(content: ItemContent, form: Mapping[str, FormValue]) -> tuple[Material, ...]:
    """The materials of the checklist that these answers lead to, in order.

    One that is needed in some cases and has no condition on an answer is among them: its text tells the applicant when it is
    needed. So is one that the state obtains itself, so that the applicant learns that he need not bring it.
    """
    asked = {field.id for field in asked_fields(content, form)}
    return tuple(material for material in content.materials if _is_met(material.when, asked, form))


def is_required(material: Material) -> bool:
    """Whether a material that is asked for must be handed in by the applicant.

    One needed in some cases must be when its condition is an answer; else the applicant judges.
    """
    if not material.is_asked:
        return False
    is_conditional = material.necessity is Necessity.CONDITIONAL and material.when is not None
    return is_conditional or material.necessity is Necessity.REQUIRED


def missing_materials(
    content: ItemContent, given: Collection[str], form: Mapping[str, FormValue] = NO_ANSWERS
) -> tuple[Material, ...]:
    """Required materials that can be sent online and were not; what the state has itself is never asked for."""
    return missing_for_acceptance(content, given, Channel.ONLINE, form)


def missing_for_acceptance(
    content: ItemContent, given: Collection[str], channel: Channel, form: Mapping[str, FormValue] = NO_ANSWERS
) -> tuple[Material, ...]:
    """Required materials without which an application is not complete, so that it may not be accepted.

    What can only be brought on paper is not asked of an application that did not come to the window.

    Law: ALL 32(5).
    """
    return tuple(
        material
        for material in asked_materials(content, form)
        if is_required(material)
        and not (channel is not Channel.WINDOW and material.form is MaterialForm.PAPER)
        and material.code not in given
    )


def draft_progress(content: ItemContent, form: Mapping[str, FormValue], given: Collection[str]) -> DraftProgress:
    """How much of what must be given stands in the draft. Answers count when there are any: `check_form` judges them."""
    wanted = {field.id for field in asked_fields(content, form) if field.is_required}
    open_ids = {one for one in wanted if not clean(form.get(one, ""))}
    materials = [
        one for one in asked_materials(content, form) if is_required(one) and one.form is not MaterialForm.PAPER
    ]
    open_materials = [one for one in materials if one.code not in given]
    total = len(wanted) + len(materials)
    left = len(open_ids) + len(open_materials)
    groups = (number for number, group in enumerate(content.form) if any(one.id in open_ids for one in group.fields))
    return DraftProgress(
        percent=100 * (total - left) // total if total else 100,
        next_group=next(groups, None),
        lacks_materials=bool(open_materials),
    )


def clean(value: FormValue) -> FormValue:
    """The answer without invisible characters that could hide or turn text around."""
    if isinstance(value, list):
        return [part for part in map(visible, value) if part]
    return visible(value)


def visible(text: str) -> str:
    """The text without characters that cannot be seen and without spaces around it; line breaks stay, in one form."""
    return _UNSEEN.sub("", _BREAKS.sub("\n", text)).strip()


def one_line(text: str) -> str:
    """The visible text in one line: a line break or several spaces are one space."""
    return " ".join(visible(text).split())


def _is_met(condition: Condition | None, asked: Collection[str], form: Mapping[str, FormValue]) -> bool:
    if condition is None:
        return True
    if condition.field not in asked:
        return False
    given = clean(form.get(condition.field, ""))
    return not set(given if isinstance(given, list) else [given]).isdisjoint(condition.any_of)
