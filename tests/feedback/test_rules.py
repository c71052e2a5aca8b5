from datetime import UTC, date, datetime, timedelta

import pytest

from yichuang.feedback.rules import (
    TAGS,
    Level,
    RatingChannel,
    Refusal,
    Service,
    Tag,
    level_of,
    refusal,
    tags_of,
    visit_of,
)

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)


def test_the_levels_are_those_of_the_standard_and_one_is_the_best() -> None:
    """GB/T 39046 A.8: 1 非常满意, 2 满意, 3 基本满意, 4 不满意, 5 非常不满意."""
    assert [(level.value, level.label) for level in Level] == [
        (1, "Very satisfied"),
        (2, "Satisfied"),
        (3, "Fairly satisfied"),
        (4, "Dissatisfied"),
        (5, "Very dissatisfied"),
    ]
    assert [level.value for level in Level if level.is_bad] == [4, 5]


@pytest.mark.parametrize("value", [0, 6, -1])
def test_there_is_no_other_level(value: int) -> None:
    assert level_of(value) is None


@pytest.mark.parametrize(
    ("channel", "service", "refused"),
    [
        (RatingChannel.WINDOW, Service(None, None, is_rated=False), Refusal.NOT_SERVED),
        (RatingChannel.WINDOW, Service(YESTERDAY, None, is_rated=False), None),
        (RatingChannel.WINDOW, Service(YESTERDAY, YESTERDAY, is_rated=False), None),
        (RatingChannel.WINDOW, Service(YESTERDAY, None, is_rated=True), Refusal.RATED),
        (RatingChannel.ONLINE, Service(None, None, is_rated=False), Refusal.NOT_CLOSED),
        (RatingChannel.ONLINE, Service(YESTERDAY, None, is_rated=False), Refusal.NOT_CLOSED),
        (RatingChannel.ONLINE, Service(YESTERDAY, YESTERDAY, is_rated=False), None),
        (RatingChannel.ONLINE, Service(YESTERDAY, YESTERDAY, is_rated=True), Refusal.RATED),
        (RatingChannel.ONLINE, Service(None, NOW - timedelta(days=60), is_rated=False), None),
        (RatingChannel.ONLINE, Service(None, NOW - timedelta(days=60, seconds=1), is_rated=False), Refusal.TOO_LATE),
        (RatingChannel.ONLINE, Service(None, NOW - timedelta(days=90), is_rated=True), Refusal.RATED),
    ],
)
def test_when_a_service_can_be_rated(channel: RatingChannel, service: Service, refused: Refusal | None) -> None:
    assert refusal(channel, service, NOW) is refused


def test_a_visit_is_a_day_and_a_case_online_is_rated_as_a_whole() -> None:
    assert visit_of(RatingChannel.WINDOW, date(2026, 3, 2)) == date(2026, 3, 2)
    assert visit_of(RatingChannel.ONLINE, date(2026, 3, 2)) is None


@pytest.mark.parametrize(
    ("channel", "level", "given", "kept"),
    [
        (RatingChannel.WINDOW, Level.VERY_SATISFIED, ("quick", "kind", "quick"), (Tag.KIND, Tag.QUICK)),
        (RatingChannel.WINDOW, Level.VERY_SATISFIED, ("slow",), ()),
        (RatingChannel.WINDOW, Level.VERY_DISSATISFIED, ("slow", "kind", "nonsense"), (Tag.SLOW,)),
        (RatingChannel.ONLINE, Level.SATISFIED, ("kind", "easy"), (Tag.EASY,)),
        (RatingChannel.ONLINE, Level.DISSATISFIED, ("hard",), (Tag.HARD,)),
    ],
)
def test_marks_go_with_the_channel_and_the_level(
    channel: RatingChannel, level: Level, given: tuple[str, ...], kept: tuple[Tag, ...]
) -> None:
    assert tags_of(channel, level, given) == kept


def test_every_mark_is_offered_somewhere_and_praise_is_never_blame() -> None:
    praise = {tag for by_level in TAGS.values() for tag in by_level[False]}
    blame = {tag for by_level in TAGS.values() for tag in by_level[True]}

    assert praise | blame == set(Tag)
    assert praise & blame == set()
