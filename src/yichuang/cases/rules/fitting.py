"""Which of the acts that the state allows make sense in this very case: a page offers these and no others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from yichuang.cases.rules.states import Act, Hearing, Standing, State
from yichuang.cases.rules.transitions import STANDINGS, possible_acts
from yichuang.catalogue.rules import CaseType, ItemContent


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case. `is_sent` once it was with the higher body, `answer` whether that grants; `has_deferred` and `has_commitment` while open."""

    state: State
    case_type: CaseType
    content: ItemContent
    today: date
    corrections: int = 0
    opinions: int = 0
    notice_by: date | None = None
    statutory_due_on: date | None = None
    promised_due_on: date | None = None
    extension: str = ""
    hearing: Hearing = Hearing.NONE
    hearing_by: date | None = None
    standing: Standing = Standing.NONE
    is_sent: bool = False
    answer: bool | None = None
    has_deferred: bool = False
    has_commitment: bool = False

    @property
    def waits_for_hearing(self) -> bool:
        """Whether the applicant may still ask for a hearing, or waits for it."""
        return self.hearing is Hearing.ASKED or self.may_ask_hearing

    @property
    def may_ask_hearing(self) -> bool:
        """Whether the applicant may ask for a hearing today."""
        return self.hearing is Hearing.TOLD and self.hearing_by is not None and self.today <= self.hearing_by

    @property
    def waits_above(self) -> bool:
        """Whether a higher body decides and was not asked yet."""
        return bool(self.content.handling.upper_body) and not self.is_sent

    @property
    def has_opinion(self) -> bool:
        """Whether somebody has reviewed it, where that comes before the decision."""
        return bool(self.opinions) or self.case_type is CaseType.INSTANT


def _may_extend(facts: Facts) -> bool:
    last_on = facts.promised_due_on if facts.content.statutory_limit is None else facts.statutory_due_on
    has_limit = facts.content.statutory_limit is not None or facts.content.promised_limit is not None
    return not facts.extension and has_limit and (last_on is None or facts.today <= last_on)


def _may_decide(facts: Facts) -> bool:
    return facts.has_opinion and not facts.waits_for_hearing and not facts.waits_above


def _may_refuse(facts: Facts) -> bool:
    return bool(facts.corrections) or facts.notice_by is None or facts.today <= facts.notice_by


def _is_result_out(facts: Facts) -> bool:
    return facts.state is not State.GRANTED or not has_result_to_issue(facts.content, facts.standing)


_FITS: Mapping[Act, Callable[[Facts], bool]] = MappingProxyType(
    {
        Act.REQUEST_CORRECTION: lambda facts: (
            not facts.corrections and (facts.notice_by is None or facts.today <= facts.notice_by)
        ),
        Act.REFUSE: _may_refuse,
        Act.NOT_REQUIRED: _may_refuse,
        Act.COMMIT: lambda facts: facts.content.handling.commitment is not None,
        Act.SUPPLY: lambda facts: facts.has_deferred,
        Act.EXTEND: _may_extend,
        Act.TELL_HEARING: lambda facts: facts.hearing is Hearing.NONE,
        Act.ASK_HEARING: lambda facts: facts.may_ask_hearing,
        Act.SEND_UP: lambda facts: facts.waits_above and facts.has_opinion,
        Act.GRANT: lambda facts: _may_decide(facts) and not facts.has_deferred and facts.answer is not False,
        Act.DENY: lambda facts: _may_decide(facts) and facts.answer is not True,
        Act.ISSUE: lambda facts: has_result_to_issue(facts.content, facts.standing),
        Act.DELIVER: _is_result_out,
        Act.VERIFY: lambda facts: facts.has_commitment,
    }
)


def has_result_to_issue(content: ItemContent, standing: Standing) -> bool:
    """Whether the item gives a result besides the decision, and what was granted still holds."""
    return bool(content.results) and standing not in {Standing.REVOKED, Standing.RECALLED, Standing.CANCELLED}


def _always(_facts: Facts) -> bool:
    return True


def fitting_acts(facts: Facts) -> tuple[Act, ...]:
    """The acts that make sense now, in the order of a case's life. Whether the reader may do them is another question."""
    moving = {act for _standing, act in STANDINGS}
    return tuple(
        act
        for act in possible_acts(facts.state, facts.case_type)
        if (act not in moving or (facts.standing, act) in STANDINGS) and _FITS.get(act, _always)(facts)
    )
