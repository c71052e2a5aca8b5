"""Organisations, accounts, calendars and the ledger, through the client."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.support import cases, identity
from tests.support import organisations as bodies
from tests.support.staffdesk import Hall, client_for, key, make_hall
from yichuang.cases.rules import State
from yichuang.core.actor import SYSTEM
from yichuang.core.clock import today
from yichuang.core.rights import Role
from yichuang.deadlines.queries import get_year
from yichuang.deadlines.rules import DayKind, YearStatus
from yichuang.deadlines.services import set_day
from yichuang.identity.queries import find_account_by_login, get_account_view
from yichuang.organisations import queries
from yichuang.organisations.queries import find_organisation_by_name, find_staff_by_no, list_posts, list_windows

pytestmark = pytest.mark.django_db
NATIONAL = "000000000000"


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


def _do(client: Client, act: str, at: int, on: str = "", /, **typed: object) -> tuple[int, str]:
    url = reverse("staffdesk:organisation_act", args=[act, at])
    page = client.post(f"{url}?on={on or f'organisation-{at}'}", {"key": key(), **typed})
    return page.status_code, page.content.decode()


def test_a_department_gets_its_window_its_post_and_its_clerk(hall: Hall) -> None:
    manager = hall.staff(Role.CENTRE_MANAGER)
    typed = {
        "key": key(),
        "name": "示例区新设局",
        "kind": "department",
        "region": bodies.DISTRICT,
        "parent": hall.authority_id,
        "credit_code": bodies.credit_code(777),
        "paper_prefix": "示新",
    }
    assert manager.post(reverse("staffdesk:organisation_new"), typed).status_code == 302
    made = find_organisation_by_name("示例区新设局")
    assert made is not None

    statuses = [
        _do(manager, "open_window", made.id, number="X1", name="新设局专窗")[0],
        _do(manager, "hire", made.id, staff_no="N001", name="吴新人")[0],
        _do(manager, "create_post", made.id, title="窗口人员", role="window_clerk")[0],
    ]
    post = list_posts(on=today(), organisation_id=made.id).rows[0]
    statuses.append(
        _do(manager, "assign", post.id, f"post-{post.id}", staff_no="N001", held_from=today().isoformat())[0]
    )

    assert statuses == [302] * 4
    assert list_posts(on=today(), organisation_id=made.id).rows[0].holder_name == "吴新人"
    assert [one.number for one in list_windows(made.id)] == ["X1"]


def test_a_refused_form_stands_open_on_its_page_with_what_was_typed(hall: Hall) -> None:
    manager, at = hall.staff(Role.CENTRE_MANAGER), hall.desk.organisation_id

    status, text = _do(manager, "change", at, name="改名局", credit_code="12345")

    assert status == 422
    assert f'id="act-change-{at}" open' in text
    assert 'value="改名局"' in text
    assert "A unified social credit code has 18 digits" in text


def test_a_taken_post_is_answered_with_409_on_the_page_of_the_post(hall: Hall) -> None:
    manager = hall.staff(Role.CENTRE_MANAGER)
    post = list_posts(on=today(), organisation_id=hall.desk.organisation_id).rows[0]
    holder = queries.get_staff(post.holder_id or 0)

    status, text = _do(
        manager, "assign", post.id, f"post-{post.id}", staff_no=holder.staff_no, held_from=today().isoformat()
    )

    assert status == 409
    assert "has a holder in that time already" in text


def test_ending_a_holding_ends_the_rights(hall: Hall) -> None:
    manager, clerk = hall.staff(Role.CENTRE_MANAGER), hall.as_("clerk")
    post = list_posts(on=today(), organisation_id=hall.desk.organisation_id).rows[0]
    yesterday = date.fromordinal(today().toordinal() - 1).isoformat()

    status, _text = _do(manager, "end", post.holding_id or 0, f"post-{post.id}", held_to=yesterday)

    assert status == 302
    assert clerk.get("/desk/").status_code == 403


@pytest.mark.parametrize("name", ["post", "staff", "window", "organisation"])
def test_a_page_about_nothing_is_not_found(hall: Hall, name: str) -> None:
    assert hall.staff(Role.CENTRE_MANAGER).get(reverse(f"staffdesk:{name}", args=[999_999])).status_code == 404


def test_an_act_on_nothing_is_not_found(hall: Hall) -> None:
    assert _do(hall.staff(Role.CENTRE_MANAGER), "rename_post", 999_999, "post-999999", title="甲")[0] == 404
    assert _do(hall.staff(Role.CENTRE_MANAGER), "abolish", 1)[0] == 404


def test_staff_released_while_in_post_is_refused(hall: Hall) -> None:
    manager = hall.staff(Role.CENTRE_MANAGER)
    post = list_posts(on=today(), organisation_id=hall.desk.organisation_id).rows[0]

    status, text = _do(manager, "release", post.holder_id or 0, f"staff-{post.holder_id}")

    assert status == 409
    assert "still holds posts" in text


def test_a_member_of_staff_gets_an_account(hall: Hall) -> None:
    manager, staff_id = hall.staff(Role.CENTRE_MANAGER), bodies.make_staff(hall.desk.organisation_id, "郑新人")
    typed = {
        "key": key(),
        "staff_no": queries.get_staff(staff_id).staff_no,
        "login": "zheng1",
        "password": "first-horse-42",
    }

    statuses = [
        manager.post(reverse("staffdesk:account_new"), {**typed, **more}).status_code
        for more in ({"password": "short"}, {}, {})
    ]

    assert statuses == [422, 302, 422]
    account = find_account_by_login("zheng1")
    assert account is not None
    assert account.must_change_password


def test_a_staff_number_that_there_is_not_is_told(hall: Hall) -> None:
    typed = {"key": key(), "staff_no": "nobody", "login": "zheng1", "password": "first-horse-42"}

    page = hall.staff(Role.CENTRE_MANAGER).post(reverse("staffdesk:account_new"), typed)

    assert page.status_code == 422
    assert "There is no such member of staff." in page.content.decode()
    assert find_staff_by_no("nobody") is None


def test_an_account_is_switched_off_and_on_again(hall: Hall) -> None:
    manager, at = hall.staff(Role.CENTRE_MANAGER), hall.desk.clerk.account_id or 0
    url = {name: reverse("staffdesk:account_act", args=[at, name]) for name in ("switch_off", "switch_on", "reset")}

    without_reason = manager.post(url["switch_off"], {"key": key(), "reason": ""}).status_code
    off = manager.post(url["switch_off"], {"key": key(), "reason": "调离"}).status_code
    was_off = not get_account_view(at).is_active
    again = manager.post(url["switch_off"], {"key": key(), "reason": "调离"}).status_code
    on = manager.post(url["switch_on"], {"key": key(), "reason": "调回"}).status_code
    weak = manager.post(url["reset"], {"key": key(), "password": "short"}).status_code

    assert (without_reason, off, was_off, again, on, weak) == (422, 302, True, 409, 302, 422)
    assert get_account_view(at).is_active


def test_ones_own_account_is_not_switched_off(hall: Hall) -> None:
    actor = identity.staff_actor(Role.SYSTEM_ADMINISTRATOR, organisation_id=hall.authority_id)
    client = client_for(actor)

    url = reverse("staffdesk:account_act", args=[actor.account_id, "switch_off"])

    assert client.post(url, {"key": key(), "reason": "试试"}).status_code in {403, 409}


def test_an_administrator_of_one_department_keeps_only_its_accounts(hall: Hall) -> None:
    place = bodies.make_organisation()
    admin = client_for(identity.staff_actor(Role.SYSTEM_ADMINISTRATOR, organisation_id=place))

    listed = admin.get(reverse("staffdesk:accounts")).content.decode()
    other = admin.get(reverse("staffdesk:account", args=[hall.desk.clerk.account_id])).status_code
    applicant = admin.get(reverse("staffdesk:account", args=[hall.desk.applicant.account_id])).status_code

    assert "窗口甲" not in listed
    assert (other, applicant) == (403, 403)


def test_a_day_of_the_calendar_is_set(hall: Hall) -> None:
    manager = hall.staff(Role.CENTRE_MANAGER)
    url = reverse("staffdesk:calendar_act", args=[NATIONAL, 2026, "day"])
    typed = {"key": key(), "day": "2026-09-03", "kind": "holiday", "name": "纪念日", "source": "国务院通知"}

    statuses = [manager.post(url, {**typed, **more}).status_code for more in ({"name": ""}, {"confirmed": "1"})]

    assert statuses == [422, 302]
    assert date(2026, 9, 3) in {one.day for one in get_year(NATIONAL, 2026).days}


def test_a_provisional_year_is_confirmed_from_a_pasted_list(hall: Hall) -> None:
    manager = hall.staff(Role.CENTRE_MANAGER)
    days = get_year(NATIONAL, 2027).days
    pasted = "\n".join(f"{one.day} 休 {one.name}" for one in days)
    url = reverse("staffdesk:calendar_act", args=[NATIONAL, 2027, "confirm"])

    broken = manager.post(url, {"key": key(), "days": f"{pasted}\n2027-02-30 休 春节", "source": "通知"})
    typed = {"key": key(), "days": pasted, "source": "国务院办公厅通知", "confirmed": "1"}
    done, again = manager.post(url, typed), manager.post(url, typed)

    assert broken.status_code == 422
    assert f"Line {len(days) + 1} is not" in broken.content.decode()
    assert (done.status_code, again.status_code) == (302, 409)
    assert get_year(NATIONAL, 2027).status is YearStatus.CONFIRMED


@time_machine.travel("2026-08-31T10:00:00+08:00", tick=False)
def test_a_change_first_shows_which_open_cases_it_moves_and_changes_nothing(hall: Hall) -> None:
    case_no = cases.make_case(hall.desk, State.RECEIVED)
    url = reverse("staffdesk:calendar_act", args=[NATIONAL, 2026, "day"])
    typed = {"key": key(), "day": "2026-09-03", "kind": "holiday", "name": "纪念日", "source": "国务院通知"}

    page = hall.staff(Role.CENTRE_MANAGER).post(url, typed)

    text = page.content.decode()
    assert [text.count(word) > 1 for word in ("2026-09-03", "纪念日", "国务院通知")] == [
        True
    ] * 3  # told, and sent again
    assert page.status_code == 200
    assert page.context["number"] == 1
    assert all(part in text for part in (case_no, "2026-09-07", "2026-09-08"))
    assert date(2026, 9, 3) not in {one.day for one in get_year(NATIONAL, 2026).days}


def test_a_year_without_calendar_is_not_found(hall: Hall) -> None:
    manager = hall.staff(Role.CENTRE_MANAGER)

    assert manager.get(reverse("staffdesk:calendar_year", args=[NATIONAL, 1999])).status_code == 404


def test_the_calculator_counts_day_by_day(hall: Hall) -> None:
    asked = {"start": "2026-09-25T16:30", "value": "20", "unit": "wd"}

    text = hall.as_("clerk").get(reverse("staffdesk:deadline"), asked).content.decode()

    assert "Due on 2026-10-29" in text
    assert "National Day" in text or "国庆节" in text


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"start": "2026-09-25T16:30", "value": "-1", "unit": "wd"}, 422),
        ({"start": "2028-12-25T16:30", "value": "20", "unit": "wd"}, 409),
        ({"start": "nonsense", "value": "1", "unit": "wd"}, 422),
    ],
)
def test_the_calculator_tells_what_it_cannot_count(hall: Hall, asked: dict[str, str], status: int) -> None:
    assert hall.as_("clerk").get(reverse("staffdesk:deadline"), asked).status_code == status


def test_the_calculator_takes_stops_an_extension_and_the_clock(hall: Hall) -> None:
    life = {"start": "2026-02-09T10:00", "value": "5", "unit": "wd", "extension": "5"}
    stops = {
        "from_0": "2026-02-10", "to_0": "2026-02-26", "reason_0": "Hearing",
        "from_1": "2026-03-02", "to_1": "2026-03-04", "reason_1": "公示",
    }  # fmt: skip
    url, clerk = reverse("staffdesk:deadline"), hall.as_("clerk")

    statutory, promised = (
        clerk.get(url, {**life, **stops, "clock": one}).content.decode() for one in ("statutory", "promised")
    )

    assert "Due on 2026-03-10" in statutory
    assert "2026-03-02 to 2026-03-04 does not stop this clock: 公示" in statutory
    assert "Due on 2026-03-12" in promised
    assert [
        one in promised
        for one in ("5 working days, extended by 5 working days; what", "Originally due 2026-02-14", "(公示)")
    ] == [True] * 3
    assert 'name="from_2"' in promised


def test_a_stop_that_still_stands_leaves_the_calculator_without_a_day(hall: Hall) -> None:
    asked = {"start": "2026-03-02T10:00", "value": "10", "unit": "cd", "from_0": "2026-03-04", "reason_0": "检测"}

    text = hall.as_("clerk").get(reverse("staffdesk:deadline"), asked).content.decode()

    assert "No due date while the clock stands still" in text
    assert "8 calendar days left when it resumes" in text


@pytest.mark.parametrize(
    ("unit", "value", "head", "due"),
    [("cd", "15", "Calendar days", "2026-03-17"), ("mo", "1", "Calendar days", "2026-04-02")],
)
def test_what_counts_plain_days_is_not_headed_working_days(
    hall: Hall, unit: str, value: str, head: str, due: str
) -> None:
    asked = {"start": "2026-03-02T10:00", "value": value, "unit": unit}

    text = hall.as_("clerk").get(reverse("staffdesk:deadline"), asked).content.decode()

    assert f"Due on {due}" in text
    assert f'<th scope="col" class="is-number">{head}</th>' in text


@pytest.mark.parametrize(
    ("stop", "place"),
    [
        ({"from_0": "2026-03-04"}, "reason_0"),
        ({"to_0": "2026-03-04", "reason_0": "检测"}, "from_0"),
        ({"from_0": "2026-03-04", "to_0": "2026-03-03", "reason_0": "检测"}, "to_0"),
        ({"extension": "-1"}, "extension"),
    ],
)
def test_a_stop_that_is_none_is_told_at_its_place(hall: Hall, stop: dict[str, str], place: str) -> None:
    asked = {"start": "2026-03-02T10:00", "value": "10", "unit": "wd", **stop}

    page = hall.as_("clerk").get(reverse("staffdesk:deadline"), asked)

    assert page.status_code == 422
    assert f'href="#id_{place}"' in page.content.decode()


def test_a_day_of_another_year_is_not_changed_on_the_page_of_this_one(hall: Hall) -> None:
    url = reverse("staffdesk:calendar_act", args=[NATIONAL, 2026, "day"])
    typed = {"key": key(), "day": "2027-09-03", "kind": "holiday", "name": "纪念日", "source": "通知", "confirmed": "1"}

    page = hall.staff(Role.CENTRE_MANAGER).post(url, typed)

    assert page.status_code == 422
    assert "This day does not lie in 2026" in page.content.decode()
    assert date(2027, 9, 3) not in {one.day for one in get_year(NATIONAL, 2027).days}


def test_a_new_day_starts_with_the_notice_that_most_days_of_the_year_cite(hall: Hall) -> None:
    manager, url = hall.staff(Role.CENTRE_MANAGER), reverse("staffdesk:calendar_year", args=[NATIONAL, 2026])
    (cited,) = {one.source for one in get_year(NATIONAL, 2026).days}
    set_day(
        actor=SYSTEM, region_code=NATIONAL, day=date(2026, 9, 3), kind=DayKind.HOLIDAY, name="纪念日", source="另一通知"
    )

    forms = [manager.get(url, query).context["acts"][0].form for query in ({}, {"day": "2026-09-04"})]

    assert [one["source"].value() for one in forms] == [cited] * 2


def test_the_ledger_is_found_whole_and_an_altered_row_is_named(hall: Hall) -> None:
    case_no = cases.make_case(hall.desk, State.ACCEPTED)
    supervisor = hall.staff(Role.SUPERVISOR)

    whole = supervisor.post(reverse("staffdesk:ledger"), {"case_no": ""}).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_ledgerrow SET reason = 'x' WHERE case_no = %s AND seq = 2", [case_no])
    altered = supervisor.post(reverse("staffdesk:ledger"), {"case_no": case_no}).content.decode()

    assert "No row was altered, dropped, inserted or moved." in whole
    assert "The row does not fit its digest" in altered
    assert case_no in altered


def test_a_mistyped_number_is_told_by_the_check_of_the_ledger(hall: Hall) -> None:
    assert hall.staff(Role.SUPERVISOR).post(reverse("staffdesk:ledger"), {"case_no": "1"}).status_code == 422


def test_a_provisional_year_is_marked_and_regions_are_named(hall: Hall) -> None:
    manager = hall.staff(Role.CENTRE_MANAGER)

    years = manager.get(reverse("staffdesk:calendar"))
    year = manager.get(reverse("staffdesk:calendar_year", args=[NATIONAL, today().year + 1]))

    assert years.context["regions"][0][0] == queries.list_regions()[0].name
    assert year.context["is_provisional"] == ("This year is provisional" in year.content.decode())
    assert {row.cells[3] for row in years.context["changes"]} <= {"System"}


@pytest.mark.parametrize(
    ("day", "kinds", "usual"),
    [
        ("2026-09-03", ["workday", "holiday"], "holiday"),
        ("2026-09-05", ["weekend", "holiday", "make_up_workday"], "make_up_workday"),
        ("2026-10-01", ["workday", "holiday"], "workday"),
    ],
)
def test_a_day_is_offered_only_what_it_can_be(hall: Hall, day: str, kinds: list[str], usual: str) -> None:
    manager = hall.staff(Role.CENTRE_MANAGER)

    page = manager.get(reverse("staffdesk:calendar_year", args=[NATIONAL, 2026]), {"day": day})

    form = page.context["acts"][0].form
    assert [value for value, _label in form.fields["kind"].choices] == kinds
    assert form["kind"].value() == usual
    assert '<option value="国庆节">' in page.content.decode()
