from datetime import UTC, datetime, timedelta

import pytest

from yichuang.core.actor import PostHeld, Scope
from yichuang.core.rights import Right
from yichuang.hall.rules import (
    DRAFT_STAGES,
    LASTS,
    Draft,
    Stage,
    Turn,
    followed,
    group_of,
    has_lapsed,
    is_ending,
    is_locked,
    is_part,
    is_silent,
    may_use,
)

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def post(window_id: int | None, *rights: Right, scope: Scope = Scope.ORGANISATION) -> PostHeld:
    return PostHeld(1, "窗口岗", 7, "示例局", window_id, scope, frozenset(rights))


@pytest.mark.parametrize(
    ("stage", "seconds", "lapsed"),
    [
        (Stage.IDLE, 10_000, False),
        (Stage.DRAFT, 119, False),
        (Stage.DRAFT, 120, True),
        (Stage.CONFIRM, 120, True),
        (Stage.CONFIRMED, 120, True),
        (Stage.OBJECTED, 120, True),
        (Stage.RECEIPT, 120, True),
        (Stage.RATE, 119, False),
        (Stage.RATE, 120, True),
        (Stage.THANKS, 11, False),
        (Stage.THANKS, 12, True),
    ],
)
def test_what_is_shown_of_a_person_lapses(stage: Stage, seconds: int, *, lapsed: bool) -> None:
    assert has_lapsed(stage, NOW - timedelta(seconds=seconds), NOW) is lapsed


def test_every_stage_but_the_empty_one_lapses_within_two_minutes() -> None:
    assert set(LASTS) == set(Stage) - {Stage.IDLE}
    assert max(LASTS.values()) == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("stage", "seconds", "ending"),
    [
        (Stage.DRAFT, 89, False),
        (Stage.DRAFT, 90, True),
        (Stage.RECEIPT, 90, True),
        (Stage.RATE, 119, False),
        (Stage.THANKS, 11, False),
        (Stage.IDLE, 119, False),
    ],
)
def test_a_reader_is_told_half_a_minute_before(stage: Stage, seconds: int, *, ending: bool) -> None:
    assert is_ending(stage, NOW - timedelta(seconds=seconds), NOW) is ending


@pytest.mark.parametrize(
    ("turn", "draft", "after"),
    [
        (Turn(Stage.DRAFT, 2), Draft(2), Turn(Stage.DRAFT, 2)),
        (Turn(Stage.DRAFT, 2), Draft(3), Turn(Stage.DRAFT, 3)),
        (Turn(Stage.CONFIRM, 2), Draft(2), Turn(Stage.CONFIRM, 2)),
        (Turn(Stage.CONFIRM, 2), Draft(3), Turn(Stage.CONFIRM, 3, is_changed=True)),
        (Turn(Stage.CONFIRM, 3, is_changed=True), Draft(3), Turn(Stage.CONFIRM, 3, is_changed=True)),
        (Turn(Stage.CONFIRMED, 2), Draft(2), Turn(Stage.CONFIRMED, 2)),
        (Turn(Stage.CONFIRMED, 2), Draft(3), Turn(Stage.DRAFT, 3)),
        (Turn(Stage.OBJECTED, 2), Draft(3), Turn(Stage.DRAFT, 3)),
        (Turn(Stage.DRAFT, 2), None, Turn()),
        (Turn(Stage.CONFIRM, 2), None, Turn()),
        (Turn(Stage.CONFIRMED, 2), Draft(2, "202601010000018"), Turn(Stage.RECEIPT, case_no="202601010000018")),
        (Turn(Stage.RATE, case_no="202601010000018"), None, Turn(Stage.RATE, case_no="202601010000018")),
        (Turn(), None, Turn()),
    ],
)
def test_a_screen_follows_its_draft(turn: Turn, draft: Draft | None, after: Turn) -> None:
    assert followed(turn, draft) == after


@pytest.mark.parametrize("stage", sorted(set(Stage) - DRAFT_STAGES))
def test_a_stage_without_a_draft_follows_none(stage: Stage) -> None:
    turn = Turn(stage, case_no="202601010000018")

    assert followed(turn, Draft(9)) == turn


@pytest.mark.parametrize(
    ("text", "known", "group"),
    [
        ("party", True, None),
        ("materials", True, None),
        ("other", True, None),
        ("form-1", True, 1),
        ("form-12", True, 12),
        ("form-0", False, None),
        ("form-", False, None),
        ("form-123", False, None),
        ("party ", False, None),
        ("<script>", False, None),
        ("", False, None),
    ],
)
def test_only_parts_of_an_application_can_be_wrong(text: str, group: int | None, *, known: bool) -> None:
    assert (is_part(text), group_of(text)) == (known, group)


@pytest.mark.parametrize(
    ("posts", "is_comprehensive", "may"),
    [
        ([], False, False),
        ([post(5, Right.RECEIVE)], False, True),
        ([post(6, Right.RECEIVE)], False, False),
        ([post(None, Right.RECEIVE)], False, False),
        ([post(5, Right.VIEW_CASES)], False, False),
        ([post(5, Right.VIEW_CASES), post(6, Right.RECEIVE)], False, False),
        ([post(6, Right.RECEIVE)], True, True),
        ([post(None, Right.RECEIVE)], True, True),
        ([post(None, Right.VIEW_CASES)], True, False),
        ([post(None, Right.RECEIVE, scope=Scope.CENTRE)], False, False),
    ],
)
def test_who_receives_at_a_window_uses_its_screen(posts: list[PostHeld], *, is_comprehensive: bool, may: bool) -> None:
    assert may_use(posts, 5, is_comprehensive=is_comprehensive) is may


def test_a_screen_is_silent_after_a_day() -> None:
    assert not is_silent(NOW - timedelta(hours=23, minutes=59), NOW)
    assert is_silent(NOW - timedelta(days=1), NOW)


@pytest.mark.parametrize(
    ("failures", "seconds", "locked"), [(4, 1, False), (5, 1, True), (5, 299, True), (5, 300, False), (9, 10, True)]
)
def test_five_wrong_codes_lock_for_five_minutes(failures: int, seconds: int, *, locked: bool) -> None:
    assert is_locked(failures, NOW - timedelta(seconds=seconds), NOW) is locked
