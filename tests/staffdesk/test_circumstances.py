"""What the page of a case says of what is out of the ordinary: clocks as bars, circumstances, particulars of the ledger."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from tests.support import cases as make
from tests.support.acts import at
from tests.support.staffdesk import Hall, key, make_hall
from yichuang.cases.queries import LedgerView, Tile, get_case_view, list_ledger, today_counts
from yichuang.cases.rules import Act, Standing, State
from yichuang.core.actor import SYSTEM
from yichuang.staffdesk.forms.worklist import filter_query
from yichuang.staffdesk.views.particulars import particulars

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


def show(hall: Hall, who: str, case_no: str, query: str = "") -> str:
    """The page of the case as somebody of the desk sees it."""
    return hall.as_(who).get(reverse("staffdesk:case", args=[case_no]) + query).content.decode()


def test_the_ended_grant_stands_on_the_page(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.DELIVERED)
    make.do(hall.desk, Act.REVOKE, case_no)

    text = show(hall, "head", case_no)

    assert get_case_view(hall.desk.head, case_no).standing is Standing.REVOKED
    assert re.search(r"What was granted</dt>\s*<dd>Grant revoked", text)


def test_the_bars_show_stops_extension_and_the_original_day(hall: Hall) -> None:
    """Accepted on Monday 2 March 2026 for 10 working days: due 16 March; stopped from 4 to 11 March, then extended by 10."""
    with at("2026-03-02T09:00"):
        case_no = make.make_case(hall.desk, State.IN_REVIEW)
    with at("2026-03-04T09:00"):
        make.do(hall.desk, Act.STOP, case_no)
        stopped = hall.as_("head").get(reverse("staffdesk:case", args=[case_no]), {"tab": "clock"})
    with at("2026-03-11T09:00"):
        make.do(hall.desk, Act.RESUME, case_no)
        make.do(hall.desk, Act.EXTEND, case_no)
        page = hall.as_("head").get(reverse("staffdesk:case", args=[case_no]), {"tab": "clock"})

    statutory, promised, _step = page.context["bars"]
    still = stopped.context["bars"][1]
    assert [bar.ident for bar in page.context["bars"]] == ["statutory", "promised", "step"]
    assert [text for _kind, text in promised.words] == [
        "From 2026-03-02: 2 of 20 working days counted",
        "Testing: not counted after 2026-03-04 until 2026-03-11",
        "Extended by 10 working days",
        "Today, 2026-03-11",
        "Originally due 2026-03-16",
        "Due 2026-04-07",
    ]
    assert [(span.kind, span.x, span.width) for span in promised.spans] == [
        ("left", 0.0, 100.0),
        ("used", 0.0, 25.0),
        ("longer", 58.33, 41.67),
        ("stopped", 5.56, 19.44),
    ]
    assert [(mark.kind, mark.x) for mark in promised.marks] == [("first", 38.89), ("due", 100.0), ("now", 25.0)]
    assert ("left", "The clock stands still. 8 working days left when it resumes.") in still.words
    assert "due" not in {mark.kind for mark in still.marks}
    assert statutory.words[-1] == ("due", "Due 2026-04-21")


def test_a_stopped_day_names_its_procedure(hall: Hall) -> None:
    with at("2026-03-02T09:00"):
        case_no = make.make_case(hall.desk, State.IN_REVIEW)
        make.do(hall.desk, Act.STOP, case_no)
    with at("2026-03-04T09:00"):
        make.do(hall.desk, Act.RESUME, case_no)
        text = show(hall, "reviewer", case_no, "?tab=clock")

    assert "The clock stands still; the day is not counted (Testing)" in text
    assert "(test)" not in text


def test_the_ledger_says_the_particulars_in_words(hall: Hall) -> None:
    up, stopped = make.make_case(hall.desk, State.SENT_UP), make.make_case(hall.desk, State.SPECIAL)
    make.do(hall.desk, Act.ACKNOWLEDGE, up)
    make.do(hall.desk, Act.BRING_BACK, up)
    ended = make.make_case(hall.desk, State.DELIVERED)
    make.do(hall.desk, Act.REVOKE, ended)

    told = {(row.act, part) for one in (up, stopped, ended) for row in list_ledger(SYSTEM, one) for part in _parts(row)}

    assert told >= {
        (Act.SEND_UP, "carried by 专人送达"),
        (Act.ACKNOWLEDGE, "number there: 省收2026-1"),
        (Act.ACKNOWLEDGE, "taken by 省厅收文岗"),
        (Act.BRING_BACK, "grants it"),
        (Act.BRING_BACK, "document 省批〔2026〕1号"),
        (Act.STOP, "Testing"),
        (Act.STOP, f"expected until {make.soon()}"),
        (Act.REVOKE, "It was obtained by deceit, bribery or other improper means"),
        (Act.REVOKE, "Grant revoked"),
    }


def _parts(row: LedgerView) -> list[str]:
    with translation.override("en"):
        return particulars(row).split("; ")


def test_closed_cases_of_every_kind_go_into_the_archive_together(hall: Hall) -> None:
    closed = [make.make_case(hall.desk, state) for state in (State.WITHDRAWN, State.TERMINATED, State.NOT_REQUIRED)]
    tile = next(one for one in today_counts(hall.desk.records) if one.tile is Tile.TO_ARCHIVE)
    url = f"/desk/cases/?{filter_query(tile.filter)}"

    page = hall.as_("records").get(url).content.decode()
    hall.as_("records").post("/desk/cases/bulk/", {"act": "archive", "key": closed, "token": key()})

    assert all(number in page for number in closed)
    assert {get_case_view(hall.desk.records, one).state for one in closed} == {State.ARCHIVED}


def test_only_what_applies_stands_among_the_circumstances(hall: Hall) -> None:
    plain, stopped = make.make_case(hall.desk, State.IN_REVIEW), make.make_case(hall.desk, State.SPECIAL)

    texts = [show(hall, "reviewer", one) for one in (plain, stopped)]

    assert ['id="circumstances"' in one for one in texts] == [False, True]
    assert "approved by 批准丙" in texts[1]
    assert "First contact: 窗口甲" in re.sub(r"<[^>]+>", "", texts[0])
