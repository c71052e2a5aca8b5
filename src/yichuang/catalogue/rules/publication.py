"""What a version still lacks before it may be published, and what in it contradicts itself.

Law: ALL 30, OBE 35, 36 (what must be public); ALL 14-17, 42 (basis and limits of licences); ALL 58 (fees);
AY 13 (no catch-all materials); OGI 20 (results); the six publicities.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from yichuang.catalogue.rules.conditions import condition_points
from yichuang.catalogue.rules.content import (
    Attachment,
    CaseType,
    FieldKind,
    ItemContent,
    ItemType,
    Necessity,
    SourceChannel,
    Step,
    StepKind,
)
from yichuang.catalogue.rules.handling import JOINT_LICENCE_LIMIT, LICENCE_LIMIT, handling_points
from yichuang.catalogue.rules.points import Missing
from yichuang.core.errors import gettext_noop
from yichuang.deadlines.rules import Term, Unit

HOURS_IN_WORKING_DAY = 8
HOURS_IN_DAY = 24

_KIND = "(相关|有关|必要|必需|所需|证明|书面|补充|法定)?"
_PAPER = "(材料|资料|文件|证件|手续|要件)"
CATCH_ALL = re.compile(
    rf"^(其他|其它)$"
    rf"|(其他|其它)(需要|需|应当|必须|要求|依法|按规定)?(提交|提供|出具)?的?{_KIND}的?{_KIND}{_PAPER}(等)?$"
    rf"|(规定|要求|认为|需要|提交|提供)的(其他|其它){_KIND}{_PAPER}?$"
    rf"|^other( \w+)? (materials|documents|papers)$",
    re.IGNORECASE,
)


def missing_elements(content: ItemContent) -> tuple[Missing, ...]:
    """Every point to put right before publication, in the order of the elements; empty means publishable."""
    return tuple(point for check in CHECKS for point in check(content))


def _required(content: ItemContent) -> Iterator[Missing]:
    for element, text, law in _ALWAYS:
        if not getattr(content, element):
            yield Missing(element, "element_missing", text, law)
    if content.item_type is not ItemType.PUBLIC_SERVICE:
        for element, text, law in _FOR_POWERS:
            if not getattr(content, element):
                yield Missing(element, "element_missing", text, law)


_ALWAYS: tuple[tuple[str, str, str], ...] = (
    ("item_type", gettext_noop("Say what kind of act the item is."), "ALL 2"),
    ("service_objects", gettext_noop("Say whom the item serves."), "ALL 30"),
    ("conditions", gettext_noop("List the conditions."), "ALL 30"),
    ("steps", gettext_noop("List the steps with their roles and limits."), "ALL 30"),
    ("promised_limit", gettext_noop("Give the promised limit."), "OBE 36"),
    ("address", gettext_noop("Give the address where the item is handled."), "OBE 35"),
    ("hours", gettext_noop("Give the hours of service."), "OBE 35"),
    ("enquiry_phone", gettext_noop("Give a phone number for questions."), "OBE 35"),
    ("complaint_phone", gettext_noop("Give a phone number for complaints."), "OBE 35"),
)
_FOR_POWERS: tuple[tuple[str, str, str], ...] = (
    ("legal_bases", gettext_noop("Name the legal basis."), "ALL 30"),
    ("materials", gettext_noop("List all materials."), "ALL 30"),
    ("results", gettext_noop("Say what the applicant receives."), "OGI 20"),
    ("remedies", gettext_noop("Say how a decision can be challenged."), "ALL 38"),
)


def _limits(content: ItemContent) -> Iterator[Missing]:
    statutory, promised = content.statutory_limit, content.promised_limit
    if statutory is None and not content.statutory_limit_note:
        text = gettext_noop("Give the statutory limit, or note that the law sets none.")
        yield Missing("statutory_limit", "element_missing", text, "OBE 36")
    for field, limit in (("statutory_limit", statutory), ("promised_limit", promised)):
        if limit is not None and limit.value and limit.unit is Unit.HOUR:
            yield Missing(field, "limit_in_hours", IN_HOURS, "ALL 82")
    if promised is None:
        return
    if statutory is None and content.item_type is ItemType.LICENCE:
        default = JOINT_LICENCE_LIMIT if content.joint_bodies else LICENCE_LIMIT
        if not fits(promised, default):
            details = {**_told("promised", promised), **_told("statutory", default)}
            yield Missing("promised_limit", "promise_too_long", BEYOND_DEFAULT, "ALL 42", details)
    if statutory is not None and not fits(promised, statutory):
        details = {**_told("promised", promised), **_told("statutory", statutory)}
        yield Missing("promised_limit", "promise_too_long", BEYOND_STATUTORY, "OBE 36", details)


IN_HOURS = gettext_noop("Give the limit in days, or 0 for what is decided on the spot: a decision is due on a day.")
BEYOND_DEFAULT = gettext_noop(
    "The promised limit of {promised} {promised_unit} exceeds {statutory} {statutory_unit}, which hold where no law "
    "says otherwise."
)
BEYOND_STATUTORY = gettext_noop(
    "The promised limit of {promised} {promised_unit} does not fit into the statutory limit of {statutory} "
    "{statutory_unit}."
)
BEYOND_PROMISE = gettext_noop(
    "The limits of the steps add up to {working_days} working days, {calendar_days} calendar days and {hours} hours, "
    "more than the promised {promised} {promised_unit}."
)
INSTANT_WITH_LIMIT = gettext_noop(
    "An item decided on the spot promises 0 working days, not {promised} {promised_unit}."
)


def _told(name: str, term: Term) -> dict[str, object]:
    """A term as details whose unit can be translated."""
    return {name: term.value, f"{name}_unit": term.unit}


def _case_type(content: ItemContent) -> Iterator[Missing]:
    promised = content.promised_limit
    if promised is None:
        return
    if content.case_type is CaseType.INSTANT and not promised.is_on_the_spot:
        yield Missing("promised_limit", "instant_with_limit", INSTANT_WITH_LIMIT, "OBE 36", _told("promised", promised))
    if content.case_type is CaseType.PROMISED and promised.is_on_the_spot:
        text = gettext_noop("A promised limit of 0 makes the item one that is decided on the spot.")
        yield Missing("case_type", "promised_without_limit", text, "OBE 36")


def _steps(content: ItemContent) -> Iterator[Missing]:
    if not content.steps:
        return
    kinds = [step.kind for step in content.steps]
    wanted = {StepKind.DECIDE} if content.case_type is CaseType.INSTANT else {StepKind.ACCEPT, StepKind.DECIDE}
    for kind in StepKind:
        if kind in wanted and kind not in kinds:
            text = gettext_noop("The steps have no “{kind}”.")
            yield Missing("steps", "step_missing", text, "ALL 30", {"kind": kind})
    order = [list(StepKind).index(kind) for kind in kinds]
    if order != sorted(order):
        text = gettext_noop("The steps are not in the order acceptance, review, decision, issue, delivery.")
        yield Missing("steps", "steps_order", text, "ALL 30")
    if content.promised_limit is not None and not steps_fit(content.steps, content.promised_limit):
        total = sum_of(content.steps)
        details = {
            "working_days": total[Unit.WORKING_DAY],
            "calendar_days": total[Unit.CALENDAR_DAY],
            "hours": total[Unit.HOUR],
            **_told("promised", content.promised_limit),
        }
        yield Missing("steps", "steps_too_long", BEYOND_PROMISE, "OBE 36", details)


def _materials(content: ItemContent) -> Iterator[Missing]:
    for index, material in enumerate(content.materials):
        place, name = f"materials.{index}", material.name
        if is_catch_all(name):
            text = gettext_noop("“{name}” does not say which paper is meant; name each one.")
            yield Missing(f"{place}.name", "catch_all_material", text, "AY 13", {"name": name})
        if material.necessity is Necessity.CONDITIONAL and not material.condition and material.when is None:
            text = gettext_noop("Say when “{name}” is required.")
            yield Missing(f"{place}.condition", "condition_missing", text, "ALL 30", {"name": name})
        if material.source is SourceChannel.SHARED and material.necessity is Necessity.REQUIRED and material.copies > 0:
            text = gettext_noop("“{name}” is obtained by data sharing, so it may not be asked for: set 0 copies.")
            yield Missing(f"{place}.copies", "shared_material_asked", text, "OSR 7", {"name": name})
        if material.source is SourceChannel.ANSWERS and not content.fields:
            text = gettext_noop("“{name}” is to be made from the answers, but the form asks nothing.")
            yield Missing(f"{place}.source", "nothing_to_make_of", text, "ALL 30", {"name": name})


def _fees(content: ItemContent) -> Iterator[Missing]:
    if content.is_free is None:
        yield Missing("is_free", "element_missing", gettext_noop("Say whether the item is free of charge."), "ALL 58")
    if content.is_free is False and not content.fees:
        yield Missing("fees", "element_missing", gettext_noop("List the fees with standard and basis."), "ALL 58")
    if content.is_free and content.fees:
        yield Missing(
            "fees", "free_with_fees", gettext_noop("The item is free of charge, yet fees are listed."), "ALL 58"
        )
    for index, fee in enumerate(content.fees):
        for element, text in _FEE_PARTS:
            if not getattr(fee, element):
                yield Missing(f"fees.{index}.{element}", "fee_without_basis", text, "ALL 59", {"name": fee.name})


_FEE_PARTS = (
    ("standard", gettext_noop("The fee “{name}” has no standard.")),
    ("basis", gettext_noop("The fee “{name}” has no legal basis.")),
)


def _form(content: ItemContent) -> Iterator[Missing]:
    for group_index, group in enumerate(content.form):
        for field_index, asked in enumerate(group.fields):
            place, name = f"form.{group_index}.fields.{field_index}", asked.label
            if asked.kind in {FieldKind.CHOICE, FieldKind.CHOICES} and not asked.choices:
                text = gettext_noop("The question “{name}” offers no answers to choose from.")
                yield Missing(f"{place}.choices", "choices_missing", text, "ALL 29", {"name": name})
            if asked.kind is FieldKind.IDENTITY_NO and not asked.is_personal:
                text = gettext_noop("The question “{name}” asks for an identity number and must be marked as personal.")
                yield Missing(f"{place}.is_personal", "personal_field_unmarked", text, "PIPL 28", {"name": name})
            if asked.pattern and not _compiles(asked.pattern):
                text = gettext_noop("The pattern of the question “{name}” is not a regular expression.")
                yield Missing(f"{place}.pattern", "pattern_broken", text, "ALL 29", {"name": name})


def _duplicates(content: ItemContent) -> Iterator[Missing]:
    lists: tuple[tuple[str, Iterable[str]], ...] = (
        ("materials", (material.code for material in content.materials)),
        ("form", (asked.id for asked in content.fields)),
        ("steps", (step.code for step in content.steps)),
        ("results", (result.certificate_code for result in content.results)),
        ("certificates_needed", (needed.certificate_code for needed in content.certificates_needed)),
    )
    text = gettext_noop("The code “{code}” is used {times} times.")
    for element, codes in lists:
        for code, times in Counter(codes).items():
            if times > 1:
                yield Missing(element, "duplicate_code", text, "ALL 30", {"code": code, "times": times})
    for asked in content.fields:
        for code, times in Counter(choice.value for choice in asked.choices).items():
            if times > 1:
                yield Missing("form", "duplicate_code", text, "ALL 29", {"code": f"{asked.id}={code}", "times": times})


def _english(content: ItemContent) -> Iterator[Missing]:
    given, wanted = len(content.conditions_en), len(content.conditions)
    if given not in {0, wanted}:
        text = gettext_noop("There are {wanted} conditions, but {given} of them in English; give all or none.")
        yield Missing("conditions_en", "english_incomplete", text, "ALL 30", {"given": given, "wanted": wanted})


def _dates(content: ItemContent) -> Iterator[Missing]:
    if content.effective_on and content.cancelled_on and content.cancelled_on <= content.effective_on:
        text = gettext_noop("The item would end on {cancelled_on}, before it takes effect on {effective_on}.")
        details = {"cancelled_on": content.cancelled_on, "effective_on": content.effective_on}
        yield Missing("cancelled_on", "dates_crossed", text, "ALL 30", details)


CHECKS: tuple[Callable[[ItemContent], Iterator[Missing]], ...] = (
    _required,
    _limits,
    _case_type,
    _steps,
    _materials,
    handling_points,
    _fees,
    _form,
    condition_points,
    _english,
    _duplicates,
    _dates,
)


def missing_attachments(content: ItemContent, stored: Collection[Attachment]) -> tuple[Missing, ...]:
    """A point for each file that the content names and that is not among those stored for guides. Law: ALL 30."""
    text = gettext_noop("The file “{name}” is not there; add it again.")
    return tuple(
        Missing(f"materials.{index}.{element}", "attachment_missing", text, "ALL 30", {"name": form.name})
        for index, material in enumerate(content.materials)
        for element, form in (("blank_form", material.blank_form), ("sample_form", material.sample_form))
        if form is not None and form not in stored
    )


def is_catch_all(name: str) -> bool:
    """Whether the name of a material leaves open which paper is meant. Law: AY 13."""
    return CATCH_ALL.search(name.strip()) is not None


def fits(term: Term, into: Term) -> bool:
    """Whether a term surely ends no later than another that starts at the same time.

    A number of calendar days is never longer than the same number of working days, so it fits; working days are not
    sure to fit into calendar days, whatever the numbers, except on the spot.
    """
    if term.is_on_the_spot or term.unit is into.unit:
        return term.value <= into.value
    match term.unit, into.unit:
        case Unit.CALENDAR_DAY, Unit.WORKING_DAY:
            return term.value <= into.value
        case Unit.HOUR, Unit.WORKING_DAY | Unit.CALENDAR_DAY:
            return term.value <= into.value * HOURS_IN_DAY
        case _:
            return False


def steps_fit(steps: Sequence[Step], promised: Term) -> bool:
    """Whether the limits of steps taken one after the other add up to no more than the promised limit.

    Hours are hours of service, 8 to a working day; within an item decided on the spot they may fill one such day.
    """
    total = sum_of(steps)
    hours, working, calendar = total[Unit.HOUR], total[Unit.WORKING_DAY], total[Unit.CALENDAR_DAY]
    if promised.is_on_the_spot:
        return working == calendar == 0 and hours <= HOURS_IN_WORKING_DAY
    match promised.unit:
        case Unit.WORKING_DAY:
            return hours + (working + calendar) * HOURS_IN_WORKING_DAY <= promised.value * HOURS_IN_WORKING_DAY
        case Unit.CALENDAR_DAY:
            return working == 0 and hours + calendar * HOURS_IN_WORKING_DAY <= promised.value * HOURS_IN_WORKING_DAY
        case Unit.HOUR:
            return working == calendar == 0 and hours <= promised.value


def sum_of(steps: Sequence[Step]) -> dict[Unit, int]:
    """The limits of the steps added up, each unit by itself."""
    return {unit: sum(step.limit.value for step in steps if step.limit.unit is unit) for unit in Unit}


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
