"""Letters of authority: what is registered, what is refused, and what the actor carries."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from tests.support import identity
from tests.support import organisations as make
from yichuang.core.actor import SYSTEM, Actor, Letter, RightMissingError
from yichuang.core.authority import LetterExpiredError, LetterMissingError, letter_for
from yichuang.core.errors import DomainError
from yichuang.core.rights import LETTER_RIGHTS, Right, Role
from yichuang.identity import queries as accounts
from yichuang.organisations import errors, queries, services
from yichuang.organisations.models import AuthorityLetter
from yichuang.organisations.rules import Act, LetterState, LetterTerms, OrganisationKind, Thing, letter_state

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 25)
DAY = timedelta(days=1)
ITEM = "000120001000"
TERMS = LetterTerms(
    number="示市监授〔2026〕1号",
    rights=(Right.ACCEPT, Right.DECIDE),
    item_codes=(ITEM,),
    most_cents=5_000_000,
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
    issued_by="赵示例（局长）",
)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 9, 25, 1, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def department() -> int:
    return make.make_organisation("示例区市场监督管理局")


@pytest.fixture
def staff(department: int) -> int:
    return make.make_staff(department, "李示例")


@pytest.fixture
def post(department: int, staff: int) -> int:
    at = make.make_post(department, Role.CHIEF_REPRESENTATIVE, title="首席代表岗")
    make.hold(at, staff)
    return at


@pytest.fixture
def manager() -> Actor:
    authority = make.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
    return identity.staff_actor(Role.CENTRE_MANAGER, organisation_id=authority, name="孙示例")


def _grant(post: int, staff: int, terms: LetterTerms = TERMS, actor: Actor = SYSTEM) -> int:
    return services.grant_letter(actor=actor, post_id=post, staff_id=staff, terms=terms, copy=make.COPY)


def test_a_letter_is_registered_with_everything_it_says(department: int, post: int, staff: int, manager: Actor) -> None:
    at = _grant(post, staff, replace(TERMS, number=" 示市监授〔2026〕1号 ", rights=TERMS.rights[::-1]), manager)

    (view,) = queries.list_letters(post_id=post)
    assert view == queries.get_letter(at)
    assert (view.number, view.organisation_id, view.post_title, view.staff_name) == (
        "示市监授〔2026〕1号",
        department,
        "首席代表岗",
        "李示例",
    )
    assert (view.rights, view.item_codes, view.most_cents) == ((Right.ACCEPT, Right.DECIDE), (ITEM,), 5_000_000)
    assert (view.valid_from, view.valid_to, view.issued_by, view.copy) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
        "赵示例（局长）",
        make.COPY,
    )
    (row,) = queries.list_history(thing=Thing.LETTER, thing_key=str(at)).rows
    assert (row.act, row.actor_name, row.before) == (Act.GRANTED, "孙示例", None)
    assert (row.after or {})["copy_digest"] == make.COPY.digest


def test_the_actor_carries_the_letters_in_one_statement(
    post: int, staff: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    account = identity.make_staff_account(staff)
    first = _grant(post, staff)
    second = _grant(
        post, staff, replace(TERMS, number="2号", item_codes=(), most_cents=None, valid_to=date(2026, 6, 30))
    )
    coming = _grant(post, staff, replace(TERMS, number="3号", valid_from=date(2027, 1, 1), valid_to=date(2027, 12, 31)))
    withdrawn = _grant(post, staff, replace(TERMS, number="4号"))
    services.withdraw_letter(actor=SYSTEM, letter_id=withdrawn, reason="岗位调整")

    with django_assert_num_queries(1):
        (held,) = accounts.actor_of(account, on=TODAY).posts

    assert held.needs_letter
    assert [one.letter_id for one in held.letters] == [coming, second, first]
    assert held.letters[2] == Letter(
        letter_id=first,
        number="示市监授〔2026〕1号",
        rights=frozenset({Right.ACCEPT, Right.DECIDE}),
        item_codes=frozenset({ITEM}),
        most_cents=5_000_000,
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
    )
    assert (held.letters[1].item_codes, held.letters[1].most_cents) == (None, None)


def test_other_posts_carry_no_letters(department: int) -> None:
    (held,) = identity.staff_actor(Role.APPROVING_OFFICIAL, organisation_id=department).posts

    assert (held.needs_letter, held.letters) == (False, ())


def test_the_actor_carries_the_newest_twenty(post: int, staff: int) -> None:
    account = identity.make_staff_account(staff)
    for number in range(21):
        first = date(2026, 1, 1) + number * DAY
        _grant(post, staff, replace(TERMS, number=str(number), valid_from=first))

    (held,) = accounts.actor_of(account, on=TODAY).posts

    assert [one.number for one in held.letters] == [str(number) for number in range(20, 0, -1)]


def test_authority_ends_after_the_letters_last_day(post: int, staff: int) -> None:
    account = identity.make_staff_account(staff)
    _grant(post, staff, replace(TERMS, valid_to=TODAY, most_cents=None))

    (held,) = accounts.actor_of(account, on=TODAY).posts

    assert letter_for(held, Right.DECIDE, item_code=ITEM, on=TODAY) == held.letters[0]
    with pytest.raises(LetterExpiredError) as caught:
        letter_for(held, Right.DECIDE, item_code=ITEM, on=TODAY + DAY)
    assert caught.value.details == {"number": "示市监授〔2026〕1号", "day": TODAY}


def test_who_stands_in_acts_by_their_own_letter_only(department: int, post: int, staff: int) -> None:
    colleague = make.make_staff(department, "王示例")
    account = identity.make_staff_account(colleague)
    make.stand_in(post, colleague, TODAY, TODAY + DAY)
    _grant(post, staff)

    (held,) = accounts.actor_of(account, on=TODAY).posts
    with pytest.raises(LetterMissingError):
        letter_for(held, Right.DECIDE, item_code=ITEM, on=TODAY, cents=0)
    own = _grant(post, colleague, replace(TERMS, number="2号", valid_from=TODAY, valid_to=TODAY + DAY))

    (held,) = accounts.actor_of(account, on=TODAY).posts
    assert [one.letter_id for one in held.letters] == [own]


def test_a_letter_is_withdrawn_with_a_reason_and_once(post: int, staff: int, manager: Actor) -> None:
    at = _grant(post, staff)
    account = identity.make_staff_account(staff)

    with pytest.raises(errors.ReasonMissingError):
        services.withdraw_letter(actor=manager, letter_id=at, reason="  ")
    services.withdraw_letter(actor=manager, letter_id=at, reason=" 授权事项调整 ")

    view = queries.get_letter(at)
    assert (view.withdrawn_at, view.withdrawn_reason) == (datetime(2026, 9, 25, 1, 0, tzinfo=UTC), "授权事项调整")
    assert view.state(TODAY) is LetterState.WITHDRAWN
    assert accounts.actor_of(account, on=TODAY).posts[0].letters == ()
    assert [row.act for row in queries.list_history(thing=Thing.LETTER, thing_key=str(at)).rows] == [
        Act.WITHDRAWN,
        Act.GRANTED,
    ]
    with pytest.raises(errors.LetterWithdrawnError) as caught:
        services.withdraw_letter(actor=SYSTEM, letter_id=at, reason="再次撤回")
    assert caught.value.details["day"] == TODAY


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"number": " "}, errors.LetterNumberMissingError),
        ({"number": "长" * 61}, errors.TextTooLongError),
        ({"issued_by": ""}, errors.LetterIssuerMissingError),
        ({"rights": ()}, errors.LetterRightsError),
        ({"rights": (Right.DECIDE, Right.EXTEND)}, errors.LetterRightsError),
        ({"most_cents": -1}, errors.LetterAmountBelowError),
        ({"valid_to": date(2025, 12, 31)}, errors.HoldingPeriodError),
        ({"valid_to": date(2029, 1, 1)}, errors.LetterPeriodError),
        ({"valid_from": date(2024, 2, 29), "valid_to": date(2027, 3, 1)}, errors.LetterPeriodError),
        ({"valid_from": date(2019, 12, 31)}, errors.LetterPeriodError),
    ],
)
def test_what_is_wrong_with_a_letter_is_told(
    post: int, staff: int, changes: dict[str, object], error: type[DomainError]
) -> None:
    with pytest.raises(error):
        _grant(post, staff, replace(TERMS, **changes))  # type: ignore[arg-type]  # each value is one of its field

    assert queries.list_letters(post_id=post) == ()


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 1, 1), date(2028, 12, 31)), (date(2024, 2, 29), date(2027, 2, 28))]
)
def test_a_letter_may_last_three_years(post: int, staff: int, first: date, last: date) -> None:
    at = _grant(post, staff, replace(TERMS, valid_from=first, valid_to=last))

    assert queries.get_letter(at).valid_to == last


def test_a_post_that_acts_by_its_own_rights_gets_no_letter(department: int, staff: int) -> None:
    post = make.make_post(department, Role.APPROVING_OFFICIAL, title="分管领导岗")
    make.hold(post, staff)

    with pytest.raises(errors.LetterNotNeededError) as caught:
        _grant(post, staff)

    assert caught.value.details == {"title": "分管领导岗"}


def test_a_letter_is_for_who_holds_the_post_on_all_its_days(department: int) -> None:
    staff, other = make.make_staff(department, "李示例"), make.make_staff(department, "王示例")
    post = make.make_post(department, Role.CHIEF_REPRESENTATIVE, title="首席代表岗")
    make.hold(post, staff, date(2026, 1, 2), date(2026, 12, 30))

    for who, first, last in (
        (staff, date(2026, 1, 1), date(2026, 12, 30)),
        (staff, date(2026, 1, 2), date(2026, 12, 31)),
        (other, date(2026, 1, 2), date(2026, 12, 30)),
    ):
        with pytest.raises(errors.LetterHolderError):
            _grant(post, who, replace(TERMS, valid_from=first, valid_to=last))
    _grant(post, staff, replace(TERMS, valid_from=date(2026, 1, 2), valid_to=date(2026, 12, 30)))

    assert [view.staff_name for view in queries.list_letters(post_id=post)] == ["李示例"]


def test_the_deputy_may_have_a_letter_for_any_days(department: int, post: int) -> None:
    deputy = make.make_staff(department, "王示例")
    services.name_deputy(actor=SYSTEM, post_id=post, staff_id=deputy)

    _grant(post, deputy)

    assert [view.staff_name for view in queries.list_letters(post_id=post)] == ["王示例"]


def test_a_number_is_given_once_in_an_organisation(post: int, staff: int) -> None:
    elsewhere = make.make_organisation()
    other = make.make_staff(elsewhere)
    their_post = make.make_post(elsewhere, Role.CHIEF_REPRESENTATIVE)
    make.hold(their_post, other)
    _grant(post, staff)

    with pytest.raises(errors.LetterNumberTakenError) as caught:
        _grant(post, staff, replace(TERMS, valid_to=date(2026, 6, 30)))
    _grant(their_post, other)

    assert caught.value.details == {"organisation": "示例区市场监督管理局", "number": "示市监授〔2026〕1号"}
    assert len(queries.list_letters(post_id=post)) == 1


def test_a_closed_post_and_a_released_person_get_no_letter(department: int, post: int, staff: int) -> None:
    released = make.make_staff(department)
    services.release_staff(actor=SYSTEM, staff_id=released)

    with pytest.raises(errors.InactiveError):
        _grant(post, released)
    services.close_post(actor=SYSTEM, post_id=post)
    with pytest.raises(errors.InactiveError):
        _grant(post, staff)

    assert queries.list_letters(post_id=post) == ()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CENTRE_MANAGER])
def test_others_keep_no_letters(department: int, post: int, staff: int, role: Role) -> None:
    at = _grant(post, staff)
    stranger = identity.staff_actor(role, organisation_id=department)

    with pytest.raises(RightMissingError):
        _grant(post, staff, replace(TERMS, number="2号"), stranger)
    with pytest.raises(RightMissingError):
        services.withdraw_letter(actor=stranger, letter_id=at, reason="无权")

    (view,) = queries.list_letters(post_id=post)
    assert view.withdrawn_at is None


def test_what_does_not_exist_is_told(post: int, staff: int) -> None:
    with pytest.raises(errors.PostNotFoundError):
        _grant(post + 1, staff)
    with pytest.raises(errors.StaffNotFoundError):
        _grant(post, staff + 1)
    with pytest.raises(errors.LetterNotFoundError):
        services.withdraw_letter(actor=SYSTEM, letter_id=1, reason="无")
    with pytest.raises(errors.LetterNotFoundError):
        queries.get_letter(1)


@pytest.mark.parametrize(
    ("on", "is_withdrawn", "state"),
    [
        (date(2025, 12, 31), False, LetterState.COMING),
        (date(2026, 1, 1), False, LetterState.VALID),
        (date(2026, 12, 31), False, LetterState.VALID),
        (date(2027, 1, 1), False, LetterState.EXPIRED),
        (date(2026, 1, 1), True, LetterState.WITHDRAWN),
    ],
)
def test_a_letter_holds_from_its_first_to_its_last_day(on: date, is_withdrawn: bool, state: LetterState) -> None:
    assert letter_state(date(2026, 1, 1), date(2026, 12, 31), on, is_withdrawn=is_withdrawn) is state


@pytest.mark.parametrize(
    "changes",
    [
        {"rights": []},
        {"number": ""},
        {"most_cents": -1},
        {"valid_to": date(2025, 12, 31)},
        {"withdrawn_reason": "没有日期"},
    ],
)
def test_the_database_itself_bounds_a_letter(post: int, staff: int, changes: dict[str, object]) -> None:
    at = _grant(post, staff)

    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorityLetter.objects.filter(pk=at).update(**changes)


@pytest.mark.django_db(transaction=True)
def test_of_two_letters_with_one_number_at_once_one_is_refused() -> None:
    department = make.make_organisation()
    staff = make.make_staff(department)
    posts = [make.make_post(department, Role.CHIEF_REPRESENTATIVE) for _ in range(2)]
    for post in posts:
        make.hold(post, staff)
    barrier, outcomes = threading.Barrier(2), list[str]()

    def register(post: int) -> None:
        barrier.wait(timeout=5)
        try:
            _grant(post, staff)
            outcomes.append("registered")
        except errors.LetterNumberTakenError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=register, args=(post,)) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)

    assert sorted(outcomes) == ["refused", "registered"]
    assert AuthorityLetter.objects.count() == 1


def test_every_right_of_the_list_can_be_given(post: int, staff: int) -> None:
    at = _grant(post, staff, replace(TERMS, rights=tuple(reversed(LETTER_RIGHTS))))

    assert queries.get_letter(at).rights == LETTER_RIGHTS
