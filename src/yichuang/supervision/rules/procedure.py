"""Procedure, acceptance and what is asked for: looked up in the ledger rows of one case."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType

from pydantic import Field

from yichuang.cases.rules import (
    APPLICANT_ACTS,
    INSTANT_TRANSITIONS,
    RIGHT_OF,
    TRANSITIONS,
    Act,
    LineKind,
    State,
    notice_lines,
)
from yichuang.catalogue.rules import CaseType
from yichuang.core.actor import ActorKind
from yichuang.core.errors import gettext_noop
from yichuang.core.rights import LETTER_RIGHTS
from yichuang.documents.rules import PaperKind
from yichuang.supervision.rules.courses import Course
from yichuang.supervision.rules.lights import Category, Light, Way
from yichuang.supervision.rules.rule import Parameters, Rule
from yichuang.supervision.rules.stories import Found, Outlook, Row, Story, rows_of

_STAFF = ActorKind.STAFF.value


def _moves(table: Mapping[tuple[State | None, Act], State]) -> Mapping[tuple[str, str], str]:
    return MappingProxyType(
        {(state.value if state else "", act.value): after.value for (state, act), after in table.items()}
    )


_ALLOWED = _moves(TRANSITIONS)
_ALLOWED_INSTANT = _moves({**TRANSITIONS, **INSTANT_TRANSITIONS})


class Order(Parameters):
    """How exact clocks are."""

    minutes_back: int = Field(5, ge=0, le=60, description="Minutes by which a row may lie before the one before it.")


def order(course: Course, parameters: Order, _outlook: Outlook) -> Iterator[Found]:
    """An act stands where the table of transitions does not have it, or before the act that it follows."""
    story = course.story
    allowed = _ALLOWED_INSTANT if story.case_type == CaseType.INSTANT.value else _ALLOWED
    state, before = "", None
    for row in story.rows:
        is_moved = row.before == state and allowed.get((state, row.act)) == row.after
        if not is_moved or (before is not None and _is_back(row, before, parameters.minutes_back)):
            yield _of(row, f"seq:{row.seq}", act=row.act, state=state)
        state, before = row.after, row


def _is_back(row: Row, before: Row, minutes: int) -> bool:
    return row.at < before.at and before.at - row.at > timedelta(minutes=minutes)


def _of(row: Row, place: str, **facts: object) -> Found:
    return Found(place, row.on, row.seq, row.account_id, facts)


PAPERS: Mapping[str, tuple[PaperKind, ...]] = MappingProxyType(
    {
        Act.RECEIVE.value: (PaperKind.RECEIPT,),
        Act.REQUEST_CORRECTION.value: (PaperKind.ONE_TIME_NOTICE,),
        Act.ACCEPT.value: (PaperKind.ACCEPTANCE,),
        Act.DEEM_ACCEPTED.value: (PaperKind.ACCEPTANCE,),
        Act.REFUSE.value: (PaperKind.REFUSAL,),
        Act.NOT_REQUIRED.value: (PaperKind.REFUSAL,),
        Act.STOP.value: (PaperKind.SPECIAL_PROCEDURE,),
        Act.EXTEND.value: (PaperKind.EXTENSION,),
        Act.TELL_HEARING.value: (PaperKind.HEARING_RIGHT,),
        Act.SEND_UP.value: (PaperKind.TRANSFER,),
        Act.DENY.value: (PaperKind.DECISION_DENIED,),
        Act.WITHDRAW.value: (PaperKind.CLOSURE,),
        Act.TERMINATE.value: (PaperKind.CLOSURE,),
        Act.LAPSE.value: (PaperKind.CLOSURE,),
        Act.DELIVER.value: (PaperKind.DELIVERY_RECEIPT,),
        **dict.fromkeys(
            (Act.GRANT.value, Act.COMMIT.value, Act.DEEM_RENEWED.value),
            (PaperKind.DECISION_GRANTED, PaperKind.AMENDMENT, PaperKind.RENEWAL, PaperKind.CANCELLATION),
        ),
    }
)
"""The paper that each act issues, one of several. Law: ALL 32, 38, 42, 43, 45, 47."""


def missing_paper(course: Course, _parameters: Parameters, _outlook: Outlook) -> Iterator[Found]:
    """An act that is done in writing has no paper."""
    story = course.story
    left = dict(story.papers)
    for row in story.rows:
        kinds = PAPERS.get(row.act)
        if kinds is None:
            continue
        kind = next((one for one in kinds if left.get(one, 0) > 0), None)
        if kind is None:
            yield _of(row, f"seq:{row.seq}", act=row.act, paper=kinds[0].value)
        else:
            left[kind] -= 1


_REASONED = frozenset(
    one.value
    for one in (Act.REFUSE, Act.NOT_REQUIRED, Act.DENY, Act.STOP, Act.EXTEND, Act.TERMINATE, Act.REVOKE, Act.RECALL)
)


class Reasons(Parameters):
    """What counts as a reason."""

    characters: int = Field(2, ge=1, le=100, description="Least number of characters.")


def missing_reason(course: Course, parameters: Reasons, _outlook: Outlook) -> Iterator[Found]:
    """What goes against the applicant, or takes longer, was done without a reason. Law: ALL 32, 38, 72(7)."""
    for row in course.story.rows:
        is_against = row.act == Act.REVIEW.value and row.details.get("opinion") == "deny"
        if (row.act in _REASONED or is_against) and len(row.reason.strip()) < parameters.characters:
            yield _of(row, f"seq:{row.seq}", act=row.act)


_RECEIVING = (Act.SUBMIT.value, Act.RECEIVE.value, Act.ACCEPT.value)
_DECIDING = (Act.GRANT.value, Act.DENY.value)


class Apart(Parameters):
    """Where duties are kept apart."""

    is_everywhere: bool = Field(
        default=True,
        description="Who decides has not reviewed, also in items that do not ask for it, apart from those decided on the spot.",
    )


def duties_not_apart(course: Course, parameters: Apart, _outlook: Outlook) -> Iterator[Found]:
    """Somebody reviewed what he received or heard, or decided what he reviewed. Law: ALL 48(1)(3)."""
    story = course.story
    reviews = rows_of(story.rows, Act.REVIEW.value)
    if not reviews:
        return
    chairs = {_chair(row) for row in rows_of(story.rows, Act.STOP.value)} - {None}
    yield from (_of(row, f"seq:{row.seq}", act=row.act) for row in reviews if row.account_id in chairs)
    is_apart = story.content.handling.are_duties_apart
    if is_apart:
        received = {row.account_id for row in rows_of(story.rows, *_RECEIVING) if row.actor_kind == _STAFF}
        both = [row for row in reviews if row.account_id in received and row.account_id not in chairs]
        yield from (_of(row, f"seq:{row.seq}", act=row.act) for row in both)
    if is_apart or (parameters.is_everywhere and story.case_type != CaseType.INSTANT.value):
        reviewed = {row.account_id for row in reviews if row.actor_kind == _STAFF}
        decided = [row for row in rows_of(story.rows, *_DECIDING) if row.account_id in reviewed]
        yield from (_of(row, f"seq:{row.seq}", act=row.act) for row in decided)


def _chair(row: Row) -> object:
    plan = row.details.get("hearing")
    return plan.get("chair") if isinstance(plan, dict) else None


_BY_LETTER = frozenset(act.value for act, right in RIGHT_OF.items() if right in LETTER_RIGHTS)
_BY_POST = frozenset(act.value for act in Act) - {act.value for act in APPLICANT_ACTS}


def authority_not_valid(course: Course, _parameters: Parameters, outlook: Outlook) -> Iterator[Found]:
    """An act rests on a letter of authority that did not hold, on none where one is needed, or on no post."""
    for row in course.story.rows:
        if row.actor_kind != _STAFF:
            continue
        why = _flaw(row, course.story, outlook)
        if why:
            yield _of(row, f"seq:{row.seq}", act=row.act, why=why)


def _flaw(row: Row, story: Story, outlook: Outlook) -> str:
    cited = row.details.get("authority")
    if isinstance(cited, dict):
        letter = outlook.letters.get(cited.get("id", 0))
        if letter is None or not letter.holds(row.on, story.item_code):
            return "letter"
        return ""
    if row.post_id in outlook.posts_by_letter and row.act in _BY_LETTER:
        return "no_letter"
    return "no_post" if row.post_id is None and row.act in _BY_POST else ""


def corrected_twice(course: Course, _parameters: Parameters, _outlook: Outlook) -> Iterator[Found]:
    """The applicant was sent away more than once. Law: ALL 32(4)."""
    rows = rows_of(course.story.rows, Act.REQUEST_CORRECTION.value)
    yield from (_of(row, f"seq:{row.seq}") for row in rows[1:])


def same_material_twice(course: Course, _parameters: Parameters, _outlook: Outlook) -> Iterator[Found]:
    """Something was asked for that had been asked for before. Law: ALL 32(4), 35."""
    asked = Counter[str]()
    for row in rows_of(course.story.rows, Act.REQUEST_CORRECTION.value):
        names = {str(one.get("item", "")) for one in row.details.get("missing", ()) if isinstance(one, dict)}
        again = sorted(name for name in names if asked[name])
        asked.update(names)
        if again:
            yield _of(row, f"seq:{row.seq}", material="、".join(again))


def not_as_practised(course: Course, _parameters: Parameters, _outlook: Outlook) -> Iterator[Found]:
    """A notice asks for something that the published guide does not list. Law: OBE 35; AY 13, 23."""
    story = course.story
    for row in rows_of(story.rows, Act.REQUEST_CORRECTION.value):
        lines = notice_lines(story.content, row.details.get("missing", []))
        made = {name for one in story.content.materials for name in (one.name, one.name_en, one.code)}
        beyond = sorted(line.item for line in lines if line.kind is LineKind.OTHER and line.item.strip() not in made)
        if beyond:
            yield _of(row, f"seq:{row.seq}", material="、".join(beyond))


PROCEDURE_RULES = (
    Rule(
        "procedure.order",
        Category.PROCEDURE,
        gettext_noop("Acts out of order"),
        gettext_noop("The steps of the law in their order, none left out and none dated back."),
        ("ALL 32", "ALL 34", "ALL 38"),
        Light.RED,
        Way.STORY,
        order,
        Order,
    ),
    Rule(
        "procedure.missing_paper",
        Category.PROCEDURE,
        gettext_noop("A paper is missing"),
        gettext_noop("The applicant's right to have it in writing, with seal and date."),
        ("ALL 32", "ALL 38", "ALL 45"),
        Light.RED,
        Way.STORY,
        missing_paper,
    ),
    Rule(
        "procedure.missing_reason",
        Category.PROCEDURE,
        gettext_noop("A reason is missing"),
        gettext_noop("The applicant's right to know why, so that he can answer it."),
        ("ALL 38", "ALL 72"),
        Light.RED,
        Way.STORY,
        missing_reason,
        Reasons,
    ),
    Rule(
        "procedure.duties_not_apart",
        Category.PROCEDURE,
        gettext_noop("Duties not kept apart"),
        gettext_noop("That nobody examines what he received, heard or reviewed himself."),
        ("ALL 48",),
        Light.RED,
        Way.STORY,
        duties_not_apart,
        Apart,
    ),
    Rule(
        "procedure.authority_not_valid",
        Category.PROCEDURE,
        gettext_noop("Authority not valid"),
        gettext_noop("That whoever acts for a body may do so on that day, in that item."),
        ("ALL 32", "ALL 38"),
        Light.RED,
        Way.STORY,
        authority_not_valid,
    ),
    Rule(
        "acceptance.corrected_twice",
        Category.ACCEPTANCE,
        gettext_noop("Corrections asked for more than once"),
        gettext_noop("The applicant's right to be told everything at once."),
        ("ALL 32",),
        Light.RED,
        Way.STORY,
        corrected_twice,
    ),
    Rule(
        "anomaly.same_material_twice",
        Category.ANOMALY,
        gettext_noop("The same material asked for twice"),
        gettext_noop("The applicant's time: what is there is not asked for again."),
        ("ALL 32", "OBE 35"),
        Light.YELLOW,
        Way.STORY,
        same_material_twice,
    ),
    Rule(
        "publication.not_as_practised",
        Category.PUBLICATION,
        gettext_noop("Asked for beyond the guide"),
        gettext_noop("That the guide says everything that is asked for, and nothing else is."),
        ("OBE 35", "AY 13"),
        Light.YELLOW,
        Way.STORY,
        not_as_practised,
    ),
)
