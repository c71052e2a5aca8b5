"""A small model of the law of a case, written from the articles and not from the program. It knows no database and no clock.

What an act may not do it says as the set of all reasons, each the code that the program should answer with; the program names
one of them.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.model.days import Period, after, after_plain, decision_due, months_later
from tests.model.table import CLOSED, ORDER, ROWS, STANDING, STOPS, UNDER_DECISION


@dataclass
class Item:
    """What the law leaves to the item."""

    promised: int = 10
    statutory: int = 20
    is_instant: bool = False
    is_upper: bool = False
    is_committed: bool = False
    purpose: str = "new"
    valid_months: int = 2
    steps: dict[str, int] = field(default_factory=lambda: {"accept": 1, "review": 5, "decide": 3})


@dataclass
class Stopped:
    """A procedure: which clocks stand still, from which day, to which."""

    procedure: str
    clocks: str
    begun: date
    ended: date | None = None
    chair: str = ""
    expected: date | None = None
    held: date | None = None


@dataclass
class Life:
    """One case. `filed` and `tick` number the moment of the application and that of the act at hand."""

    item: Item
    submitted: date
    filed: int
    has_plan: bool = True
    about: "Life | None" = None
    state: str = "submitted"
    accepted: date | None = None
    decided: date | None = None
    is_granted: bool = False
    corrections: int = 0
    corrected: date | None = None
    opinions: list[str] = field(default_factory=list)
    hearing: str = ""
    hearing_by: date | None = None
    extension: int = 0
    stops: list[Stopped] = field(default_factory=list)
    deferred_by: date | None = None
    is_committed: bool = False
    answer: bool | None = None
    standing: str = ""
    valid_until: date | None = None
    tick: int = 0
    renewed_at: int = 0
    next_due: date | None = None
    told_by: date | None = None
    step: str = ""
    step_from: date | None = None
    recused: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.next_due = after(self.submitted, 1)

    # What is due.

    def _periods(self, clock: str) -> list[Period]:
        return [(one.begun, one.ended) for one in self.stops if clock in one.clocks]

    @property
    def promised(self) -> date | None:
        assert self.accepted
        return decision_due(self.accepted, self.item.promised + self.extension, self._periods("P"))

    @property
    def statutory(self) -> date | None:
        assert self.accepted
        return decision_due(self.accepted, self.item.statutory + self.extension, self._periods("S"))

    @property
    def firsts(self) -> tuple[date, date]:
        assert self.accepted
        return after(self.accepted, self.item.promised), after(self.accepted, self.item.statutory)

    @property
    def step_due(self) -> date | None:
        if self.waits_above and self.state in {"accepted", "in_review"} and self.accepted:
            return decision_due(self.accepted, 20, self._periods("S"))
        if self.step_from is None or self.step not in self.item.steps:
            return None
        return decision_due(self.step_from, self.item.steps[self.step], self._periods("P"))

    @property
    def waits_above(self) -> bool:
        return self.item.is_upper and not any(one.procedure == "referral" for one in self.stops)

    # What may be done.

    def refusals(self, act: str, today: date, who: str = "", choice: str = "") -> set[str]:
        """Every reason not to do the act today; nobody who has stepped aside does anything."""
        if who and who in self.recused:
            return {"cases.recused"}
        froms, _to = ROWS[act]
        is_instant = self.item.is_instant and act in {"grant", "deny"} and self.state == "accepted"
        if self.state not in froms and not is_instant:
            return {ORDER}
        wrong: dict[str, bool] = getattr(self, f"_may_{act}", lambda *_: {})(today, who, choice)
        return {code for code, is_wrong in wrong.items() if is_wrong}

    def _may_request_correction(self, today: date, *_: str) -> dict[str, bool]:
        return {"cases.correction_once": self.corrections > 0, "cases.notice_too_late": self._notice_over(today)}

    def _may_refuse(self, today: date, *_: str) -> dict[str, bool]:
        return {"cases.notice_too_late": self._is_deemed(today)}

    _may_not_required = _may_refuse

    def _may_deem_accepted(self, today: date, *_: str) -> dict[str, bool]:
        return {"cases.day_not_come": self.corrections > 0 or not self._notice_over(today)}

    def _notice_over(self, today: date) -> bool:
        return today > after(self.submitted, 5)

    def _is_deemed(self, today: date) -> bool:
        return not self.corrections and self._notice_over(today)

    def _may_accept(self, today: date, _who: str, choice: str) -> dict[str, bool]:
        if self._is_deemed(today):
            return {}
        return {
            "cases.materials_missing": not self.has_plan and choice != "deferred",
            "cases.not_deferrable": self.has_plan and choice == "deferred",
        }

    def _may_lapse(self, today: date, *_: str) -> dict[str, bool]:
        due = self.told_by if self.state == "correction_requested" else self.deferred_by
        return {"cases.day_not_come": due is None or due >= today}

    def _may_supply(self, *_: object) -> dict[str, bool]:
        return {"cases.nothing_awaited": self.deferred_by is None}

    def _may_commit(self, *_: object) -> dict[str, bool]:
        return {"cases.commitment_unfit": not self.item.is_committed}

    def _may_verify(self, *_: object) -> dict[str, bool]:
        return {"cases.nothing_to_verify": not self.is_committed}

    def _may_review(self, _today: date, who: str, _choice: str) -> dict[str, bool]:
        return {"cases.chair_reviews": any(one.chair == who for one in self.stops if one.chair)}

    def _may_stop(self, _today: date, _who: str, choice: str) -> dict[str, bool]:
        procedure, _, chair = choice.partition(":")
        is_hearing = procedure == "hearing"
        return {
            "cases.chair_reviewed": is_hearing and chair in self.opinions,
            "cases.recused": is_hearing and chair in self.recused,
        }

    def _may_extend(self, today: date, *_: str) -> dict[str, bool]:
        last = self.statutory  # a clock that stands still has not run out
        return {
            "cases.extended_already": self.extension > 0,
            "cases.extension_late": last is not None and today > last,
        }

    def _may_tell_hearing(self, *_: object) -> dict[str, bool]:
        return {"cases.hearing_told": bool(self.hearing)}

    def _may_ask_hearing(self, today: date, *_: str) -> dict[str, bool]:
        return {
            "cases.hearing_not_offered": self.hearing != "told",
            "cases.hearing_late": self.hearing_by is not None and today > self.hearing_by,
        }

    def _may_send_up(self, *_: object) -> dict[str, bool]:
        return {"cases.not_referred": not self.waits_above, "cases.opinion_missing": not self.opinions}

    def _may_grant(self, today: date, *_: str) -> dict[str, bool]:
        wrong = self._may_decide(today, is_granted=True) | {"cases.deferred_open": self.deferred_by is not None}
        return wrong | (self._may_change() if self.about else {})

    def _may_deny(self, today: date, *_: str) -> dict[str, bool]:
        return self._may_decide(today, is_granted=False)

    def _may_decide(self, today: date, *, is_granted: bool) -> dict[str, bool]:
        may_ask = self.hearing == "told" and self.hearing_by is not None and today <= self.hearing_by
        return {
            "cases.opinion_missing": not self.opinions and not self.item.is_instant,
            "cases.hearing_open": may_ask or self.hearing == "asked",
            "cases.upper_answer_missing": self.item.is_upper and self.answer is None,
            "cases.upper_answer_contradicted": self.answer is not None and self.answer is not is_granted,
        }

    def _may_change(self) -> dict[str, bool]:
        """What becomes of what was granted: it must be in force, and nothing is renewed twice. Law: ALL 49, 50, 70."""
        assert self.about
        standings = {"valid", "revoked", "recalled"} if self.item.purpose == "cancel" else {"valid"}
        return {
            STANDING: self.about.standing not in standings,
            "cases.renewed_already": self.item.purpose == "renew" and self.about.renewed_at > self.filed,
        }

    def _may_deem_renewed(self, today: date, *_: str) -> dict[str, bool]:
        expires = self.about.valid_until if self.about and self.item.purpose == "renew" else None
        is_in_time = expires is not None and self.submitted <= expires - timedelta(days=30)
        is_due = is_in_time and expires is not None and expires < today
        if self.corrected and expires and self.corrected > expires:
            is_due = False  # it was the applicant who was waited for
        return {"cases.day_not_come": not is_due} | (self._may_change() if is_due else {})

    def _may_end(self, act: str) -> dict[str, bool]:
        """Only where it was granted first."""
        if self.about:
            return {"cases.stands_elsewhere": True}
        fits = {"valid", "revoked", "recalled"} if act == "cancel" else {"valid"}
        return {STANDING: self.standing not in fits}

    @property
    def _has_result(self) -> bool:
        return self.standing not in {"revoked", "recalled", "cancelled"}

    def _may_issue(self, *_: object) -> dict[str, bool]:
        return {"cases.nothing_to_issue": not self._has_result}

    def _may_deliver(self, *_: object) -> dict[str, bool]:
        return {"cases.result_not_issued": self.state == "granted" and self._has_result}

    def _may_revoke(self, *_: object) -> dict[str, bool]:
        return self._may_end("revoke")

    def _may_recall(self, *_: object) -> dict[str, bool]:
        return self._may_end("recall")

    def _may_cancel(self, *_: object) -> dict[str, bool]:
        return self._may_end("cancel")

    # What follows.

    def do(self, act: str, today: date, who: str = "", choice: str = "") -> None:
        """The act is done, with everything that follows from it."""
        to = ROWS[act][1]
        getattr(self, f"_do_{act}", lambda *_: None)(today, who, choice)
        if to in {"withdrawn", "terminated", "lapsed"} or act == "deem_renewed":
            self._end_stop(today)
        if to != "=":
            self.state = to
        self._next(act, today)

    def _next(self, act: str, today: date) -> None:
        if self.state in CLOSED | {"archived"}:
            self.next_due = None
        elif self.state in {"granted", "denied"} and act in {"grant", "deny", "commit", "deem_renewed"}:
            self.next_due = after(today, 10)
        elif self.state in UNDER_DECISION:
            above = self.step_due if self.waits_above else None
            if self.state in {"special", "sent_up"}:
                above = self.stops[-1].expected
            self.next_due = min(filter(None, (above, self.promised or self.statutory)))
        self._move_step(today)

    def _move_step(self, today: date) -> None:
        steps = {
            "received": "accept",
            "accepted": "review",
            "granted": "issue",
            "issued": "deliver",
            "denied": "deliver",
        }
        step = steps.get(self.state, "decide" if self.state in UNDER_DECISION else "")
        if step == "decide" and not self.opinions:
            step = "review"
        if step != self.step:
            self.step, self.step_from = step, today

    def _do_receive(self, *_: object) -> None:
        self.next_due = after(self.submitted, 5)

    def _do_request_correction(self, today: date, *_: str) -> None:
        self.corrections, self.told_by = 1, after(today, 10)
        self.next_due = self.told_by

    def _do_fix(self, *_: object) -> None:
        self.has_plan = True

    def _do_correct(self, today: date, *_: str) -> None:
        self.has_plan, self.next_due, self.corrected = True, after(today, 5), today

    def _do_accept(self, today: date, _who: str, choice: str) -> None:
        is_deemed = self._is_deemed(today)
        self.accepted = self.submitted if is_deemed else today
        if choice == "deferred" and not is_deemed:
            self.deferred_by = after(today, 10)

    def _do_deem_accepted(self, *_: object) -> None:
        self.accepted = self.submitted

    def _do_supply(self, *_: object) -> None:
        self.deferred_by = None

    def _do_commit(self, today: date, *_: str) -> None:
        self.accepted = self.decided = today
        self.is_committed, self.is_granted, self.standing = True, True, "valid"
        self.valid_until = months_later(today, self.item.valid_months) - timedelta(days=1)

    def _do_verify(self, *_: object) -> None:
        self.is_committed = False

    def _do_review(self, _today: date, who: str, _choice: str) -> None:
        self.opinions.append(who)

    def _do_stop(self, today: date, _who: str, choice: str) -> None:
        procedure, _, chair = choice.partition(":")
        is_hearing = procedure == "hearing"
        self.stops.append(Stopped(procedure, STOPS[procedure], today, expected=today + timedelta(days=10)))
        if is_hearing:
            self.stops[-1].chair, self.stops[-1].held = chair, today + timedelta(days=8)

    def _do_resume(self, today: date, *_: str) -> None:
        held = self.stops[-1].held
        if held and today >= held:
            self.hearing = "held"
        self._end_stop(today)

    def _end_stop(self, today: date) -> None:
        if self.stops and self.stops[-1].ended is None:
            self.stops[-1].ended = today

    def _do_extend(self, *_: object) -> None:
        self.extension = 10

    def _do_tell_hearing(self, today: date, *_: str) -> None:
        self.hearing, self.hearing_by = "told", after_plain(today, 5)

    def _do_ask_hearing(self, today: date, *_: str) -> None:
        self.hearing, self.hearing_by = "asked", after(today, 20)

    def _do_send_up(self, today: date, *_: str) -> None:
        self.stops.append(Stopped("referral", STOPS["referral"], today, expected=today + timedelta(days=10)))

    def _do_bring_back(self, today: date, _who: str, choice: str) -> None:
        self.answer = choice != "denied"
        self._end_stop(today)

    def _do_grant(self, today: date, *_: str) -> None:
        self.decided, self.is_granted = today, True
        if self.about:
            self._change(self.about)
        else:
            self.standing = "valid"
            self.valid_until = months_later(today, self.item.valid_months) - timedelta(days=1)

    def _do_deem_renewed(self, today: date, *_: str) -> None:
        assert self.about
        self.decided, self.is_granted = today, True
        self._change(self.about)

    def _change(self, original: "Life") -> None:
        if self.item.purpose == "renew" and original.valid_until:
            first = original.valid_until + timedelta(days=1)
            original.valid_until = months_later(first, self.item.valid_months) - timedelta(days=1)
            original.renewed_at = self.tick
        elif self.item.purpose == "cancel":
            original.standing = "cancelled"
        self.valid_until = original.valid_until

    def _do_deny(self, today: date, *_: str) -> None:
        self.decided = today

    def _do_revoke(self, *_: object) -> None:
        self.standing = "revoked"

    def _do_recall(self, *_: object) -> None:
        self.standing = "recalled"

    def _do_cancel(self, *_: object) -> None:
        self.standing = "cancelled"

    def _do_recuse(self, _today: date, who: str, _choice: str) -> None:
        self.recused.add(who)
