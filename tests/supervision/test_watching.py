"""Watching people at work: what is seen enters the same loop."""

from datetime import date, datetime

import pytest

from tests.support import identity
from tests.support import organisations as bodies
from tests.support.cases import make_desk
from yichuang.core import clock
from yichuang.core.actor import RightMissingError
from yichuang.core.rights import Role
from yichuang.organisations.rules import OrganisationKind
from yichuang.supervision import services
from yichuang.supervision.errors import DayNotAllowedError, WatchNotFoundError, WordsMissingError
from yichuang.supervision.models import Signal, Told
from yichuang.supervision.rules import WatchKind
from yichuang.supervision.services import Watch

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=clock.zone())
PATROL = Watch(WatchKind.PATROL, date(2026, 3, 2), "监察己", notes="上午巡查一楼大厅")


def test_a_finding_of_a_patrol_is_answered_like_any_signal_and_is_opened_once() -> None:
    with clock.simulated(NOW):
        desk = make_desk()
        authority = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
        supervisor = identity.staff_actor(Role.SUPERVISOR, organisation_id=authority, name="监察己")
        watching = services.record_watch(actor=supervisor, watch=PATROL)
        found, again = (
            services.open_finding(
                actor=supervisor, watching_id=watching, organisation_id=desk.organisation_id, problem="窗口空岗十分钟"
            )
            for _ in range(2)
        )
        services.sweep(actor=supervisor)
        services.explain(actor=desk.official, signal_id=found, reason="已安排顶岗")

    signal = Signal.objects.get(pk=found)
    assert (found, signal.rule, signal.state, signal.light) == (again, "hall.patrol", "explained", "yellow")
    assert desk.official.account_id in set(Told.objects.filter(signal=signal).values_list("account_id", flat=True))


def test_what_was_seen_is_not_dated_ahead_but_a_rota_may_be() -> None:
    with clock.simulated(NOW):
        authority = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
        supervisor = identity.staff_actor(Role.SUPERVISOR, organisation_id=authority)
        ahead = date(2026, 4, 1)
        with pytest.raises(DayNotAllowedError):
            services.record_watch(actor=supervisor, watch=Watch(WatchKind.VIDEO, ahead, "监察己"))
        with pytest.raises(WordsMissingError):
            services.record_watch(actor=supervisor, watch=Watch(WatchKind.VIDEO, date(2026, 3, 1), " "))
        rota = Watch(WatchKind.LEADER_DUTY, ahead, "分管领导", to_day=date(2026, 4, 30))

        assert services.record_watch(actor=supervisor, watch=rota) > 0


def test_only_supervisors_record_and_open() -> None:
    with clock.simulated(NOW):
        desk = make_desk()
        with pytest.raises(RightMissingError):
            services.record_watch(actor=desk.head, watch=PATROL)
        authority = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
        supervisor = identity.staff_actor(Role.SUPERVISOR, organisation_id=authority)
        with pytest.raises(WatchNotFoundError):
            services.open_finding(actor=supervisor, watching_id=1, organisation_id=desk.organisation_id, problem="空岗")

    assert Signal.objects.count() == 0
