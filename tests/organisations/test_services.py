"""Acts on organisations on the real database."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.support import organisations as make
from yichuang.core.actor import (
    ANONYMOUS,
    SYSTEM,
    Actor,
    ActorKind,
    PostHeld,
    RightMissingError,
    Scope,
    SignInRequiredError,
)
from yichuang.core.clock import today
from yichuang.core.errors import DomainError
from yichuang.core.identifiers import CreditCodeCheckError
from yichuang.core.rights import Right, Role
from yichuang.organisations import errors, queries, services
from yichuang.organisations.models import OrganisationHistory, PostHolding
from yichuang.organisations.rules import (
    Act,
    LetterTerms,
    OrganisationKind,
    Place,
    RegionLevel,
    Thing,
    WindowEnglish,
    WindowKind,
)

pytestmark = pytest.mark.django_db


def _actor(*rights: Right) -> Actor:
    post = PostHeld(1, "岗位", 1, "机构", None, Scope.CENTRE, frozenset(rights))
    return Actor(account_id=None, name="职员", kind=ActorKind.STAFF, posts=(post,))


_ACTS: dict[str, Callable[[Actor], object]] = {
    "register_region": lambda actor: services.register_region(actor=actor, code=make.PROVINCE, name="示例省"),
    "rename_region": lambda actor: services.rename_region(actor=actor, code=make.PROVINCE, name="省"),
    "register_organisation": lambda actor: services.register_organisation(
        actor=actor, name="局", kind=OrganisationKind.OTHER, region_code=make.DISTRICT
    ),
    "change_organisation": lambda actor: services.change_organisation(actor=actor, organisation_id=1, name="局"),
    "close_organisation": lambda actor: services.close_organisation(actor=actor, organisation_id=1),
    "open_office": lambda actor: services.open_office(actor=actor, organisation_id=1, name="科"),
    "change_office": lambda actor: services.change_office(actor=actor, office_id=1, place=Place("", "", "")),
    "rename_office": lambda actor: services.rename_office(actor=actor, office_id=1, name="科"),
    "close_office": lambda actor: services.close_office(actor=actor, office_id=1),
    "open_window": lambda actor: services.open_window(actor=actor, number="1", name="窗"),
    "change_window": lambda actor: services.change_window(actor=actor, window_id=1, name="窗"),
    "close_window": lambda actor: services.close_window(actor=actor, window_id=1),
    "create_post": lambda actor: services.create_post(actor=actor, title="岗", organisation_id=1, role=Role.REVIEWER),
    "rename_post": lambda actor: services.rename_post(actor=actor, post_id=1, title="岗"),
    "close_post": lambda actor: services.close_post(actor=actor, post_id=1),
    "assign_post": lambda actor: services.assign_post(actor=actor, post_id=1, staff_id=1, held_from=make.LONG_AGO),
    "end_post_holding": lambda actor: services.end_post_holding(actor=actor, holding_id=1, held_to=make.LONG_AGO),
    "appoint_stand_in": lambda actor: services.appoint_stand_in(
        actor=actor, post_id=2, staff_id=1, held_from=make.LONG_AGO, held_to=make.LONG_AGO
    ),
    "end_stand_in": lambda actor: services.end_stand_in(actor=actor, holding_id=1),
    "name_deputy": lambda actor: services.name_deputy(actor=actor, post_id=1, staff_id=1),
    "enter_leave": lambda actor: services.enter_leave(
        actor=actor, staff_id=1, away_from=make.LONG_AGO, away_to=make.LONG_AGO, reason="年休假"
    ),
    "end_leave": lambda actor: services.end_leave(actor=actor, leave_id=1),
    "grant_letter": lambda actor: services.grant_letter(
        actor=actor,
        post_id=1,
        staff_id=1,
        terms=LetterTerms("1", (), (), None, make.LONG_AGO, make.LONG_AGO, ""),
        copy=make.COPY,
    ),
    "withdraw_letter": lambda actor: services.withdraw_letter(actor=actor, letter_id=1, reason=""),
    "hire_staff": lambda actor: services.hire_staff(actor=actor, staff_no="1", name="人", organisation_id=1),
    "rename_staff": lambda actor: services.rename_staff(actor=actor, staff_id=1, name="人"),
    "release_staff": lambda actor: services.release_staff(actor=actor, staff_id=1),
}


_BY_RIGHT = {"grant_letter": Right.KEEP_LETTERS, "withdraw_letter": Right.KEEP_LETTERS}


def test_every_act_is_tried_without_right() -> None:
    assert sorted(_ACTS) == services.__all__


@pytest.mark.parametrize("name", _ACTS)
def test_an_act_without_the_right_is_refused_and_leaves_nothing(name: str) -> None:
    right = _BY_RIGHT.get(name, Right.MANAGE_ORGANISATIONS)

    with pytest.raises(RightMissingError) as caught:
        _ACTS[name](_actor(*(set(Right) - {right})))
    with pytest.raises(SignInRequiredError):
        _ACTS[name](ANONYMOUS)

    assert caught.value.details == {"right": right}
    assert OrganisationHistory.objects.count() == 0


def test_a_region_is_registered_with_the_level_of_its_code() -> None:
    make.make_regions()

    region = queries.find_region(make.DISTRICT)

    assert region is not None
    assert (region.name, region.level, region.parent_code) == ("示例区", RegionLevel.COUNTY, make.CITY)


def test_a_region_cannot_be_registered_twice() -> None:
    make.make_regions()

    with pytest.raises(errors.RegionTakenError) as caught:
        services.register_region(actor=SYSTEM, code=make.CITY, name="示例市", parent_code=make.PROVINCE)

    assert str(caught.value) == "The region 990100000000 is registered already."


def test_a_mistyped_credit_code_is_refused() -> None:
    make.make_regions()
    code = make.credit_code(900)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")

    with pytest.raises(CreditCodeCheckError):
        services.register_organisation(
            actor=SYSTEM, name="局", kind=OrganisationKind.DEPARTMENT, region_code=make.DISTRICT, credit_code=wrong
        )

    assert queries.list_organisations() == ()


def test_a_department_needs_a_credit_code_and_a_station_none() -> None:
    make.make_regions()

    with pytest.raises(errors.CreditCodeMissingError):
        services.register_organisation(
            actor=SYSTEM, name="局", kind=OrganisationKind.DEPARTMENT, region_code=make.DISTRICT
        )
    station = services.register_organisation(
        actor=SYSTEM, name="示例村便民服务站", kind=OrganisationKind.VILLAGE_STATION, region_code=make.DISTRICT
    )

    assert queries.get_organisation(station).credit_code == ""


@pytest.mark.parametrize(
    ("own", "error"),
    [
        ({"name": "示例区市场监督管理局"}, errors.OrganisationNameTakenError),
        ({"credit_code": make.credit_code(901)}, errors.CreditCodeTakenError),
        ({"paper_prefix": "示市监"}, errors.PaperPrefixTakenError),
    ],
)
def test_two_organisations_cannot_share_what_names_them(own: dict[str, str], error: type[DomainError]) -> None:
    make.make_regions()
    first: dict[str, Any] = {
        "name": "示例区市场监督管理局",
        "credit_code": make.credit_code(901),
        "paper_prefix": "示市监",
    }
    second: dict[str, Any] = {
        "name": "示例区商务局",
        "credit_code": make.credit_code(902),
        "paper_prefix": "示商",
        **own,
    }
    kind, region = OrganisationKind.DEPARTMENT, make.DISTRICT
    services.register_organisation(actor=SYSTEM, kind=kind, region_code=region, **first)

    with pytest.raises(error):
        services.register_organisation(actor=SYSTEM, kind=kind, region_code=region, **second)

    assert len(queries.list_organisations()) == 1


def test_a_change_keeps_before_and_after_in_history() -> None:
    department = make.make_organisation("示例区旧名局")

    services.change_organisation(actor=SYSTEM, organisation_id=department, name="示例区新名局")

    changed, registered = queries.list_history(thing=Thing.ORGANISATION, thing_key=str(department)).rows
    assert (changed.act, registered.act) == (Act.CHANGED, Act.REGISTERED)
    assert registered.before is None
    assert changed.before is not None
    assert changed.after is not None
    assert (changed.before["name"], changed.after["name"]) == ("示例区旧名局", "示例区新名局")
    assert (changed.account_id, changed.actor_name) == (None, "system")


def test_a_dedicated_window_needs_its_organisation() -> None:
    with pytest.raises(errors.WindowKindError):
        services.open_window(actor=SYSTEM, number="1", name="窗", kind=WindowKind.DEDICATED)


def test_a_number_of_an_open_window_is_taken_until_it_is_closed() -> None:
    first = services.open_window(actor=SYSTEM, number="A01", name="一号窗口")

    with pytest.raises(errors.WindowNumberTakenError):
        services.open_window(actor=SYSTEM, number="A01", name="又一号窗口")
    services.close_window(actor=SYSTEM, window_id=first)
    second = services.open_window(actor=SYSTEM, number="A01", name="又一号窗口")

    assert [window.id for window in queries.list_windows()] == [second]
    assert queries.get_window(first).closed_on == today()


def test_a_window_closes_only_once() -> None:
    window = make.make_window()
    services.close_window(actor=SYSTEM, window_id=window)

    with pytest.raises(errors.WindowClosedError):
        services.close_window(actor=SYSTEM, window_id=window)


def test_a_window_with_a_held_post_stays_open() -> None:
    centre = make.make_centre()
    post = make.make_post(centre.authority_id, Role.WINDOW_CLERK, window_id=centre.window_id, title="综合窗口一岗")
    holding = make.hold(post, make.make_staff(centre.authority_id))

    with pytest.raises(errors.WindowInUseError) as caught:
        services.close_window(actor=SYSTEM, window_id=centre.window_id)
    services.end_post_holding(actor=SYSTEM, holding_id=holding, held_to=today() - timedelta(days=1))
    services.close_window(actor=SYSTEM, window_id=centre.window_id)

    assert caught.value.details["titles"] == "综合窗口一岗"
    assert not queries.get_window(centre.window_id).is_open


def test_a_post_at_a_closed_window_takes_no_holder() -> None:
    centre = make.make_centre()
    post = make.make_post(centre.authority_id, Role.WINDOW_CLERK, window_id=centre.window_id)
    services.close_window(actor=SYSTEM, window_id=centre.window_id)

    with pytest.raises(errors.WindowClosedError):
        make.hold(post, make.make_staff(centre.authority_id))

    assert queries.list_holdings(post_id=post) == ()


def test_a_post_cannot_stand_at_the_window_of_another_organisation() -> None:
    centre = make.make_centre()

    with pytest.raises(errors.PostPlaceError):
        make.make_post(centre.authority_id, Role.WINDOW_CLERK, window_id=centre.dedicated_window_id)


def test_a_post_has_one_holder_at_a_time() -> None:
    department = make.make_organisation()
    post = make.make_post(department, Role.REVIEWER)
    first, second = make.make_staff(department), make.make_staff(department)
    make.hold(post, first, date(2026, 1, 1), date(2026, 3, 31))

    with pytest.raises(errors.PostTakenError):
        make.hold(post, second, date(2026, 3, 31))
    make.hold(post, second, date(2026, 4, 1))

    holders = [queries.get_post(post, on=day).holder_id for day in (date(2026, 3, 31), date(2026, 4, 1))]
    assert holders == [first, second]


def test_the_database_itself_refuses_two_holders() -> None:
    department = make.make_organisation()
    post, staff = make.make_post(department, Role.REVIEWER), make.make_staff(department)
    make.hold(post, staff)

    with pytest.raises(IntegrityError), transaction.atomic():
        PostHolding.objects.create(post_id=post, staff_id=staff, held_from=date(2026, 1, 1))

    assert PostHolding.objects.count() == 1


def test_one_person_may_hold_several_posts() -> None:
    department = make.make_organisation()
    staff = make.make_staff(department)

    for role in (Role.WINDOW_CLERK, Role.RECORDS_CLERK):
        make.hold(make.make_post(department, role), staff)

    assert len(queries.list_holdings(staff_id=staff, on=today())) == 2


def test_a_holding_that_ended_cannot_be_prolonged() -> None:
    department = make.make_organisation()
    holding = make.hold(
        make.make_post(department, Role.REVIEWER), make.make_staff(department), date(2026, 1, 1), date(2026, 1, 9)
    )

    with pytest.raises(errors.HoldingEndedError):
        services.end_post_holding(actor=SYSTEM, holding_id=holding, held_to=date(2026, 1, 10))
    with pytest.raises(errors.HoldingPeriodError):
        services.end_post_holding(actor=SYSTEM, holding_id=holding, held_to=date(2025, 12, 31))

    assert queries.list_holdings(on=date(2026, 1, 9))[0].held_to == date(2026, 1, 9)


def test_somebody_in_a_post_cannot_leave() -> None:
    department = make.make_organisation()
    staff = make.make_staff(department)
    make.hold(make.make_post(department, Role.REVIEWER, title="审查岗"), staff)

    with pytest.raises(errors.StaffInPostError) as caught:
        services.release_staff(actor=SYSTEM, staff_id=staff)

    assert caught.value.details["titles"] == "审查岗"
    assert queries.get_staff(staff).is_active


def test_a_closed_organisation_takes_no_staff() -> None:
    department = make.make_organisation()
    services.close_organisation(actor=SYSTEM, organisation_id=department)

    with pytest.raises(errors.InactiveError):
        make.make_staff(department)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_assign_a_post_at_once_one_is_refused() -> None:
    department = make.make_organisation()
    post = make.make_post(department, Role.REVIEWER)
    people = [make.make_staff(department) for _ in range(2)]
    barrier, outcomes = threading.Barrier(2), list[str]()

    def assign(staff_id: int) -> None:
        barrier.wait(timeout=5)
        try:
            make.hold(post, staff_id)
            outcomes.append("held")
        except errors.PostTakenError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=assign, args=(staff_id,)) for staff_id in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)

    assert sorted(outcomes) == ["held", "refused"]
    assert len(queries.list_holdings(post_id=post)) == 1


def test_a_window_has_its_english_words_until_others_are_given() -> None:
    window = services.open_window(
        actor=SYSTEM, number="A09", name="窗口", english=WindowEnglish(" Health ", "Area A", "Daily")
    )
    services.change_window(actor=SYSTEM, window_id=window, name="卫生窗口")
    kept = queries.get_window(window)
    services.change_window(actor=SYSTEM, window_id=window, english=WindowEnglish("Hygiene"))
    changed = queries.get_window(window)

    assert (kept.name, kept.name_en, kept.location_en, kept.hours_en) == ("卫生窗口", "Health", "Area A", "Daily")
    assert (changed.name_en, changed.location_en, changed.hours_en) == ("Hygiene", "", "")


def test_english_words_of_a_window_have_a_length() -> None:
    with pytest.raises(errors.TextTooLongError):
        services.open_window(actor=SYSTEM, number="A09", name="窗口", english=WindowEnglish("x" * 101))


def test_a_body_is_found_in_english_by_its_full_and_its_short_name() -> None:
    body = make.make_organisation()
    services.change_organisation(
        actor=SYSTEM, organisation_id=body, name="示例局", short_name="例局", name_en=" Bureau of Examples "
    )
    known = dict(queries.english_names())
    services.change_organisation(actor=SYSTEM, organisation_id=body, name_en="")

    assert (known["示例局"], known["例局"]) == ("Bureau of Examples", "Bureau of Examples")
    assert "示例局" not in queries.english_names()
