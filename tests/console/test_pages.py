"""The pages of supervision: who may open them, what they count, and the whole loop from light to remedy."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.support import identity
from tests.support import organisations as bodies
from tests.support.cases import Desk, make_case, make_desk
from tests.support.staffdesk import client_for, key
from yichuang.cases.rules import State
from yichuang.core import clock
from yichuang.core.actor import SYSTEM, Actor
from yichuang.core.rights import Role
from yichuang.organisations.rules import OrganisationKind
from yichuang.supervision import services
from yichuang.supervision.models import Measure, Signal
from yichuang.supervision.rules import MeasureState, SignalState

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=clock.zone())
LATE = MONDAY + timedelta(days=21)
PAGES = ("lights", "lights_now", "wall", "wall_now", "signals", "measures", "indicators", "rules", "works")


class Place:
    """A case that is late, its signals, and everybody who has to do with them."""

    def __init__(self) -> None:
        with clock.simulated(MONDAY):
            self.desk: Desk = make_desk()
            self.authority = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
            self.actor: Actor = identity.staff_actor(Role.SUPERVISOR, organisation_id=self.authority, name="监察己")
            self.case_no = make_case(self.desk, State.IN_REVIEW)
        with clock.simulated(LATE):
            services.watch_days(actor=SYSTEM)
        self.signal = Signal.objects.get(rule="time.promised_passed", case_no=self.case_no)
        self.supervisor = client_for(self.actor)
        self.official = client_for(self.desk.official)

    def post(self, client: Client, name: str, *, status: int = 302, **given: object) -> str:
        """The act on the signal, sent as its form is; the page that came back."""
        url = reverse("console:act", args=[self.signal.pk, name])
        answer = client.post(url, {"key": key(), **given})
        assert answer.status_code == status, answer.content.decode()[-2000:]
        return answer.content.decode()

    def state(self) -> str:
        """Where the signal stands."""
        return Signal.objects.get(pk=self.signal.pk).state


@pytest.fixture
def place() -> Place:
    return Place()


def text_of(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"console:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def offered(page: str) -> set[str]:
    """The names of the acts whose forms stand on the page."""
    return set(re.findall(r'action="/supervision/signals/\d+/(?:acts|measures/\d+)/(\w+)/"', page))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_console_is_for_supervisors(name: str, place: Place) -> None:
    url = reverse(f"console:{name}")

    assert place.supervisor.get(url).status_code == 200
    assert place.official.get(url).status_code == 403
    assert client_for(place.desk.applicant).get(url).status_code == 403
    assert Client().get(url).status_code == 302


def test_every_number_of_the_lights_opens_to_as_many_rows(place: Place) -> None:
    with clock.simulated(LATE):
        page = text_of(place.supervisor, "lights")
        links = re.findall(r'<a href="(/supervision/signals/\?[^"]+)">(\d+)</a>', page)
        counted = [
            (
                int(number),
                len(
                    re.findall(
                        r'href="/supervision/signals/\d+/"',
                        place.supervisor.get(url.replace("&amp;", "&")).content.decode(),
                    )
                ),
            )
            for url, number in links
        ]

    assert counted
    assert all(number == rows for number, rows in counted)


def test_a_filter_leaves_out_other_rules(place: Place) -> None:
    page = text_of(place.supervisor, "signals", rule="time.promised_passed", state="all")
    other = text_of(place.supervisor, "signals", rule="anomaly.repeated_stops", state="all")

    assert reverse("console:signal", args=[place.signal.pk]) in page
    assert reverse("console:signal", args=[place.signal.pk]) not in other


def test_a_signal_tells_its_case_and_offers_each_what_is_possible(place: Place) -> None:
    with clock.simulated(LATE):
        for_supervisor = text_of(place.supervisor, "signal", place.signal.pk)
        for_official = text_of(place.official, "signal", place.signal.pk)

    assert place.case_no in for_supervisor
    assert offered(for_supervisor) == {"cancel"}  # nobody judges before the days to answer are over
    assert offered(for_official) == {"explain", "correct", "appeal"}


def test_the_body_finds_what_waits_for_it(place: Place) -> None:
    ours = text_of(place.official, "ours")
    stranger = client_for(identity.staff_actor(Role.APPROVING_OFFICIAL, organisation_id=bodies.make_organisation()))

    assert reverse("console:signal", args=[place.signal.pk]) in ours
    assert reverse("console:signal", args=[place.signal.pk]) not in text_of(stranger, "ours")
    assert stranger.get(reverse("console:signal", args=[place.signal.pk])).status_code == 404


def test_an_explanation_without_reasons_comes_again_with_its_form(place: Place) -> None:
    with clock.simulated(LATE):
        page = place.post(place.official, "explain", status=422, reason=" ")

    assert "ui-field--wrong" in page
    assert place.state() == SignalState.NOTIFIED.value


def test_a_grave_act_is_read_once_more_before_it_is_done(place: Place) -> None:
    with clock.simulated(LATE):
        page = place.post(place.supervisor, "cancel", status=200, reason="参数不当")
        before = place.state()
        place.post(place.supervisor, "cancel", reason="参数不当", sure="yes")

    assert "参数不当" in page
    assert before == SignalState.NOTIFIED.value
    assert place.state() == SignalState.CANCELLED.value


def test_from_the_light_to_the_remedy_by_forms_alone(place: Place) -> None:
    with clock.simulated(LATE + timedelta(days=1)):
        place.post(place.official, "explain", reason="系统故障")
        place.post(place.supervisor, "confirm", reason="")
        place.post(place.supervisor, "card", reason="", sure="yes")
        due_on = clock.today() + timedelta(days=5)
        place.post(
            place.supervisor, "inquiry", problem="超过承诺时限", remedy="立即决定", person="", due_on=due_on, sure="yes"
        )
        measure = Measure.objects.get(signal=place.signal)
        answer = reverse("console:measure_act", args=[place.signal.pk, measure.pk, "answer"])
        given = {"key": key(), "text": "已作出决定", "remedy": "加强督促", "person": "分管负责人"}
        place.official.post(answer, given)
        waiting = text_of(place.supervisor, "measures")
        close = reverse("console:measure_act", args=[place.signal.pk, measure.pk, "close"])
        closed = place.supervisor.post(close, {"key": key(), "reason": "已核查"})

    assert measure.due_on == due_on
    assert measure.number in waiting
    assert closed.status_code == 302
    assert Measure.objects.get(pk=measure.pk).state == MeasureState.CLOSED.value
    assert place.state() == SignalState.CLOSED.value


def test_what_a_service_refuses_stands_on_the_page(place: Place) -> None:
    with clock.simulated(LATE + timedelta(days=1)):
        place.post(place.official, "explain", reason="系统故障")
        place.post(place.supervisor, "confirm", reason="")
        page = place.post(
            place.supervisor,
            "order",
            status=422,
            problem="超过承诺时限",
            remedy="立即决定",
            due_on=date(2026, 1, 1),
            sure="yes",
        )

    assert "The day must lie after today" in page
    assert "立即决定" in page
    assert place.state() == SignalState.CONFIRMED.value


def test_an_overdue_order_is_marked(place: Place) -> None:
    with clock.simulated(LATE + timedelta(days=1)):
        place.post(place.official, "explain", reason="系统故障")
        place.post(place.supervisor, "confirm", reason="")
        due_on = clock.today() + timedelta(days=5)
        place.post(place.supervisor, "order", problem="超时", remedy="立即决定", due_on=due_on, sure="yes")
        in_time = text_of(place.supervisor, "measures")
    with clock.simulated(LATE + timedelta(days=8)):
        late = text_of(place.supervisor, "measures")

    assert "Overdue" not in in_time
    assert "Overdue" in late


def test_another_signals_paper_is_not_given_out(place: Place) -> None:
    url = reverse("console:paper", args=[place.signal.pk, 999999])

    assert place.supervisor.get(url).status_code == 404


def test_a_counter_that_there_is_not_is_no_page(place: Place) -> None:
    url = reverse("console:behind")

    assert place.supervisor.get(url, {"counter": "x", "first": "2026-01-01", "last": "2026-12-31"}).status_code == 404
    assert place.supervisor.get(url, {"counter": "filed", "first": "x", "last": "y"}).status_code == 404
    assert (
        place.supervisor.get(url, {"counter": "filed", "first": "2026-01-01", "last": "2026-12-31"}).status_code == 200
    )


def test_parked_cases_are_examined_again(place: Place) -> None:
    answer = place.supervisor.post(reverse("console:repair"))

    assert answer.status_code == 302
    assert place.official.post(reverse("console:repair")).status_code == 403
