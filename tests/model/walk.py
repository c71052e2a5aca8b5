"""Random lives through the services, each step compared with what the model says of it."""

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from typing_extensions import override

from tests.model.law import Life
from tests.model.nights import fallen_due
from tests.model.table import BEFORE_DECISION, ORDER, ROWS, STANDING, UNDER_DECISION
from tests.model.world import BEGIN, ITEMS, OWN, World
from tests.support import cases
from yichuang.cases import queries, services
from yichuang.cases.models import Case
from yichuang.cases.rules import Act
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.core.errors import DomainError

MOST_LIVES = 5
BY_LAW = ("deem_accepted", "lapse", "deem_renewed")
BY_REVIEWER = {"review", "resume", "tell_hearing", "acknowledge", "bring_back", "verify", "recuse"}
CHOICES = {
    "accept": ("", "deferred"),
    "stop": ("test", "public_notice", "site_visit", "hearing:first", "hearing:second", "hearing:head"),
    "bring_back": ("granted", "denied"),
}
ACTS = sorted(ROWS)
UNSEEN = {"cases.renewed_already"}
"""What a page does not look into before it offers an act."""
SALT = st.integers(0, 2**16).map(lambda number: number * 40503 % 2**16)
"""Numbers that are spread evenly, whatever the order in which they are tried."""
RARE = ("withdraw", "terminate", "recuse", "refuse", "not_required", "fix", "acknowledge")
"""What would end or fill lives too soon if it came as often as the rest."""
ROAD = [
    "receive",
    "accept",
    "review",
    "commit",
    "send_up",
    "bring_back",
    "resume",
    "grant",
    "issue",
    "deliver",
    "archive",
]


class Walk(RuleBasedStateMachine):
    """A centre in which days pass and people do what they may, and what they may not."""

    world: World
    seen: Counter[str] = Counter()
    """How often each act was done, each timer went off, and each refusal was given."""

    def __init__(self) -> None:
        super().__init__()
        self.lives: list[Life] = []
        self.numbers: list[str] = []
        self.now = BEGIN
        self.tick = 0
        self.undo = transaction.atomic()
        self.undo.__enter__()

    @override
    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    # Steps.

    @initialize(name=st.sampled_from(["plain", "upper", "committed"]), has_plan=st.booleans())
    def first(self, name: str, has_plan: bool) -> None:
        self._file(name, None, has_plan)

    @precondition(lambda self: len(self.lives) < MOST_LIVES)
    @rule(name=st.sampled_from(sorted(ITEMS)), has_plan=st.booleans())
    def file(self, name: str, has_plan: bool) -> None:
        """An application for anything, about nothing that was granted here."""
        self._file(name, None, has_plan)

    @precondition(lambda self: len(self.lives) < MOST_LIVES and self._in_force())
    @rule(name=st.sampled_from(["renew", "renew", "amend", "cancel"]), salt=SALT)
    def file_about(self, name: str, salt: int) -> None:
        """An application about something granted before."""
        fit = [one for one in self._in_force() if name == "cancel" or not self._is_over(one.about or one)]
        if not fit:
            return
        named = fit[salt % len(fit)]
        self._file(name, named.about or named, has_plan=True, named=named)

    def _is_over(self, life: Life) -> bool:
        return life.valid_until is not None and life.valid_until < self._today

    def _in_force(self) -> list[Life]:
        """What can be named: a first grant, or what amended or renewed one; it is the first that must be in force."""
        return [
            one
            for one in self.lives
            if one.item.purpose != "cancel" or one.about is None
            if (one.about or one).state in {"delivered", "archived"} and (one.about or one).standing == "valid"
            if one.about is None or one.is_granted
        ]

    @rule(days=st.sampled_from([1, 1, 1, 1, 2, 3, 6, 12, 30]))
    def wait(self, days: int) -> None:
        """Days pass; every night the timers run."""
        for _ in range(days):
            self.now += timedelta(days=1)
            self._night()

    @rule(days=st.sampled_from([2, 5, 9, 40]))
    def stand_still(self, days: int) -> None:
        """The machine stood still for days and now catches up."""
        self.now += timedelta(days=days)
        self._night()

    @precondition(lambda self: self._expiries())
    @rule(late=st.sampled_from([0, 1, 4]))
    def let_expire(self, late: int) -> None:
        """Nobody does anything until what an open renewal is about has expired, or nearly."""
        self.now += timedelta(days=max(0, (self._expiries()[0] - self._today).days + late))
        self._night()

    def _expiries(self) -> list[date]:
        open_ones = [one.about for one in self.lives if one.item.purpose == "renew" and one.state in BEFORE_DECISION]
        return sorted(one.valid_until for one in open_ones if one and one.valid_until)

    @rule(salt=SALT)
    def go_on(self, salt: int) -> None:
        """Something that is allowed is done, if there is anything."""
        self._pick(salt, [act for act in ACTS if act not in (*BY_LAW, *RARE)], lambda wrong: not wrong)

    @rule(salt=SALT)
    def go_straight(self, salt: int) -> None:
        """The next step of the ordinary road is done."""
        self._pick(salt, ROAD, lambda wrong: not wrong)

    @rule(salt=SALT)
    def go_straight_again(self, salt: int) -> None:
        """So that lives get somewhere."""
        self._pick(salt, ROAD, lambda wrong: not wrong)

    @rule(salt=SALT)
    def go_wrong(self, salt: int) -> None:
        """Something is tried that the state allows and the law does not."""
        self._pick(salt, [act for act in ACTS if act not in BY_LAW], lambda wrong: bool(wrong - {ORDER}))

    def _pick(self, salt: int, acts: list[str], fits: Callable[[set[str]], bool]) -> None:
        able: dict[str, list[tuple[int, str, str, str]]] = {}
        for place, life in enumerate(self.lives):
            for act in acts:
                if act == "review" and life.opinions and salt % 8:
                    continue  # opinions may follow each other without end
                for who in ("first", "second") if act in BY_REVIEWER else ("",):
                    for choice in CHOICES.get(act, ("",)):
                        if fits(life.refusals(act, self._today, who, choice)):
                            able.setdefault(act, []).append((place, act, who, choice))
        if able:
            acts = sorted(able)
            rows = able[acts[salt % len(acts)]]
            self._try(*rows[salt // 64 % len(rows)])

    @rule(
        at=st.integers(0, 9),
        act=st.sampled_from(ACTS),
        who=st.sampled_from(["first", "second"]),
        pick=st.integers(0, 5),
    )
    def anything(self, at: int, act: str, who: str, pick: int) -> None:
        """Whatever comes to mind is tried."""
        choices = CHOICES.get(act, ("",))
        self._try(at % len(self.lives), act, who if act in BY_REVIEWER else "", choices[pick % len(choices)])

    # What must hold after each.

    @invariant()
    def agree(self) -> None:
        """The program reads as the model."""
        for life, number in zip(self.lives, self.numbers, strict=True):
            case = Case.objects.get(case_no=number)
            seen: dict[str, object] = {
                "state": case.state,
                "standing": case.standing,
                "next": case.next_due_on,
                "corrections": case.corrections,
                "opinions": case.opinions,
                "hearing": case.hearing,
                "hearing_by": case.hearing_by,
                "valid_until": case.valid_until,
            }
            meant: dict[str, object] = {
                "state": life.state,
                "standing": life.standing,
                "next": life.next_due,
                "corrections": life.corrections,
                "opinions": len(life.opinions),
                "hearing": life.hearing,
                "hearing_by": life.hearing_by,
                "valid_until": life.valid_until,
            }
            if life.state in UNDER_DECISION:
                seen |= {
                    "promised": case.promised_due_on,
                    "statutory": case.statutory_due_on,
                    "firsts": (case.promised_first_on, case.statutory_first_on),
                }
                meant |= {"promised": life.promised, "statutory": life.statutory, "firsts": life.firsts}
            if life.state in BEFORE_DECISION:
                seen["step"], meant["step"] = case.step_due_on, life.step_due
            apart = {name: (seen[name], said) for name, said in meant.items() if seen[name] != said}
            assert not apart, f"{number}, {case.state}, {self._today}: program and model of {apart}"

    # How.

    @property
    def _today(self) -> Any:
        return clock.local(self.now).date()

    def _file(self, name: str, about: Life | None, has_plan: bool, named: Life | None = None) -> None:
        self.tick += 1
        desk = self.world.desks[name]
        application = cases.submission(
            desk,
            key=uuid.uuid4(),
            materials={"M1": [], "M2": []} if has_plan else {"M1": []},
            about=self.numbers[self._place(named)] if named else "",
        )
        self.now += timedelta(minutes=1)
        with clock.simulated(self.now):
            done = services.submit_application(actor=desk.clerk, submission=application)
        life = Life(replace(ITEMS[name]), self._today, self.tick, has_plan=has_plan, about=about)
        self.lives.append(life)
        self.numbers.append(done.case_no)

    def _place(self, life: Life) -> int:
        return next(place for place, one in enumerate(self.lives) if one is life)

    def _night(self) -> None:
        today, done, told = self._today, [], []
        for _due, place, act in fallen_due(self.lives, today):
            self.tick += 1
            self.lives[place].tick = self.tick
            if not self.lives[place].refusals(act, today):
                self.lives[place].do(act, today)
                done.append((self.numbers[place], act))
        with clock.simulated(self.now):
            number = services.run_timers(actor=SYSTEM, each=lambda timer: told.append((timer.case_no, timer.act.value)))
            again = services.run_timers(actor=SYSTEM)
        assert (told, number, again) == (done, len(done), 0), (told, done)
        self.seen.update(act for _number, act in done)

    def _try(self, place: int, act: str, who: str, choice: str) -> None:
        life, number = self.lives[place], self.numbers[place]
        self.tick += 1
        self.now += timedelta(minutes=1)
        life.tick, wrong = self.tick, life.refusals(act, self._today, who, choice)
        before = Case.objects.values_list("seq", "digest").get(case_no=number)
        try:
            with clock.simulated(self.now):
                self._do(life, act, number, who, choice)
        except DomainError as error:
            code = error.code
            assert wrong, f"{act} {choice} was refused with {code}; the model allows it on {self._today}"
            assert code in wrong or (code == STANDING and "cases.renewed_already" in wrong), (act, choice, code, wrong)
            assert Case.objects.values_list("seq", "digest").get(case_no=number) == before
            self.seen[code] += 1
            return
        assert not wrong, f"{act} {choice} was done; the model refuses it on {self._today} for {wrong}"
        life.do(act, self._today, who, choice)
        self.seen[act] += 1
        self._compare_offers(place)

    def _compare_offers(self, place: int) -> None:
        """A page offers what the model allows, and nothing else that is an act of somebody's own."""
        life = self.lives[place]
        with clock.simulated(self.now):
            offered = {one.value for one in queries.get_case_view(SYSTEM, self.numbers[place]).possible}
        for act in set(ACTS) - set(BY_LAW):
            wrongs = [life.refusals(act, self._today, "", choice) for choice in CHOICES.get(act, ("",))]
            unseen = UNSEEN | ({STANDING} if act == "grant" else set())
            is_able = any(not wrong - unseen for wrong in wrongs)
            assert (act in offered) is is_able, (
                f"{act} in {life.state}, offered: {act in offered}, refused for {wrongs}"
            )

    def _do(self, life: Life, act: str, number: str, who: str, choice: str) -> None:
        name = next(one for one, item in ITEMS.items() if item == life.item)
        desk, actor = self.world.desks[name], self.world.person(who) if who else None
        own = OWN.get(act)
        if own is not None:
            own(self.world, desk, number, actor, choice)
            return
        if act in {"grant", "deny"} and life.item.is_instant:
            actor = desk.clerk
        cases.do(desk, Act(act), number, actor=actor)
