"""A late case, its signal, and everybody who has to do with it."""

from datetime import datetime, timedelta

from tests.support import identity
from tests.support import organisations as bodies
from tests.support.cases import Desk, make_case, make_desk
from yichuang.cases.rules import State
from yichuang.core import clock
from yichuang.core.actor import SYSTEM, Actor
from yichuang.core.rights import Role
from yichuang.organisations.rules import OrganisationKind
from yichuang.supervision import services
from yichuang.supervision.models import Signal
from yichuang.supervision.rules import MeasureKind
from yichuang.supervision.services import Order

MONDAY = datetime(2026, 3, 2, 9, tzinfo=clock.zone())
DISCIPLINE = "示例区纪律检查委员会"
LATE = MONDAY + timedelta(days=21)


def late(days: int = 0) -> datetime:
    """So many days after the signals were raised."""
    return LATE + timedelta(days=days)


class Place:
    """A case that is late, its signal, and everybody who has to do with it."""

    def __init__(self) -> None:
        with clock.simulated(MONDAY):
            self.desk: Desk = make_desk()
            self.authority = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
            self.supervisor: Actor = identity.staff_actor(
                Role.SUPERVISOR, organisation_id=self.authority, name="监察己"
            )
            self.case_no = make_case(self.desk, State.IN_REVIEW)
        with clock.simulated(LATE):
            services.watch_days(actor=SYSTEM)
        self.signal_id = self.signal("time.promised_passed")

    def signal(self, rule: str) -> int:
        """The signal of that rule."""
        return Signal.objects.get(rule=rule, case_no=self.case_no).pk

    def state(self) -> str:
        """Where the signal stands."""
        return Signal.objects.get(pk=self.signal_id).state

    def turn_to_another(self) -> None:
        """Another case of the body is late as well, and its signal, confirmed, is the one in hand."""
        with clock.simulated(MONDAY):
            self.case_no = make_case(self.desk, State.IN_REVIEW)
        with clock.simulated(LATE):
            services.watch_days(actor=SYSTEM)
        self.signal_id = self.signal("time.promised_passed")
        self.confirmed()

    def confirmed(self) -> None:
        """Explained and confirmed."""
        with clock.simulated(late(1)):
            services.explain(actor=self.desk.official, signal_id=self.signal_id, reason="系统故障")
            services.confirm(actor=self.supervisor, signal_id=self.signal_id)


def issued(place: Place, kind: MeasureKind, day: int, days: int = 10) -> int:
    """A measure on the signal, issued on that day after it was raised, due so many days later; its id."""
    with clock.simulated(late(day)):
        done = services.issue_measure(
            actor=place.supervisor, signal_id=place.signal_id, kind=kind, order=order(days, person="吴示例")
        )
    assert done.measure_id is not None
    return done.measure_id


def order(days: int = 10, person: str = "") -> Order:
    """An order that is due then."""
    due_on = clock.today() + timedelta(days=days)
    return Order(
        problem="超过承诺时限未作出决定",
        remedy="三日内作出决定",
        due_on=due_on,
        person=person,
        points=("每周核对办理时限",),
    )
