"""Acts on signals at the same moment: one holds, the other is told, and numbers have no gaps."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from tests.support import identity
from tests.support.supervision_loop import DISCIPLINE, Place, issued, late, order
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError
from yichuang.core.rights import Role
from yichuang.supervision import queries, services
from yichuang.supervision.models import Entry, Measure
from yichuang.supervision.rules import MeasureKind

LATER = late(1)


def _both(first: Callable[[], object], second: Callable[[], object], at: datetime = LATER) -> list[str]:
    """What came of two acts at once: “done” or the name of the refusal."""
    results, together = list[str](), threading.Barrier(2)

    def run(act: Callable[[], object]) -> None:
        together.wait()
        try:
            with clock.simulated(at):
                act()
            results.append("done")
        except DomainError as error:
            results.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in (first, second)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(results)


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_holds() -> None:
    place = Place()

    results = _both(
        lambda: services.explain(actor=place.desk.official, signal_id=place.signal_id, reason="说明"),
        lambda: services.appeal(actor=place.desk.head, signal_id=place.signal_id, reason="申诉"),
    )

    assert results == ["MoveNotAllowedError", "done"]
    assert Entry.objects.filter(signal_id=place.signal_id).count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_confirming_and_cancelling_at_once_one_holds() -> None:
    place = Place()
    with clock.simulated(late(1)):
        services.explain(actor=place.desk.official, signal_id=place.signal_id, reason="说明")

    results = _both(
        lambda: services.confirm(actor=place.supervisor, signal_id=place.signal_id),
        lambda: services.cancel(actor=place.supervisor, signal_id=place.signal_id, reason="误报"),
    )

    assert results == ["MoveNotAllowedError", "done"]
    assert queries.verify_entries() == ()


@pytest.mark.django_db(transaction=True)
def test_of_two_supervisors_who_judge_an_appeal_at_once_one_decides() -> None:
    place = Place()
    second = identity.staff_actor(Role.SUPERVISOR, organisation_id=place.authority, name="监察辛")
    with clock.simulated(late(1)):
        services.appeal(actor=place.desk.official, signal_id=place.signal_id, reason="依法延期")

    results = _both(
        lambda: services.uphold(actor=place.supervisor, signal_id=place.signal_id, reason="延期无据"),
        lambda: services.cancel(actor=second, signal_id=place.signal_id, reason="误报"),
    )

    assert results == ["MoveNotAllowedError", "done"]
    assert Entry.objects.filter(signal_id=place.signal_id).count() == 4
    assert queries.verify_entries() == ()


@pytest.mark.django_db(transaction=True)
def test_two_orders_at_once_both_stand_with_numbers_in_a_row() -> None:
    place = Place()
    place.confirmed()
    second = identity.staff_actor(Role.SUPERVISOR, organisation_id=place.authority, name="监察辛")

    def send(actor: Actor) -> None:
        services.issue_measure(actor=actor, signal_id=place.signal_id, kind=MeasureKind.ORDER, order=order())

    results = _both(lambda: send(place.supervisor), lambda: send(second))

    assert results == ["done", "done"]
    numbers = sorted(Measure.objects.values_list("number", flat=True))
    assert [one[one.index("督") :] for one in numbers] == ["督〔2026〕1号", "督〔2026〕2号"]
    assert queries.verify_entries() == ()


@pytest.mark.django_db(transaction=True)
def test_the_same_order_sent_twice_at_once_is_one() -> None:
    place = Place()
    place.confirmed()

    def send() -> None:
        services.issue_measure(
            actor=place.supervisor, signal_id=place.signal_id, kind=MeasureKind.ORDER, order=order(), key="k1"
        )

    assert _both(send, send) == ["done", "done"]
    assert Measure.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_a_late_answer_either_saves_the_body_or_comes_after_the_hand_over(is_elsewhere: bool) -> None:
    place = Place()
    place.confirmed()
    first, last = (issued(place, MeasureKind.INQUIRY, 2, days=5) for _ in range(2))
    if is_elsewhere:
        place.turn_to_another()
    answered = issued(place, MeasureKind.INQUIRY, 2, days=5)

    results = _both(
        lambda: services.hand_over(actor=place.supervisor, measure_id=last, to=DISCIPLINE, reason="三次未答复"),
        lambda: services.answer_measure(actor=place.desk.official, measure_id=answered, text="已整改"),
        at=late(20),
    )

    states = [Measure.objects.get(pk=one).state for one in (first, last, answered)]
    outcome = {"MoveNotAllowedError": ["handed_over"] * 3, "StrikesMissingError": ["issued", "issued", "answered"]}
    assert results[1] == "done"
    assert states == outcome[results[0]]
    assert queries.verify_entries() == ()
