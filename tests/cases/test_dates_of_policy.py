"""Days and outcomes that are the rule of one place: shorter limits, other consequences, procedures that stop nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from tests.support.acts import at, case, last_row, paper_of
from tests.support.cases import do, make_case, make_desk
from tests.support.lives import begin, days_of
from yichuang.cases import queries, services
from yichuang.cases.errors import NoticeTooLateError
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import Act, State
from yichuang.core.actor import SYSTEM
from yichuang.deadlines.rules import Procedure

pytestmark = pytest.mark.django_db


@contextmanager
def ruled(**rules: Any) -> Iterator[None]:
    """Inside the block the place has these rules of its own."""
    with override_settings(CASE_POLICY=rules):
        policy.cache_clear()
        yield
    policy.cache_clear()


def test_a_place_may_be_quicker_with_its_notice() -> None:
    with ruled(notice_limit="2wd"):
        with at("2026-03-05T10:00"):
            desk = make_desk()
            number = make_case(desk, State.RECEIVED)
        assert (str(case(number).next_due_on), "收到材料之日起2个工作日内" in _said(number)) == ("2026-03-09", True)
        # Nothing counts as accepted before the five days of the law are over.
        with at("2026-03-12T23:59"):
            assert services.run_timers(actor=SYSTEM) == 0
        with at("2026-03-13T00:00"):
            with pytest.raises(NoticeTooLateError):
                do(desk, Act.REQUEST_CORRECTION, number)
            assert services.run_timers(actor=SYSTEM) == 1


@pytest.mark.parametrize(
    ("outcome", "words", "law"),
    [
        ("withdrawn", "视为撤回申请", ["AY 36"]),
        ("not_approved", "不予审批", ["BZ 10"]),
        ("closed", "予以办结", []),
    ],
)
def test_what_a_missed_correction_leads_to_is_the_places_rule(outcome: str, words: str, law: list[str]) -> None:
    with ruled(missed_correction=outcome, correction_limit="3wd"):
        with at("2026-03-02T10:00"):
            desk = make_desk()
            number = make_case(desk, State.CORRECTION_REQUESTED)
            assert words in _said(number)
        with at("2026-03-06T00:00"):
            services.run_timers(actor=SYSTEM)

    row = last_row(number)
    assert (row.after, row.law, row.details) == (
        "lapsed", law, {**row.details, "outcome": outcome, "due_on": "2026-03-05", "missing": []},
    )  # fmt: skip
    assert words in _said(number)


def _said(number: str) -> str:
    """What the newest paper of the case says."""
    return str(paper_of(number).data)


def test_where_public_notice_stops_nothing_the_promise_runs_on() -> None:
    with ruled(stopped_clocks={"public_notice": []}):
        with at("2026-03-02T10:00"):
            desk = make_desk()
            number = make_case(desk, State.ACCEPTED)
        with at("2026-03-04T10:00"):
            begin(desk, number, Procedure.PUBLIC_NOTICE)

    assert days_of(number) == ("2026-03-16", "2026-03-30", "2026-03-16", "2026-03-30")
    stop = queries.get_case_view(desk.clerk, number).stops[0]
    assert (stop.clocks, stop.from_day + timedelta(days=10)) == (frozenset(), stop.expected_on)
