"""Stories of cases written as short scripts of acts, and what rules find in them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.support.catalogue import make_content
from tests.support.deadlines import local, national_calendar
from yichuang.cases.rules import APPLICANT_ACTS, RIGHT_OF, Act, State
from yichuang.cases.rules.transitions import state_after
from yichuang.catalogue.rules import ItemContent
from yichuang.core.rights import LETTER_RIGHTS
from yichuang.deadlines.rules import Clock, Procedure
from yichuang.supervision.rules import RULES, Found, LetterFact, Outlook, Row, Story, course_of
from yichuang.supervision.rules.procedure import PAPERS

Script = tuple[Act, str] | tuple[Act, str, Mapping[str, Any]]
"""An act, when it was done (“2026-03-02 09:00”), and what is not as usual, see `row`."""

APPLICANT, CLERK, REVIEWER, OFFICIAL = 1, 2, 3, 4
LETTER = LetterFact(
    5, 1, frozenset(str(RIGHT_OF[act]) for act in RIGHT_OF if RIGHT_OF[act] in LETTER_RIGHTS), frozenset(),
    date(2026, 1, 1), date(2026, 12, 31),
)  # fmt: skip
_REASON = "依照规定"
_DOERS = {Act.REVIEW: REVIEWER, Act.GRANT: OFFICIAL, Act.DENY: OFFICIAL}
_BOTH = [Clock.PROMISED.value, Clock.STATUTORY.value]
_DETAILS: Mapping[Act, Mapping[str, Any]] = {
    Act.STOP: {"procedure": Procedure.INSPECTION.value, "clocks": _BOTH},
    Act.SEND_UP: {"clocks": _BOTH},
    Act.EXTEND: {"extension": "10wd"},
    Act.REVIEW: {"opinion": "grant"},
    Act.REQUEST_CORRECTION: {"missing": [{"item": "经营场所平面图", "problem": "未标明面积"}]},
}


def row(
    act: Act,
    at: str,
    *,
    by: int | None = None,
    reason: str = _REASON,
    kind: str = "",
    post: int | None = 1,
    **details: Any,
) -> Script:
    """An act that is not as usual: by whom, why, under which post, with which details; `after` is the state it leads to."""
    return act, at, {**details, "by": by, "reason": reason, "kind": kind, "post": post}


def story(*acts: Script, content: ItemContent | None = None, papers: Mapping[str, int] | None = None) -> Story:
    """The story of a case with these acts, under a promised licence, every paper issued unless others are named."""
    content = content or make_content()
    rows, state = list[Row](), None
    for act, at, *more in acts:
        told = dict(more[0]) if more else {}
        wanted = told.pop("after", None)
        after = State(wanted) if wanted else state_after(state, act, content.case_type)
        rows.append(_row(len(rows) + 1, act, at, (state, after), told))
        state = after
    return Story(
        case_id=1,
        case_no="202600000000017",
        version_id=1,
        item_code="A1",
        organisation_id=1,
        channel="window",
        case_type=content.case_type.value,
        state=rows[-1].after,
        seq=len(rows),
        handler_id=None,
        content=content,
        rows=tuple(rows),
        papers=_all_papers(rows) if papers is None else papers,
    )


def _row(seq: int, act: Act, at: str, states: tuple[State | None, State], told: dict[str, Any]) -> Row:
    by, kind = told.pop("by", None), told.pop("kind", "")
    reason, post = told.pop("reason", _REASON), told.pop("post", 1)
    usual = "applicant" if act in APPLICANT_ACTS else "system" if act is Act.DEEM_ACCEPTED else "staff"
    doer = {"applicant": APPLICANT, "system": None, "staff": _DOERS.get(act, CLERK)}[kind or usual]
    before, after = states
    moment = local(at.replace(" ", "T"))
    return Row(
        seq=seq,
        act=act.value,
        before=before.value if before else "",
        after=after.value,
        at=moment,
        on=moment.date(),
        actor_kind=kind or usual,
        account_id=by or doer,
        post_id=post if (kind or usual) == "staff" else None,
        reason=reason,
        details={**_DETAILS.get(act, {}), **told},
    )


def _all_papers(rows: list[Row]) -> dict[str, int]:
    papers: dict[str, int] = {}
    for one in rows:
        if one.act in PAPERS:
            kind = PAPERS[one.act][0].value
            papers[kind] = papers.get(kind, 0) + 1
    return papers


def outlook(today: str, **more: Any) -> Outlook:
    """That day, under the national calendar."""
    return Outlook(date.fromisoformat(today), national_calendar(), **more)


def found_by(
    rule_id: str, one: Story, today: str, *, given: Mapping[str, object] | None = None, **more: Any
) -> list[Found]:
    """What the rule finds in the story on that day, with these parameters."""
    rule, here = RULES[rule_id], outlook(today, **more)
    assert rule.examine is not None
    return list(rule.examine(course_of(one, here), rule.parameters.model_validate(given or {}), here))


def places(found: list[Found]) -> list[tuple[str, str]]:
    """Where, and on which day."""
    return [(one.place, one.on.isoformat()) for one in found]
