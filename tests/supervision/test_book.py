"""The book of rules, and what a place may write of it."""

import pytest

from yichuang.supervision.queries import list_rules
from yichuang.supervision.rules import RULES, Way, parameters_of, read_book

IDS = {
    "time.remaining", "time.step_overdue", "time.promised_passed", "time.statutory_passed", "time.late_sending_up",
    "time.deemed_accepted", "procedure.order", "procedure.missing_paper", "procedure.missing_reason",
    "procedure.duties_not_apart", "procedure.authority_not_valid", "acceptance.corrected_twice", "acceptance.refusal_share",
    "discretion.differs", "publication.incomplete", "publication.not_as_practised", "anomaly.shadow_handling",
    "anomaly.no_case_in_a_year", "anomaly.minutes_after_acceptance", "anomaly.off_hours_bulk", "anomaly.stop_on_last_day",
    "anomaly.repeated_stops", "anomaly.same_material_twice", "anomaly.suspicious_punctuality",
}  # fmt: skip


def test_the_agreed_rules_are_there_and_run() -> None:
    book = read_book({})

    assert {one.rule.id for one in book.running if one.rule.way not in {Way.LATER, Way.HAND}} == IDS
    assert book.refused == ()


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        ({"share": 1.5}, "supervision.parameter_not_allowed", "0 to 1"),
        ({"days": "soon"}, "supervision.parameter_not_allowed", "0 to 30"),
        ({"hours": 3}, "supervision.parameter_unknown", "is_on, share, days"),
    ],
)
def test_a_rule_with_a_broken_parameter_is_refused_and_the_others_run(
    given: dict[str, object], code: str, told: str
) -> None:
    book = read_book({"time.remaining": given})

    (refused,) = book.refused
    (problem,) = refused.problems
    assert (refused.rule_id, problem.code) == ("time.remaining", code)
    assert told in problem.details.values()
    assert {one.rule.id for one in book.running} == set(RULES) - {"time.remaining"}


def test_a_rule_that_there_is_not_is_told() -> None:
    (refused,) = read_book({"time.travel": {}}).refused

    assert [one.code for one in refused.problems] == ["supervision.rule_unknown"]


def test_a_parameter_of_a_counting_rule_changes_the_book_but_reads_no_case_again() -> None:
    usual, off = read_book({}), read_book({"anomaly.repeated_stops": {"is_on": False}})
    counting = read_book({"acceptance.refusal_share": {"share": 0.5}})

    assert usual.digest != counting.digest
    assert usual.story_digest == counting.story_digest
    assert usual.story_digest != off.story_digest


def test_each_parameter_is_listed_with_value_default_and_bounds() -> None:
    book = read_book({"time.remaining": {"share": 0.3}})
    running = next(one for one in book.running if one.rule.id == "time.remaining")

    listed = parameters_of(running.rule, running.parameters)

    assert [(one.name, one.value, one.default, one.allowed) for one in listed] == [
        ("is_on", "True", "True", "true, false"),
        ("share", "0.3", "0.2", "0 to 1"),
        ("days", "1", "1", "0 to 30"),
    ]


def test_every_rule_says_what_it_protects_and_on_what_it_rests() -> None:
    assert all(one.title and one.protects and one.basis for one in list_rules())
