"""Every act of the loop is refused to whoever has no right to it, in a state where it is out of order, and in one's own matter."""

from collections.abc import Callable

import pytest

from tests.support import identity
from tests.support.supervision_loop import DISCIPLINE, Place, issued, late, order
from yichuang.core import clock
from yichuang.core.actor import Actor, RightMissingError
from yichuang.core.errors import DomainError
from yichuang.core.rights import Role
from yichuang.supervision import services
from yichuang.supervision.errors import (
    MeasureMoveNotAllowedError,
    MoveNotAllowedError,
    NotConcernedError,
    OwnMatterError,
)
from yichuang.supervision.models import Entry, Signal
from yichuang.supervision.rules import MeasureKind

pytestmark = pytest.mark.django_db
Try = Callable[[Actor, int, int], object]
"""The act by that actor on the signal, or on the measure."""

ANSWERS: dict[str, Try] = {
    "explain": lambda actor, signal, _one: services.explain(actor=actor, signal_id=signal, reason="说明"),
    "correct": lambda actor, signal, _one: services.correct(actor=actor, signal_id=signal, reason="整改"),
    "appeal": lambda actor, signal, _one: services.appeal(actor=actor, signal_id=signal, reason="申诉"),
    "answer_measure": lambda actor, _signal, one: services.answer_measure(actor=actor, measure_id=one, text="已整改"),
}
JUDGEMENTS: dict[str, Try] = {
    "confirm": lambda actor, signal, _one: services.confirm(actor=actor, signal_id=signal),
    "cancel": lambda actor, signal, _one: services.cancel(actor=actor, signal_id=signal, reason="误报"),
    "uphold": lambda actor, signal, _one: services.uphold(actor=actor, signal_id=signal, reason="维持"),
    "accept": lambda actor, signal, _one: services.accept(actor=actor, signal_id=signal, reason="属实"),
}
FOLLOWING: dict[str, Try] = {
    "give_card": lambda actor, signal, _one: services.give_card(actor=actor, signal_id=signal),
    "issue_measure": lambda actor, signal, _one: services.issue_measure(
        actor=actor, signal_id=signal, kind=MeasureKind.ORDER, order=order()
    ),
    "return_measure": lambda actor, _signal, one: services.return_measure(
        actor=actor, measure_id=one, reason="不实", due_on=order().due_on
    ),
    "close_measure": lambda actor, _signal, one: services.close_measure(actor=actor, measure_id=one, reason="属实"),
    "hand_over": lambda actor, _signal, one: services.hand_over(
        actor=actor, measure_id=one, to=DISCIPLINE, reason="三次未答复"
    ),
}
ALL = {**ANSWERS, **JUDGEMENTS, **FOLLOWING}


def refused(place: Place, act: Try, actor: Actor, measure_id: int) -> type[DomainError]:
    """Why the act was refused; it left nothing behind."""
    before = Entry.objects.filter(signal_id=place.signal_id).count()
    with clock.simulated(late(3)), pytest.raises(DomainError) as caught:
        act(actor, place.signal_id, measure_id)
    assert Entry.objects.filter(signal_id=place.signal_id).count() == before
    return caught.type


@pytest.mark.parametrize("name", ALL)
def test_the_wrong_right(name: str) -> None:
    place = Place()
    place.confirmed()
    measure = issued(place, MeasureKind.INQUIRY, 2)
    actor, wanted = (
        (place.supervisor, NotConcernedError) if name in ANSWERS else (place.desk.official, RightMissingError)
    )

    assert refused(place, ALL[name], actor, measure) is wanted


@pytest.mark.parametrize("name", ALL)
def test_the_wrong_state(name: str) -> None:
    place = Place()
    place.confirmed()
    measure = issued(place, MeasureKind.INQUIRY, 2)
    with clock.simulated(late(2)):
        services.answer_measure(actor=place.desk.official, measure_id=measure, text="已整改")
        services.close_measure(actor=place.supervisor, measure_id=measure, reason="属实")
    actor = place.desk.official if name in ANSWERS else place.supervisor

    assert place.state() == "closed"
    assert refused(place, ALL[name], actor, measure) is MoveNotAllowedError


@pytest.mark.parametrize("name", ["return_measure", "close_measure"])
def test_a_paper_that_was_not_answered_is_not_checked(name: str) -> None:
    place = Place()
    place.confirmed()
    measure = issued(place, MeasureKind.INQUIRY, 2)

    assert refused(place, ALL[name], place.supervisor, measure) is MeasureMoveNotAllowedError


@pytest.mark.parametrize("name", JUDGEMENTS)
@pytest.mark.parametrize("is_owner", [True, False])
def test_ones_own_matter(name: str, is_owner: bool) -> None:
    place = Place()
    both = identity.staff_actor(Role.SUPERVISOR, Role.AGENCY_HEAD, organisation_id=place.authority, name="双岗庚")
    rows = Signal.objects.filter(pk=place.signal_id)
    if is_owner:
        rows.update(owner=both.account_id)
    else:
        rows.update(answered_by=both.account_id)

    assert refused(place, ALL[name], both, 0) is OwnMatterError
