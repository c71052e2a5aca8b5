"""Facts of a case, the counts they add up to, indicators, and the score."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.support.cases import make_case, make_desk
from tests.support.supervision import outlook, row, story
from yichuang.cases.rules import Act, State
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.supervision import services
from yichuang.supervision.errors import BreachesFileError
from yichuang.supervision.models import Signal
from yichuang.supervision.queries import INDICATORS, Period, cases_behind, indicators
from yichuang.supervision.rules import COUNTERS, Change, counts_of, course_of, facts_of
from yichuang.supervision.services import Breach

MONDAY = datetime(2026, 3, 2, 9, tzinfo=clock.zone())
IN = ((Act.SUBMIT, "2026-03-02 09:00"), (Act.RECEIVE, "2026-03-02 09:05"), (Act.ACCEPT, "2026-03-02 09:30"))
STOPPED = (
    *IN,
    (Act.REVIEW, "2026-03-04 10:00"),
    (Act.STOP, "2026-03-05 10:00"),
    (Act.RESUME, "2026-03-12 10:00"),
    row(Act.GRANT, "2026-04-01 19:30"),
)


def test_days_are_counted_without_stops_and_lateness_by_the_moved_day() -> None:
    here = outlook("2026-06-01")
    facts = facts_of(course_of(story(*STOPPED), here), here)

    assert (facts.days_used, facts.promised_days, facts.statutory_days, facts.stops) == (17, 10, 20, 1)
    assert (facts.is_on_time, facts.is_early, facts.on_due_day) == (False, False, False)
    assert (facts.decided_minute, facts.on_day_off, facts.outcome) == (19 * 60 + 30, False, "grant")


def test_each_month_counts_what_happened_in_it() -> None:
    here = outlook("2026-06-01")
    counted = {
        slot.month: counts for slot, counts in counts_of(facts_of(course_of(story(*STOPPED), here), here)).items()
    }

    assert counted[date(2026, 3, 1)] == {"filed": 1, "accepted": 1}
    assert counted[date(2026, 4, 1)]["decided"] == 1
    assert "on_time" not in counted[date(2026, 4, 1)]


def test_the_same_facts_again_change_nothing() -> None:
    here = outlook("2026-06-01")
    before = facts_of(course_of(story(*IN), here), here)
    after = facts_of(course_of(story(*STOPPED), here), here)

    assert Change.between([after], [after]).slots == {}
    (slot,) = Change.between([before], [after]).slots
    assert slot.month == date(2026, 4, 1)


@pytest.mark.django_db
def test_every_number_of_an_indicator_opens_to_its_cases() -> None:
    with clock.simulated(MONDAY):
        desk = make_desk()
        delivered, refused = make_case(desk, State.DELIVERED), make_case(desk, State.REFUSED)
        make_case(desk, State.ACCEPTED)
        services.sweep(actor=SYSTEM)

    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    (found,) = indicators(march, by="organisation")
    assert found.key == str(desk.organisation_id)
    assert {name: (one.numerator, one.denominator) for name, one in found.values.items()}.items() >= {
        "completion_rate": (2, 2), "on_time_rate": (1, 1), "early_rate": (1, 1), "late_rate": (0, 1), "refusal_rate": (1, 3),
        "online_rate": (0, 3), "promise_speedup": (10, 20), "actual_speedup": (20, 20),
    }.items()  # fmt: skip
    assert set(found.values) == set(INDICATORS)
    assert found.values["mean_days"].value == 0
    for counter, numbers in {"closed": {delivered, refused}, "refused": {refused}, "granted": {delivered}}.items():
        page = cases_behind(counter, march, organisation_id=desk.organisation_id)
        assert {one.case_no for one in page.rows} == numbers
    for counter in COUNTERS:
        if not counter.endswith(("days", "days_used")):
            page = cases_behind(counter, march, organisation_id=desk.organisation_id)
            assert (counter, len(page.rows)) == (counter, found.counters[counter])


@pytest.mark.django_db
def test_a_score_tells_what_was_found_missed_and_found_besides(tmp_path: Path) -> None:
    with clock.simulated(MONDAY):
        desk = make_desk()
        quick, other = make_case(desk, State.DELIVERED), make_case(desk, State.ACCEPTED)
        services.sweep(actor=SYSTEM)
    lines = [
        {"rule": "anomaly.minutes_after_acceptance", "case_no": quick, "why": "planted"},
        {"rule": "anomaly.minutes_after_acceptance", "case_no": quick, "why": "the same again"},
        {"rule": "time.promised_passed", "case_no": other},
        {"rule": "anomaly.shadow_handling", "item": desk.version.item_code},
    ]

    total, by_rule = services.score(services.read_breaches(json.dumps(one) for one in lines))

    assert (total.planted, total.found, round(total.recall, 3), total.false_alarms) == (3, 2, 0.667, 0)
    assert [(one.rule, one.subject) for one in total.missed] == [("time.promised_passed", other)]
    assert by_rule["anomaly.shadow_handling"].recall == 1.0
    services_found = set(Signal.objects.values_list("rule", flat=True))
    assert services.score([Breach("time.remaining", case_no=other)])[0].false_alarms == len(services_found)


@pytest.mark.parametrize("line", ["{", '{"rule": "no.rule", "case_no": "1"}', '{"rule": "time.remaining"}', "[]"])
def test_a_line_that_is_no_breach_is_refused_by_its_number(line: str) -> None:
    with pytest.raises(BreachesFileError) as refused:
        services.read_breaches(['{"rule": "time.remaining", "case_no": "1"}', "", line])

    assert refused.value.details["line"] == 3
