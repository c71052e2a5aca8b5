"""A chief representative acts as far as a letter of authority goes on that day; ledger and paper cite it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.support import identity
from tests.support import organisations as bodies
from tests.support.acts import case, last_row, paper_of, traces
from tests.support.cases import Desk, also, do, make_case, make_desk
from tests.support.lives import GRANTING, RENEWING, renewing
from yichuang.cases import services
from yichuang.cases.rules import Act, State
from yichuang.core import clock
from yichuang.core.actor import Actor, RightMissingError
from yichuang.core.authority import LetterError
from yichuang.core.rights import LETTER_RIGHTS, Right, Role
from yichuang.identity.queries import actor_of

pytestmark = pytest.mark.django_db


def day(after: int) -> date:
    return clock.today() + timedelta(days=after)


def chief(desk: Desk, *letters: dict[str, Any]) -> Actor:
    """The chief representative of the department, with these letters."""
    staff_id = bodies.make_staff(desk.organisation_id, "首席壬")
    post_id = bodies.make_post(desk.organisation_id, Role.CHIEF_REPRESENTATIVE, title="首席代表")
    bodies.hold(post_id, staff_id)
    for terms in letters:
        bodies.make_letter(post_id, staff_id, **{"valid_from": day(-100), "valid_to": day(100), **terms})
    return actor_of(identity.make_staff_account(staff_id), on=clock.today())


def granting(actor: Actor, number: str, cents: int | None = None) -> Callable[[], services.ActDone]:
    return lambda: services.decide_case(actor=actor, case_no=number, is_granted=True, cents=cents)


REFUSED: list[tuple[str, tuple[dict[str, Any], ...], str]] = [
    ("no letter at all", (), "core.letter_missing"),
    ("expired yesterday", ({"number": "授1", "valid_to": day(-1)},), "core.letter_expired"),
    ("valid from tomorrow", ({"number": "授1", "valid_from": day(1)},), "core.letter_not_yet_valid"),
    ("for another item", ({"number": "授1", "item_codes": ("Z9",)},), "core.letter_item"),
    ("for other acts", ({"number": "授1", "rights": (Right.ACCEPT,)},), "core.letter_right"),
    ("of a smaller amount", ({"number": "授1", "most_cents": 99_999},), "core.letter_amount"),
    (
        "of two, one expired and one for another item",
        ({"number": "授1", "valid_to": day(-1)}, {"number": "授2", "item_codes": ("Z9",)}),
        "core.letter_expired",
    ),
]


@pytest.mark.parametrize(("lacking", "letters", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_no_letter_covers_is_not_done(lacking: str, letters: tuple[dict[str, Any], ...], code: str) -> None:
    desk = make_desk()
    number = make_case(desk, State.IN_REVIEW)
    actor = chief(desk, *letters)
    before = traces()

    with pytest.raises(LetterError) as refusal:
        granting(actor, number, cents=100_000)()
    assert refusal.value.code == code, lacking
    assert not letters or refusal.value.details["number"] == "授1"
    assert traces() == before


def test_where_the_letter_has_a_limit_the_amount_is_told() -> None:
    desk = make_desk()
    number = make_case(desk, State.IN_REVIEW)
    actor = chief(desk, {"most_cents": 100_000})

    with pytest.raises(LetterError) as refusal:
        granting(actor, number)()
    assert refusal.value.code == "core.letter_amount_unknown"
    assert granting(actor, number, cents=100_000)().state is State.GRANTED


@pytest.mark.parametrize(
    "terms",
    [{"valid_to": day(0)}, {"valid_from": day(0)}, {"item_codes": ("A1", "Z9")}],
    ids=["on its last day", "on its first day", "for this item among others"],
)
def test_ledger_and_paper_cite_the_letter_that_covers_the_act(terms: dict[str, Any]) -> None:
    desk = make_desk()
    number = make_case(desk, State.IN_REVIEW)
    actor = chief(desk, {"number": "授〔2026〕7号", **terms}, {"number": "过期", "valid_to": day(-1)})

    granting(actor, number)()

    cited = last_row(number).details["authority"]
    assert (cited["number"], last_row(number).post_title) == ("授〔2026〕7号", "首席代表")
    assert paper_of(number).authority == "授权书授〔2026〕7号"


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (Act.ACCEPT, State.RECEIVED),
        (Act.REFUSE, State.RECEIVED),
        (Act.NOT_REQUIRED, State.RECEIVED),
        (Act.STOP, State.IN_REVIEW),
        (Act.DENY, State.IN_REVIEW),
        (Act.TERMINATE, State.IN_REVIEW),
        (Act.ISSUE, State.GRANTED),
    ],
)
def test_every_act_of_a_letter_is_refused_without_it(act: Act, state: State) -> None:
    desk = make_desk()
    number = make_case(desk, state)
    before = traces()

    with pytest.raises(LetterError) as refusal:
        do(desk, act, number, actor=chief(desk))
    assert refusal.value.code == "core.letter_missing"
    assert traces() == before
    assert do(desk, act, number, actor=chief(desk, {"rights": LETTER_RIGHTS})).act is act


def test_nothing_beyond_the_letters_rights_can_be_given_by_letter() -> None:
    desk = make_desk()
    number = make_case(desk, State.IN_REVIEW)
    before = traces()

    with pytest.raises(RightMissingError):
        do(desk, Act.EXTEND, number, actor=chief(desk, {}))
    assert traces() == before


def test_a_letter_for_the_renewal_covers_what_follows_for_what_is_renewed() -> None:
    desk = make_desk(GRANTING)
    renewal = also(desk, RENEWING, "A2")
    original = make_case(desk, State.DELIVERED)
    number = renewing(renewal, original)
    for act in (Act.RECEIVE, Act.ACCEPT, Act.REVIEW):
        do(renewal, act, number)
    actor = chief(desk, {"number": "授〔2026〕9号", "item_codes": ("A2",), "most_cents": 500})

    granting(actor, number, cents=500)()

    assert [last_row(one).details["authority"]["number"] for one in (number, original)] == ["授〔2026〕9号"] * 2
    assert case(original).valid_until == case(number).valid_until


def test_the_amount_of_a_letter_bounds_grants_and_nothing_else() -> None:
    desk = make_desk()
    number, other = make_case(desk, State.RECEIVED), make_case(desk, State.IN_REVIEW)
    rights = (Right.ACCEPT, Right.DECIDE)
    who = chief(desk, {"number": "授1", "rights": rights, "most_cents": 100_000})

    assert do(desk, Act.ACCEPT, number, actor=who).state is State.ACCEPTED
    with pytest.raises(LetterError) as refusal:
        granting(who, other)()
    assert refusal.value.code == "core.letter_amount_unknown"
    assert do(desk, Act.DENY, other, actor=who).state is State.DENIED
