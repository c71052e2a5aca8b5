"""Each rule on single cases: what it finds, what it leaves alone, and the edge between both."""

from datetime import date
from typing import Any

import pytest

from tests.support.catalogue import make_content, make_instant_content
from tests.support.supervision import CLERK, LETTER, REVIEWER, Script, found_by, outlook, places, row, story
from yichuang.cases.rules import Act
from yichuang.catalogue.rules import Handling
from yichuang.supervision.rules import RULES, SubjectKind, Way
from yichuang.supervision.rules.counting import (
    Asleep,
    ItemLacks,
    LikeCases,
    OffHours,
    OpenItem,
    PersonDay,
    Punctuality,
    RefusalShare,
    YearOfItem,
    differs,
    incomplete,
    no_case_in_a_year,
    off_hours_bulk,
    refusal_share,
    suspicious_punctuality,
)
from yichuang.supervision.rules.rule import Parameters

# Accepted on Monday 2 March 2026: promised to 16 March, by law to 30 March; review to 9 March.
IN = ((Act.SUBMIT, "2026-03-02 09:00"), (Act.RECEIVE, "2026-03-02 09:05"), (Act.ACCEPT, "2026-03-02 09:30"))
UP = make_content(handling=Handling(upper_body="示例省市场监督管理局"), promised_limit=None, promised_limit_note="上报")
APART = make_content(handling=Handling(are_duties_apart=True))
LINE = {"item": "经营场所平面图", "problem": "未标明面积"}
OTHER = {"item": "居住证明", "problem": "未提供"}


def told(**missing: Any) -> dict[str, Any]:
    """The details of a notice."""
    return {"missing": [missing]}


def on_time(at: str) -> tuple[Script, ...]:
    """Reviewed and granted at that instant."""
    return *IN, (Act.REVIEW, "2026-03-04 10:00"), (Act.GRANT, at)


FOUND: list[tuple[str, str, tuple[Script, ...], str, list[tuple[str, str]], dict[str, Any]]] = [
    ("time.remaining", "two of ten days are left", IN, "2026-03-12", [("promised", "2026-03-12")], {}),
    ("time.remaining", "three are left", IN, "2026-03-11", [], {}),
    ("time.remaining", "decided on the day before", on_time("2026-03-11 16:00"), "2026-06-01", [], {}),
    ("time.remaining", "decided that day", on_time("2026-03-12 16:00"), "2026-06-01", [("promised", "2026-03-12")], {}),
    (
        "time.remaining",
        "the clock stands still",
        (*IN, (Act.STOP, "2026-03-05 10:00")),
        "2026-03-20",
        [],
        {},
    ),
    (
        "time.remaining",
        "the clock stood still for five days",
        (*IN, (Act.STOP, "2026-03-05 10:00"), (Act.RESUME, "2026-03-12 10:00")),
        "2026-03-30",
        [("promised", "2026-03-18")],
        {},
    ),
    ("time.step_overdue", "review on its last day", (*IN, (Act.REVIEW, "2026-03-09 16:00")), "2026-03-10", [], {}),
    (
        "time.step_overdue",
        "review a day late",
        (*IN, (Act.REVIEW, "2026-03-10 09:00"), (Act.GRANT, "2026-03-11 09:00"), (Act.DELIVER, "2026-03-11 10:00")),
        "2026-06-01",
        [("step:3", "2026-03-10")],
        {},
    ),
    ("time.promised_passed", "decided on the last day", on_time("2026-03-16 16:59"), "2026-06-01", [], {}),
    ("time.promised_passed", "decided the day after", on_time("2026-03-17 09:00"), "2026-06-01", [("promised", "2026-03-17")], {}),
    ("time.promised_passed", "open on the last day", IN, "2026-03-16", [], {}),
    ("time.promised_passed", "open the day after", IN, "2026-03-17", [("promised", "2026-03-17")], {}),
    (
        "time.promised_passed",
        "extended on the last day",
        (*IN, (Act.EXTEND, "2026-03-16 10:00"), (Act.REVIEW, "2026-03-27 10:00"), (Act.GRANT, "2026-03-27 11:00")),
        "2026-03-28",
        [],
        {},
    ),
    ("time.statutory_passed", "open on the last day", IN, "2026-03-30", [], {}),
    ("time.statutory_passed", "open the day after", IN, "2026-03-31", [("statutory", "2026-03-31")], {}),
    ("time.statutory_passed", "not delivered in ten days", on_time("2026-03-05 10:00"), "2026-03-20", [("delivery", "2026-03-20")], {}),
    ("time.statutory_passed", "the tenth day", on_time("2026-03-05 10:00"), "2026-03-19", [], {}),
    ("time.late_sending_up", "the twentieth day", IN, "2026-03-30", [], {"content": UP}),
    ("time.late_sending_up", "the day after", IN, "2026-03-31", [("sending", "2026-03-31")], {"content": UP}),
    (
        "time.late_sending_up",
        "sent up on the twentieth day",
        (*IN, (Act.REVIEW, "2026-03-20 10:00"), (Act.SEND_UP, "2026-03-30 10:00")),
        "2026-05-30",
        [],
        {"content": UP},
    ),
    ("time.late_sending_up", "decided here", IN, "2026-05-31", [], {}),
    ("time.deemed_accepted", "told at once", IN, "2026-06-01", [], {}),
    (
        "time.deemed_accepted",
        "nobody told anything",
        (*IN[:2], (Act.DEEM_ACCEPTED, "2026-03-10 00:30")),
        "2026-03-10",
        [("notice", "2026-03-10")],
        {},
    ),
    (
        "time.deemed_accepted",
        "accepted on the fifth day",
        (*IN[:2], (Act.ACCEPT, "2026-03-09 16:00")),
        "2026-03-10",
        [],
        {},
    ),
    (
        "time.deemed_accepted",
        "accepted on the sixth day",
        (*IN[:2], (Act.ACCEPT, "2026-03-10 10:00")),
        "2026-03-10",
        [("notice", "2026-03-10")],
        {},
    ),
    ("procedure.order", "the straight road", on_time("2026-03-05 10:00"), "2026-06-01", [], {}),
    (
        "procedure.order",
        "granted without acceptance",
        (*IN[:2], row(Act.GRANT, "2026-03-02 10:00", after="granted")),
        "2026-03-02",
        [("seq:3", "2026-03-02")],
        {},
    ),
    (
        "procedure.order",
        "dated back",
        (*IN, (Act.REVIEW, "2026-03-02 09:20")),
        "2026-03-02",
        [("seq:4", "2026-03-02")],
        {},
    ),
    ("procedure.order", "clocks of two machines differ", (*IN, (Act.REVIEW, "2026-03-02 09:26")), "2026-03-02", [], {}),
    ("procedure.missing_paper", "all are there", on_time("2026-03-05 10:00"), "2026-06-01", [], {}),
    (
        "procedure.missing_paper",
        "no notice of acceptance",
        IN,
        "2026-03-02",
        [("seq:3", "2026-03-02")],
        {"papers": {"receipt": 1}},
    ),
    ("procedure.missing_paper", "a decision that renews", on_time("2026-03-05 10:00"), "2026-03-05", [], {"papers": {"receipt": 1, "acceptance": 1, "renewal": 1}}),
    (
        "procedure.missing_reason",
        "refused without a reason",
        (*IN[:2], row(Act.REFUSE, "2026-03-02 10:00", reason="  ")),
        "2026-03-02",
        [("seq:3", "2026-03-02")],
        {},
    ),
    ("procedure.missing_reason", "refused with one", (*IN[:2], (Act.REFUSE, "2026-03-02 10:00")), "2026-03-02", [], {}),
    (
        "procedure.missing_reason",
        "proposes to grant without words",
        (*IN, row(Act.REVIEW, "2026-03-03 10:00", reason="", opinion="grant")),
        "2026-03-03",
        [],
        {},
    ),
    (
        "procedure.duties_not_apart",
        "who received reviews, where that is kept apart",
        (*IN, row(Act.REVIEW, "2026-03-03 10:00", by=CLERK)),
        "2026-03-03",
        [("seq:4", "2026-03-03")],
        {"content": APART},
    ),
    (
        "procedure.duties_not_apart",
        "who received reviews, where it is not",
        (*IN, row(Act.REVIEW, "2026-03-03 10:00", by=CLERK)),
        "2026-03-03",
        [],
        {},
    ),
    (
        "procedure.duties_not_apart",
        "who reviews decides",
        (*IN, (Act.REVIEW, "2026-03-03 10:00"), row(Act.GRANT, "2026-03-04 10:00", by=REVIEWER)),
        "2026-03-04",
        [("seq:5", "2026-03-04")],
        {"content": APART},
    ),
    (
        "procedure.authority_not_valid",
        "a letter in force",
        (*IN[:2], row(Act.ACCEPT, "2026-03-02 10:00", authority={"id": 5, "number": "1"})),
        "2026-03-02",
        [],
        {"letters": {5: LETTER}},
    ),
    (
        "procedure.authority_not_valid",
        "a letter that had expired",
        ((Act.SUBMIT, "2027-01-04 09:00"), (Act.RECEIVE, "2027-01-04 09:05"), row(Act.ACCEPT, "2027-01-04 10:00", authority={"id": 5, "number": "1"})),
        "2027-01-04",
        [("seq:3", "2027-01-04")],
        {"letters": {5: LETTER}},
    ),
    (
        "procedure.authority_not_valid",
        "no letter where one is needed",
        IN,
        "2026-03-02",
        [("seq:3", "2026-03-02")],
        {"posts_by_letter": frozenset({1})},
    ),
    (
        "acceptance.corrected_twice",
        "once",
        (*IN[:2], (Act.REQUEST_CORRECTION, "2026-03-02 10:00")),
        "2026-03-02",
        [],
        {},
    ),
    (
        "acceptance.corrected_twice",
        "twice",
        (*IN[:2], (Act.REQUEST_CORRECTION, "2026-03-02 10:00"), (Act.CORRECT, "2026-03-03 10:00"), (Act.REQUEST_CORRECTION, "2026-03-03 11:00")),
        "2026-03-03",
        [("seq:5", "2026-03-03")],
        {},
    ),
    (
        "anomaly.same_material_twice",
        "another material",
        (
            *IN[:2],
            row(Act.REQUEST_CORRECTION, "2026-03-02 10:00", missing=[LINE]),
            (Act.CORRECT, "2026-03-03 10:00"),
            row(Act.REQUEST_CORRECTION, "2026-03-03 11:00", missing=[OTHER]),
        ),
        "2026-03-03",
        [],
        {},
    ),
    (
        "anomaly.same_material_twice",
        "the same material",
        (
            *IN[:2],
            row(Act.REQUEST_CORRECTION, "2026-03-02 10:00", missing=[LINE]),
            (Act.CORRECT, "2026-03-03 10:00"),
            row(Act.REQUEST_CORRECTION, "2026-03-03 11:00", missing=[LINE]),
        ),
        "2026-03-03",
        [("seq:5", "2026-03-03")],
        {},
    ),
    (
        "publication.not_as_practised",
        "what the guide lists",
        (*IN[:2], row(Act.REQUEST_CORRECTION, "2026-03-02 10:00", missing=[LINE])),
        "2026-03-02",
        [],
        {},
    ),
    (
        "publication.not_as_practised",
        "something else",
        (*IN[:2], row(Act.REQUEST_CORRECTION, "2026-03-02 10:00", missing=[OTHER])),
        "2026-03-02",
        [("seq:3", "2026-03-02")],
        {},
    ),
    ("anomaly.shadow_handling", "entered at one sitting", (*IN[:2], (Act.ACCEPT, "2026-03-02 09:08"), (Act.REVIEW, "2026-03-02 09:10"), (Act.GRANT, "2026-03-02 09:14")), "2026-03-02", [("life", "2026-03-02")], {}),
    ("anomaly.shadow_handling", "a quarter of an hour", (*IN[:2], (Act.ACCEPT, "2026-03-02 09:08"), (Act.REVIEW, "2026-03-02 09:10"), (Act.GRANT, "2026-03-02 09:15")), "2026-03-02", [], {}),
    (
        "anomaly.shadow_handling",
        "decided on the spot by its kind",
        (*IN[:2], (Act.ACCEPT, "2026-03-02 09:08"), (Act.GRANT, "2026-03-02 09:10")),
        "2026-03-02",
        [],
        {"content": make_instant_content()},
    ),
    ("anomaly.minutes_after_acceptance", "29 minutes", (*IN, (Act.REVIEW, "2026-03-02 09:40"), (Act.GRANT, "2026-03-02 09:59")), "2026-03-02", [("decision", "2026-03-02")], {}),
    ("anomaly.minutes_after_acceptance", "30 minutes", (*IN, (Act.REVIEW, "2026-03-02 09:40"), (Act.GRANT, "2026-03-02 10:00")), "2026-03-02", [], {}),
    ("anomaly.stop_on_last_day", "on the last day", (*IN, (Act.STOP, "2026-03-16 10:00")), "2026-03-16", [("seq:4", "2026-03-16")], {}),
    ("anomaly.stop_on_last_day", "the day before", (*IN, (Act.STOP, "2026-03-13 10:00")), "2026-03-13", [], {}),
    (
        "anomaly.repeated_stops",
        "twice",
        (*IN, (Act.STOP, "2026-03-03 10:00"), (Act.RESUME, "2026-03-04 10:00"), (Act.STOP, "2026-03-05 10:00")),
        "2026-03-05",
        [],
        {},
    ),
    (
        "anomaly.repeated_stops",
        "a third time",
        (
            *IN, (Act.STOP, "2026-03-03 10:00"), (Act.RESUME, "2026-03-04 10:00"), (Act.STOP, "2026-03-05 10:00"),
            (Act.RESUME, "2026-03-06 10:00"), (Act.STOP, "2026-03-09 10:00"),
        ),
        "2026-03-09",
        [("stops", "2026-03-09")],
        {},
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "acts", "today", "wanted", "more"),
    [(rule, acts, today, wanted, more) for rule, _name, acts, today, wanted, more in FOUND],
    ids=[f"{rule}: {name}" for rule, name, *_ in FOUND],
)
def test_a_rule_finds_this_and_not_that(
    rule: str, acts: tuple[Script, ...], today: str, wanted: list[tuple[str, str]], more: dict[str, Any]
) -> None:
    told = dict(more)
    one = story(*acts, content=told.pop("content", None), papers=told.pop("papers", None))

    assert places(found_by(rule, one, today, **told)) == wanted


def test_every_rule_on_single_cases_has_examples_of_both_kinds() -> None:
    both = {
        rule: {bool(wanted) for name, _name, _acts, _today, wanted, _more in FOUND if name == rule}
        for rule in RULES
        if RULES[rule].way is Way.STORY
    }

    assert {rule for rule, kinds in both.items() if kinds != {True, False}} == set()


YEAR = YearOfItem(2026, 1, "A1", filed=10, refused=3, limited=8, on_due_day=4)
TODAY = outlook("2026-04-01")


@pytest.mark.parametrize(
    ("counted", "wanted"),
    [(YEAR, 1), (YEAR._replace(refused=2), 0), (YEAR._replace(filed=9), 0), (YEAR._replace(filed=11), 0)],
)
def test_three_of_ten_refused_are_conspicuous(counted: YearOfItem, wanted: int) -> None:
    found = list(refusal_share([counted], RefusalShare(), TODAY))

    assert len(found) == wanted
    assert all((one.place, one.on) == ("2026", date(2026, 12, 31)) for one in found)


@pytest.mark.parametrize(
    ("counted", "wanted"), [(YEAR, 1), (YEAR._replace(on_due_day=3), 0), (YEAR._replace(limited=7), 0)]
)
def test_half_on_the_very_day_is_suspicious(counted: YearOfItem, wanted: int) -> None:
    assert len(list(suspicious_punctuality([counted], Punctuality(), TODAY))) == wanted


@pytest.mark.parametrize(
    ("since", "last", "wanted"),
    [
        (date(2024, 1, 1), None, 1),
        (date(2025, 4, 1), None, 1),
        (date(2025, 4, 2), None, 0),
        (date(2024, 1, 1), date(2025, 3, 31), 1),
        (date(2024, 1, 1), date(2025, 4, 1), 0),
    ],
)
def test_an_item_sleeps_after_twelve_whole_months_without_a_case(since: date, last: date | None, wanted: int) -> None:
    items = [OpenItem("A1", 1, since, last, date(2026, 3, 31))]

    assert len(list(no_case_in_a_year(items, Asleep(), TODAY))) == wanted


@pytest.mark.parametrize(("number", "wanted"), [(4, 0), (5, 1)])
def test_five_decisions_of_a_night_are_many(number: int, wanted: int) -> None:
    found = list(off_hours_bulk([PersonDay(7, 1, date(2026, 3, 2), number)], OffHours(), TODAY))

    assert len(found) == wanted
    assert all((one.kind, one.place) == (SubjectKind.BODY, "2026-03-02:7") for one in found)


def test_a_denial_is_told_with_the_like_case_that_was_granted() -> None:
    pair = LikeCases("202603020000015", "202603020000023", 1, "A1", date(2026, 3, 5), date(2026, 3, 9), 13)

    (found,) = differs([pair], Parameters(), TODAY)

    assert (found.subject, found.on, found.facts) == ("202603020000015", date(2026, 3, 9), {"other": "202603020000023"})


def test_an_item_that_lacks_nothing_gives_no_signal() -> None:
    lacking = [ItemLacks("A1", 1, 3, ("conditions", "hours")), ItemLacks("A2", 1, 4, ())]

    assert [(one.subject, one.place) for one in incomplete(lacking, Parameters(), TODAY)] == [("A1", "version:3")]


def test_what_is_not_recorded_here_is_said_to_be_not_watched() -> None:
    later = [rule for rule in RULES.values() if rule.way is Way.LATER]

    assert {rule.category.value for rule in later} == {"fee", "attitude"}
    assert all(rule.examine is None and "Not watched" in rule.protects for rule in later)
