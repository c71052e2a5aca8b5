"""Which open cases a change of a calendar has moved."""

import html
import re

import pytest
from django.urls import reverse

from tests.support import cases
from tests.support.acts import at
from tests.support.staffdesk import Hall, key, make_hall
from yichuang.cases.rules import State
from yichuang.cases.services import recount_cases
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Role
from yichuang.organisations.rules import NATIONAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


def _change(hall: Hall, day: str) -> str:
    """The manager makes the day a holiday and the job has run; the address of the cases that it moved."""
    url = reverse("staffdesk:calendar_act", args=[NATIONAL, 2026, "day"])
    typed = {"key": key(), "day": day, "kind": "holiday", "name": "纪念日", "source": "国务院通知", "confirmed": "1"}
    manager = hall.staff(Role.CENTRE_MANAGER)
    assert manager.post(url, typed).status_code == 302
    recount_cases(actor=SYSTEM)
    (found, *_earlier) = re.findall(
        r'href="([^"]+/calendar/moved/[^"]+)"', manager.get(reverse("staffdesk:calendar")).content.decode()
    )
    return html.unescape(found)


def test_after_a_change_the_cases_that_it_moved_are_listed_and_no_others(hall: Hall) -> None:
    with at("2026-08-31T10:00"):
        case_no = cases.make_case(hall.desk, State.RECEIVED)
        first = _change(hall, "2026-09-03")
    with at("2026-08-31T11:00"):
        other = cases.make_case(hall.desk, State.RECEIVED)
        second = _change(hall, "2026-09-08")
    with at("2026-08-31T12:00"):
        manager = hall.staff(Role.CENTRE_MANAGER)
        pages = [manager.get(one).content.decode() for one in (f"{first}&before=2026-08-31T11:00:00%2B08:00", second)]

    told = [[number in page for number in (case_no, other)] for page in pages]
    assert told == [[True, False], [True, True]]
    assert "2026-09-07" in pages[0]
    assert "2026-09-08" in pages[0]


def test_the_list_of_moved_cases_needs_an_instant(hall: Hall) -> None:
    manager, url = hall.staff(Role.CENTRE_MANAGER), reverse("staffdesk:calendar_moved")

    assert [manager.get(url, {"after": text}).status_code for text in ("", "soon", "2026-08-31T10:00")] == [404] * 3
