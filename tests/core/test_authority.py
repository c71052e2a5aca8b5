"""Which letter of authority covers an act, and what is told when none does."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from yichuang.core import authority
from yichuang.core.actor import Letter, PostHeld, Scope
from yichuang.core.authority import letter_for
from yichuang.core.problems import message_of
from yichuang.core.rights import LETTER_RIGHTS, Right

ITEM, OTHER = "000120001000", "000120002000"
DAY = date(2026, 9, 25)
LETTER = Letter(
    letter_id=1,
    number="示市监授〔2026〕1号",
    rights=frozenset({Right.ACCEPT, Right.DECIDE}),
    item_codes=frozenset({ITEM}),
    most_cents=5_000_000,
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
)
OPEN = replace(LETTER, letter_id=2, number="2号", item_codes=None, most_cents=None)
POST = PostHeld(
    post_id=1,
    title="首席代表岗",
    organisation_id=1,
    organisation_name="示例区市场监督管理局",
    window_id=None,
    scope=Scope.ORGANISATION,
    rights=frozenset(LETTER_RIGHTS),
    needs_letter=True,
    letters=(LETTER,),
)


def _dated(first: date, last: date, number: str) -> Letter:
    return replace(LETTER, number=number, valid_from=first, valid_to=last)


@pytest.mark.parametrize("day", [date(2026, 1, 1), DAY, date(2026, 12, 31)])
@pytest.mark.parametrize("cents", [0, 5_000_000])
def test_a_letter_covers_its_acts_items_and_amounts_from_its_first_to_its_last_day(day: date, cents: int) -> None:
    assert letter_for(POST, Right.DECIDE, item_code=ITEM, on=day, cents=cents) == LETTER


REFUSED = [
    ((), Right.DECIDE, ITEM, DAY, 0, "core.letter_missing"),
    ((LETTER,), Right.REFUSE, ITEM, DAY, 0, "core.letter_right"),
    ((LETTER,), Right.DECIDE, OTHER, DAY, 0, "core.letter_item"),
    ((LETTER,), Right.DECIDE, ITEM, date(2027, 1, 1), 0, "core.letter_expired"),
    ((LETTER,), Right.DECIDE, ITEM, date(2025, 12, 31), 0, "core.letter_not_yet_valid"),
    ((LETTER,), Right.DECIDE, ITEM, DAY, 5_000_001, "core.letter_amount"),
    ((LETTER,), Right.DECIDE, ITEM, DAY, None, "core.letter_amount_unknown"),
    # Two faults in one letter: the act tells more than the item, the item more than the day, the day more than the amount.
    ((LETTER,), Right.REFUSE, OTHER, date(2027, 1, 1), None, "core.letter_right"),
    ((LETTER,), Right.DECIDE, OTHER, date(2027, 1, 1), None, "core.letter_item"),
    ((LETTER,), Right.DECIDE, ITEM, date(2027, 1, 1), None, "core.letter_expired"),
    # Two letters, each with another fault: the one that would have covered act and item is told.
    (
        (replace(OPEN, rights=frozenset({Right.ISSUE})), LETTER),
        Right.DECIDE,
        ITEM,
        date(2027, 1, 1),
        0,
        "core.letter_expired",
    ),
    (
        (replace(LETTER, item_codes=frozenset({OTHER})), LETTER),
        Right.DECIDE,
        ITEM,
        DAY,
        None,
        "core.letter_amount_unknown",
    ),
]


@pytest.mark.parametrize(("letters", "right", "item", "day", "cents", "code"), REFUSED)
def test_what_no_letter_covers_is_refused_with_the_nearest_reason(
    letters: tuple[Letter, ...], right: Right, item: str, day: date, cents: int | None, code: str
) -> None:
    with pytest.raises(authority.LetterError) as caught:
        letter_for(replace(POST, letters=letters), right, item_code=item, on=day, cents=cents)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("day", "number", "told"),
    [
        (date(2026, 2, 1), "旧", date(2026, 1, 31)),
        (date(2026, 2, 27), "新", date(2026, 3, 1)),
    ],
)
def test_between_two_letters_the_nearer_is_named_with_its_day(day: date, number: str, told: date) -> None:
    old = _dated(date(2026, 1, 1), date(2026, 1, 31), "旧")
    new = _dated(date(2026, 3, 1), date(2026, 3, 31), "新")

    with pytest.raises(authority.LetterError) as caught:
        letter_for(replace(POST, letters=(new, old)), Right.ACCEPT, item_code=ITEM, on=day, cents=0)

    assert caught.value.details == {"number": number, "day": told}


def test_of_several_letters_that_cover_it_the_newest_is_cited() -> None:
    newest = replace(LETTER, letter_id=3, number="3号", item_codes=frozenset({OTHER}))

    found = letter_for(replace(POST, letters=(newest, OPEN, LETTER)), Right.DECIDE, item_code=ITEM, on=DAY, cents=1)

    assert found == OPEN


def test_a_letter_without_limits_covers_every_item_and_an_unknown_amount() -> None:
    assert letter_for(replace(POST, letters=(OPEN,)), Right.DECIDE, item_code=OTHER, on=DAY) == OPEN


@pytest.mark.parametrize("right", [right for right in Right if right not in LETTER_RIGHTS])
def test_other_acts_need_no_letter(right: Right) -> None:
    assert letter_for(replace(POST, letters=()), right, item_code=ITEM, on=DAY) is None


@pytest.mark.parametrize("right", LETTER_RIGHTS)
def test_other_posts_need_no_letter(right: Right) -> None:
    assert letter_for(replace(POST, needs_letter=False, letters=()), right, item_code=ITEM, on=DAY) is None


def test_a_refusal_names_number_day_and_amounts() -> None:
    told = []
    for day, cents in ((date(2027, 1, 1), 0), (date(2025, 12, 31), 0), (DAY, 5_000_001)):
        with pytest.raises(authority.LetterError) as caught:
            letter_for(POST, Right.DECIDE, item_code=ITEM, on=day, cents=cents)
        told.append(str(caught.value))

    assert told == [
        "Your letter of authority 示市监授〔2026〕1号 expired on 2026-12-31.",
        "Your letter of authority 示市监授〔2026〕1号 is valid from 2026-01-01 on, not before.",
        "Your letter of authority 示市监授〔2026〕1号 goes up to 50000.00 yuan; this is about 50000.01 yuan.",
    ]


def test_a_refusal_is_told_in_chinese() -> None:
    with pytest.raises(authority.LetterExpiredError) as caught:
        letter_for(POST, Right.DECIDE, item_code=ITEM, on=date(2027, 1, 1), cents=0)

    with translation.override("zh-hans"):
        assert message_of(caught.value) == "您的授权书（示市监授〔2026〕1号）已于2026-12-31到期。"
