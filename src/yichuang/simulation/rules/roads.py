"""How a case goes from its filing to its end: each road obeys the law and keeps the margins of a clean year.

Which act may follow which is not said here: it shows when the services do them, and `tests/simulation` replays every road
through the table of transitions.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from yichuang.cases.rules import (
    Act,
    Channel,
    DeliveryMethod,
    PartyKind,
    Policy,
    not_served,
)
from yichuang.catalogue.rules import Material, StepKind
from yichuang.deadlines.rules import WorkCalendar, due_on
from yichuang.simulation.rules.answers import answers, can_differ, materials
from yichuang.simulation.rules.arrivals import Arrivals
from yichuang.simulation.rules.detours import Detours
from yichuang.simulation.rules.lives import Item, Life
from yichuang.simulation.rules.parameters import CLOSES, NIGHT, Parameters
from yichuang.simulation.rules.people import BODIES, BODIES_ONLINE, PERSONS, PERSONS_ONLINE, someone

REFUSAL = "经核对，申请人的住所（经营场所）不在示例区，本机关无权受理，请向所在地的主管部门申请。"
NOT_REQUIRED = "经核对，您申请的活动依法不需要取得许可，可以直接开展。"
OPINION = "申请材料齐全，符合法定条件，建议准予。"
AGAINST = "经审查，不符合法定条件，建议不予许可。"


class Roads:
    """Makes lives: everything about a case that is not its arrival."""

    def __init__(
        self,
        *,
        arrivals: Arrivals,
        calendar: WorkCalendar,
        policy: Policy,
        parameters: Parameters,
        staff: dict[int, dict[str, int]],
        zone: ZoneInfo,
    ) -> None:
        """`staff`: how many of each role there are for the items of each body."""
        self.arrivals, self.calendar, self.policy = arrivals, calendar, policy
        self.parameters, self.staff, self.zone = parameters, staff, zone

    def life(self, number: int) -> Life:
        """The lawful life of that number."""
        arrival = self.arrivals.arrival(number)
        dice = self.arrivals.dice(number, "/life")
        item = self.arrivals.items[arrival.item]
        is_person = _is_person(item, dice)
        online = arrival.channel is Channel.ONLINE
        most = (PERSONS_ONLINE if is_person else BODIES_ONLINE) if online else (PERSONS if is_person else BODIES)
        applicant = dice.randrange(most)
        at = self.arrivals.instant(arrival.second, self.zone)
        who = someone(applicant, is_person=is_person)
        form = answers(item.content, who, at.date(), dice, number)
        road = Road(self, item, arrival.channel, dice, at)
        road.walk(materials(item.content, form, arrival.channel))
        key = uuid5(NAMESPACE_OID, f"{self.arrivals.seed}/{self.arrivals.year}/{number}")
        return Life(number, key, item, arrival.channel, is_person, applicant, form, tuple(road.deeds))


def _is_person(item: Item, dice: random.Random) -> bool:
    fits = [one for one in PartyKind if not_served(item.content.service_objects, one) is None]
    return dice.choice(fits or list(PartyKind)) is PartyKind.PERSON


class Road(Detours):
    """One life under way. `at` is the local instant of the act that comes next."""

    def walk(self, needed: Sequence[Material]) -> None:
        """From the filing to the archive."""
        p, dice, content = self.parameters, self.dice, self.item.content
        deferred = [one.code for one in needed if one.is_deferrable]
        is_deferred = bool(deferred) and self.channel is Channel.WINDOW and dice.random() < p.deferred
        without = deferred[:1] if is_deferred else []
        codes = [one.code for one in needed if one.code not in without and one.is_asked]
        is_online = self.channel is Channel.ONLINE
        self.do(Act.SUBMIT, "applicant" if is_online else "clerk", tuple(codes))
        self.take_in()
        if dice.random() < p.refused:
            self.minutes(3, 12)
            self.do(Act.REFUSE, "clerk", (REFUSAL, "申请人住所地的主管部门"))
            return self.archive()
        if dice.random() < p.not_required:
            self.minutes(3, 12)
            self.do(Act.NOT_REQUIRED, "clerk", (NOT_REQUIRED,))
            return self.archive()
        share = p.corrected_instant if self.item.is_instant else p.corrected
        if codes and not without and dice.random() < share and not self.correct(codes):
            return self.archive()
        if content.handling.commitment is not None and not without and dice.random() < p.committed:
            return self.commit()
        self.minutes(2, 8)
        self.do(Act.ACCEPT, "clerk", tuple(without))
        self.accepted_at = self.at
        if self.item.is_instant:
            return self.on_the_spot()
        return self.examine(without)

    def take_in(self) -> None:
        """At the window at once; online as soon as somebody is there."""
        if self.channel is Channel.WINDOW:
            self.minutes(1, 4)
        elif self.is_office_time(CLOSES - 90):
            self.minutes(5, 28)
        else:
            self.morning()
        self.do(Act.RECEIVE, "clerk")

    def correct(self, codes: Sequence[str]) -> bool:
        """Something is missing; whether it was brought in time."""
        code = self.dice.choice(codes)
        self.minutes(4, 12)
        self.do(Act.REQUEST_CORRECTION, "clerk", (code,))
        if self.dice.random() < self.parameters.not_corrected:
            due = due_on(self.at.date(), self.world.policy.correction_limit, self.calendar)
            self.at = datetime.combine(due + timedelta(days=1), NIGHT, self.world.zone)
            self.do(Act.LAPSE, "system")
            return False
        self.later(self.dice.randint(1, self.parameters.margins.corrected_after), until=14 * 60)
        is_online = self.channel is Channel.ONLINE
        self.do(Act.CORRECT, "applicant" if is_online else "clerk", (code,))
        self.minutes(3, 15)
        return True

    def on_the_spot(self) -> None:
        """Decided during the visit."""
        self.minutes(3, 10)
        self.do(Act.GRANT, "clerk")
        self.hand_over(same_visit=True)

    def commit(self) -> None:
        """Granted on the applicant's word, checked some weeks later."""
        self.minutes(5, 20)
        self.do(Act.COMMIT, "clerk")
        self.hand_over(same_visit=True, is_archived=False)
        self.archive()
        self.later(self.dice.randint(15, 40))
        self.do(Act.VERIFY, "reviewer", ("现场核查，与承诺一致。",))

    def examine(self, without: Sequence[str]) -> None:
        """Reviewed and decided within the promised limit."""
        p, dice = self.parameters, self.dice
        latest = self.latest()
        if without:
            self.later(1, most=latest)
            self.do(Act.SUPPLY, "clerk", tuple(without))
        if dice.random() < p.withdrawn:
            self.somewhere(latest, kind=StepKind.REVIEW, since=self.accepted_at.date())
            return self.end(Act.WITHDRAW, "clerk", ("经营计划有变。",))
        is_denied = can_differ(self.item.content) and not self.upper and dice.random() < p.denied
        self.somewhere(latest, kind=StepKind.REVIEW, since=self.accepted_at.date())
        self.do(Act.REVIEW, "reviewer", ("deny", AGAINST) if is_denied else ("grant", OPINION))
        if dice.random() < p.terminated:
            self.minutes(20, 50)
            return self.end(Act.TERMINATE, "official", ("申请人已办理注销登记，申请主体不再存在。",))
        latest = self.detour(latest)
        self.somewhere(latest, kind=StepKind.DECIDE, since=self.at.date())
        self.keep_apart()
        if is_denied:
            unmet = (self.item.content.conditions or ("法律、法规规定的其他条件",))[0].rstrip("。；")[:120]
            self.do(Act.DENY, "official", (f"经审查，申请不符合以下条件：{unmet}。",))
        else:
            self.do(Act.GRANT, "official")
        return self.hand_over(same_visit=False)

    def hand_over(self, *, same_visit: bool, is_archived: bool = True) -> None:
        """The result is issued and handed over, within the item's own steps."""
        content = self.item.content
        is_granted = self.deeds[-1].act is not Act.DENY
        if content.results and is_granted:
            if not same_visit:
                self.somewhere(
                    self.calendar.add_working_days(self.at.date(), 3), kind=StepKind.ISSUE, since=self.at.date()
                )
            self.minutes(1, 4)
            self.do(Act.ISSUE, "clerk")
        self.minutes(1, 5)
        electronic = self.channel is Channel.ONLINE
        method = DeliveryMethod.ELECTRONIC if electronic else DeliveryMethod.WINDOW
        self.do(Act.DELIVER, "clerk", (method.value,))
        if is_archived:
            self.archive()

    def end(self, act: Act, role: str, words: tuple[str, ...]) -> None:
        """The case ends without a decision."""
        self.do(act, role, words)
        self.archive()

    def archive(self) -> None:
        """The records clerk archives what is closed."""
        if self.is_office_time(CLOSES - 20):
            self.minutes(4, 15)
        else:
            self.morning()
        self.do(Act.ARCHIVE, "records")
