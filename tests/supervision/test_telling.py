"""A signal reaches people: each has one notice of it, in his language, on the desk."""

import pytest
from django.utils import translation

from tests.support.supervision_loop import LATE, Place
from yichuang.core import clock
from yichuang.core.actor import SYSTEM, Actor
from yichuang.core.rights import Role
from yichuang.correspondence.models import Notice
from yichuang.correspondence.queries import NoticeRow, count_unread, list_notices
from yichuang.correspondence.rules import NoticeKind
from yichuang.supervision import services
from yichuang.supervision.models import Signal, Told
from yichuang.supervision.rules import SignalState
from yichuang.supervision.services.telling import Ladder, tell

pytestmark = pytest.mark.django_db


def notices(actor: Actor, signal_id: int) -> list[NoticeRow]:
    """What the reader is told of that signal."""
    return [one for one in list_notices(actor, size=100).rows if one.signal_id == signal_id]


def test_whoever_is_told_of_a_live_signal_has_one_notice_of_it() -> None:
    place = Place()
    with clock.simulated(LATE):
        services.watch_days(actor=SYSTEM)
        services.sweep(actor=place.supervisor)

    live = Told.objects.filter(signal__state=SignalState.NOTIFIED.value)
    told = sorted(f"{one.account_id} signal:{one.signal_id}:{one.light}" for one in live)
    given = Notice.objects.filter(kind=NoticeKind.SIGNAL.value)
    assert told == sorted(f"{one.account_id} {one.source}" for one in given)
    assert len(notices(place.desk.official, place.signal_id)) == 1
    assert notices(place.desk.applicant, place.signal_id) == []
    assert count_unread(place.desk.official) > 0


def test_a_notice_names_light_matter_case_and_the_day_to_answer() -> None:
    place = Place()

    with translation.override("zh-hans"):
        (chinese,) = notices(place.desk.official, place.signal_id)
    with translation.override("en"):
        (english,) = notices(place.desk.official, place.signal_id)
        reminder = notices(place.desk.official, place.signal("time.remaining"))

    assert chinese.text == f"红灯：违规，{place.case_no}。请在2026年3月30日前（含当日）说明情况、整改或者申诉。"
    assert english.text == (
        f"Red: breach, {place.case_no}. Please explain it, put it right or appeal by March 30, 2026."
    )
    assert chinese.title.startswith("电子监察信号：")
    assert all(one.text == f"Blue: reminder, {place.case_no}. Please see to it in time." for one in reminder)


@pytest.mark.parametrize(("state", "number"), [(SignalState.NOTIFIED, 1), (SignalState.SETTLED, 0)])
def test_a_signal_that_is_settled_already_gives_no_notice(state: SignalState, number: int) -> None:
    place = Place()
    signal = Signal.objects.get(pk=place.signal_id)
    Notice.objects.all().delete()

    signal.state = state.value
    for _ in range(2):
        tell(Ladder(LATE.date()), [(signal, Role.APPROVING_OFFICIAL)], LATE)

    assert len(notices(place.desk.official, place.signal_id)) == number
