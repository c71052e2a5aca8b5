"""What can come between review and decision: special procedures, hearings, longer limits, higher bodies."""

from datetime import date

from yichuang.cases.rules import Act, Channel, decision_clocks
from yichuang.deadlines.rules import Clock, Procedure, Stop, Unit
from yichuang.simulation.rules.pace import Pace

_STOPS = (
    (Procedure.APPRAISAL, "需由鉴定机构进行鉴定。", "鉴定意见：符合要求。"),
    (Procedure.EXPERT_REVIEW, "涉及专业技术问题，组织专家评审。", "专家评审意见：通过。"),
    (Procedure.PUBLIC_NOTICE, "依照规定向社会公示。", "公示期满，无异议。"),
)

_LONGEST_STOP, _LONGEST_HEARING = 8, 12
_MATTER = "申请人是否具备法定条件。"
HEARING_AT = 9 * 60 + 30
"""When hearings begin, in minutes of the day."""


class Detours(Pace):
    """A life that need not go straight."""

    @property
    def upper(self) -> str:
        """The higher body that decides."""
        return self.item.content.handling.upper_body

    def detour(self, latest: date) -> date:
        """What comes between review and decision, if anything does; by when the decision is to be made."""
        p, dice = self.parameters, self.dice
        if self.upper:
            return self.send_up()
        has_time = self.rest(latest) >= 1
        if self.may_stop and has_time and dice.random() < p.stopped:
            return self.stop()
        if self.may_be_heard and dice.random() < p.heard:
            return self.hear()
        if self.may_extend and has_time and dice.random() < p.extended:
            return self.extend(latest)
        return latest

    @property
    def may_stop(self) -> bool:
        """Whether days after a stop are as many working days as before it."""
        limit = self.item.content.promised_limit
        return limit is not None and limit.unit is Unit.WORKING_DAY

    @property
    def may_extend(self) -> bool:
        """Whether an extension is counted in the unit of the limits."""
        content = self.item.content
        own = content.handling.extension_limit or self.world.policy.extension_limit
        limits = [one for one in (content.statutory_limit, content.promised_limit) if one is not None]
        return bool(limits) and all(one.unit is own.unit and one.value for one in limits)

    def stop(self) -> date:
        """A special procedure, and by when the decision is to be made after it."""
        procedure, reason, result = self.dice.choice([one for one in _STOPS if self.has_room(one[0])])
        began, days = self.at, self.dice.randint(2, 6)
        self.minutes(10, 40)
        expected = self.calendar.add_working_days(self.at.date(), days + 1)
        self.do(Act.STOP, "official", (procedure.value, reason), {"expected_on": expected})
        self.later(days)
        self.do(Act.RESUME, "reviewer", (result,))
        stop = Stop(began.date(), self.at.date(), procedure.value, self.world.policy.clocks_of(procedure))
        return max(self.latest([stop]), self.at.date())

    @property
    def may_be_heard(self) -> bool:
        """Whether the body has somebody for the chair, and its clocks stand still meanwhile."""
        return self.may_stop and bool(self.staff.get("chair")) and self.has_room(Procedure.HEARING)

    def hear(self) -> date:
        """The applicant is told that he may be heard, and asks for it the same day; by when the decision is to be made."""
        self.minutes(10, 30)
        self.do(Act.TELL_HEARING, "reviewer", (_MATTER,))
        self.minutes(10, 30)
        is_online = self.channel is Channel.ONLINE
        self.do(Act.ASK_HEARING, "applicant" if is_online else "clerk", ("要求举行听证。",))
        self.minutes(10, 30)
        began, chair = self.at.date(), self.dice.randrange(self.staff["chair"])
        held_on = self.calendar.add_working_days(began, self.dice.randint(7, 10))
        days = {"expected_on": self.calendar.add_working_days(held_on, 1), "held_on": held_on}
        words = (
            Procedure.HEARING.value,
            "申请人在规定期限内要求听证。",
            "区政务服务中心二楼听证室",
            _MATTER,
            str(chair),
        )
        self.do(Act.STOP, "official", words, days)
        self.at = self.time(held_on, HEARING_AT + 60, HEARING_AT + 150)
        self.do(Act.RESUME, "reviewer", ("听证笔录：听取了申请人的陈述，核对了证据。",), {"held_on": held_on})
        stop = Stop(began, held_on, Procedure.HEARING.value, self.world.policy.clocks_of(Procedure.HEARING))
        return max(self.latest([stop]), held_on)

    def has_room(self, procedure: Procedure) -> bool:
        """Whether a clock that goes on meanwhile leaves enough time."""
        if Clock.STATUTORY in self.world.policy.clocks_of(procedure):
            return True
        clocks = decision_clocks(self.item.content, self.accepted_at.date(), self.calendar)
        if clocks.statutory_on is None or clocks.promised_on is None:
            return False
        longest = _LONGEST_HEARING if procedure is Procedure.HEARING else _LONGEST_STOP
        return self.calendar.working_days_between(clocks.promised_on, clocks.statutory_on) >= longest

    def extend(self, latest: date) -> date:
        """A longer limit, which is then hardly used."""
        self.minutes(10, 40)
        self.do(Act.EXTEND, "head", ("情况复杂，需进一步核实相关情况。",))
        return self.calendar.add_working_days(latest, 1)

    def send_up(self) -> date:
        """To the higher body and back."""
        self.minutes(10, 40)
        expected = self.calendar.add_working_days(self.at.date(), 15)
        self.do(Act.SEND_UP, "official", ("经初审，材料齐全，同意上报。", "机要交换"), {"expected_on": expected})
        self.later(1)
        self.do(Act.ACKNOWLEDGE, "reviewer", ("收〔2025〕128号", "受理窗口"))
        self.later(self.dice.randint(3, 10))
        self.do(Act.BRING_BACK, "reviewer", ("批〔2025〕57号",))
        return self.at.date()
