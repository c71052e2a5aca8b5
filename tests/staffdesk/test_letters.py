"""Letters of authority, deputies and leave on the desk, through the client."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.support import documents, identity
from tests.support import organisations as bodies
from tests.support.staffdesk import Hall, client_for, key, make_hall
from yichuang.core.actor import SYSTEM, Actor
from yichuang.core.clock import today
from yichuang.core.digests import sm3_hex
from yichuang.core.rights import Right, Role
from yichuang.identity.queries import actor_of
from yichuang.organisations import queries, services

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@dataclass
class Place:
    """A department with a chief representative, and who keeps organisations."""

    hall: Hall
    manager: Client
    representative: Actor
    post_id: int

    def page(self, client: Client | None = None) -> Any:
        """The page of the post."""
        return (client or self.manager).get(reverse("staffdesk:post", args=[self.post_id]))

    def do(self, act: str, at: int, on: str, *, client: Client | None = None, **typed: object) -> Any:
        """The answer to a form."""
        url = f"{reverse('staffdesk:organisation_act', args=[act, at])}?on={on}"
        return (client or self.manager).post(url, {"key": key(), **typed})

    def letter(self, client: Client | None = None, **changes: Any) -> Any:
        """The answer to the form of a letter."""
        typed = {
            "staff": self.representative.staff_id,
            "number": "示市监授〔2026〕1号",
            "issued_by": "赵示例（局长）",
            "rights": [Right.ACCEPT.value, Right.DECIDE.value],
            "item_codes": [self.hall.desk.version.item_code],
            "most_yuan": "50000.5",
            "valid_from": today().isoformat(),
            "valid_to": (today() + 364 * DAY).isoformat(),
            "signed_copy": SimpleUploadedFile("授权书.pdf", documents.PDF, "application/pdf"),
        }
        return self.do("grant_letter", self.post_id, f"post-{self.post_id}", client=client, **(typed | changes))


@pytest.fixture
def place() -> Place:
    """A department with a chief representative."""
    hall = make_hall()
    actor = identity.staff_actor(Role.CHIEF_REPRESENTATIVE, organisation_id=hall.desk.organisation_id, name="李示例")
    return Place(hall, hall.staff(Role.CENTRE_MANAGER), actor, actor.posts[0].post_id)


def _texts(page: Any, name: str = "letters") -> list[tuple[str, str]]:
    return [(one.number, one.state) for one in page.context[name]]


def test_a_letter_is_entered_with_its_signed_copy(place: Place) -> None:
    answer = place.letter()

    (letter,) = queries.list_letters(post_id=place.post_id)
    assert (answer.status_code, answer["Location"]) == (302, reverse("staffdesk:post", args=[place.post_id]))
    assert (letter.rights, letter.item_codes) == ((Right.ACCEPT, Right.DECIDE), (place.hall.desk.version.item_code,))
    assert (letter.most_cents, letter.valid_to) == (5_000_050, today() + 364 * DAY)
    assert (letter.copy.name, letter.copy.digest) == ("授权书.pdf", sm3_hex(documents.PDF))
    page = place.page()
    details = {one.term: one.detail for one in page.context["letters"][0].details}
    assert _texts(page) == [("示市监授〔2026〕1号", "Valid")]
    assert details["Up to which amount"] == "50000.50 yuan"
    assert details["What the representative may do"] == "Accept an application, Grant or deny"
    assert details["Representative"] == "李示例"


def test_the_signed_copy_is_for_keepers_and_for_who_is_in_the_post(place: Place) -> None:
    place.letter()
    (letter,) = queries.list_letters(post_id=place.post_id)
    url = reverse("staffdesk:letter_copy", args=[letter.id])

    answers = [
        client.get(url) for client in (place.manager, client_for(place.representative), place.hall.as_("official"))
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 403]
    copies = [b"".join(answer.streaming_content) for answer in answers[:2]]  # type: ignore[attr-defined]
    assert copies == [documents.PDF, documents.PDF]
    assert answers[0]["Content-Disposition"].startswith("attachment")
    assert answers[0]["X-Content-Type-Options"] == "nosniff"


def test_a_letter_for_everything_names_no_items_and_no_amount(place: Place) -> None:
    place.letter(item_codes=[], most_yuan="")

    (letter,) = queries.list_letters(post_id=place.post_id)
    details = {one.term: one.detail for one in place.page().context["letters"][0].details}
    assert (letter.item_codes, letter.most_cents) == ((), None)
    assert (details["In which items"], details["Up to which amount"]) == ("Every item of the body", "Any amount")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": " "}, "number"),
        ({"rights": []}, "rights"),
        ({"rights": [Right.EXTEND.value]}, "rights"),
        ({"item_codes": ["nowhere"]}, "item_codes"),
        ({"most_yuan": "-1"}, "most_yuan"),
        ({"valid_to": "2020-01-01"}, "valid_to"),
        ({"valid_to": (today() + 1200 * DAY).isoformat()}, "valid_to"),
        ({"valid_from": "2019-12-31", "valid_to": "2020-12-31"}, "staff"),
        ({"signed_copy": SimpleUploadedFile("空.pdf", b"")}, "signed_copy"),
    ],
)
def test_what_is_wrong_with_a_letter_stands_at_its_field(place: Place, changes: dict[str, Any], field: str) -> None:
    page = place.letter(**changes)

    assert page.status_code == (409 if field == "staff" else 422)
    (form,) = [act.form for act in page.context["acts"] if act.is_open]
    assert set(form.errors) == {field}
    assert queries.list_letters(post_id=place.post_id) == ()


def test_a_file_of_another_kind_is_refused_and_no_letter_left(place: Place) -> None:
    page = place.letter(signed_copy=SimpleUploadedFile("授权书.exe", b"MZ" + b"\0" * 100))

    assert page.status_code == 415
    assert queries.list_letters(post_id=place.post_id) == ()


def test_a_number_that_is_taken_stands_at_the_number(place: Place) -> None:
    place.letter()

    page = place.letter()

    (form,) = [act.form for act in page.context["acts"] if act.is_open]
    assert (page.status_code, set(form.errors)) == (409, {"number"})


def test_a_letter_is_withdrawn_with_its_reason_and_stays_to_be_read(place: Place) -> None:
    place.letter()
    (letter,) = queries.list_letters(post_id=place.post_id)
    here = f"post-{place.post_id}"

    wrong = place.do("withdraw_letter", letter.id, here, reason=" ")
    right = place.do("withdraw_letter", letter.id, here, reason="授权事项调整")

    assert (wrong.status_code, right.status_code) == (422, 302)
    page = place.page()
    assert (_texts(page), _texts(page, "past_letters")) == ([], [("示市监授〔2026〕1号", "Letter withdrawn")])
    assert page.context["past_letters"][0].details[-1].note == "授权事项调整"
    assert [act.name for act in page.context["acts"] if act.name.startswith("withdraw")] == []


def test_coming_and_expired_letters_are_told_apart(place: Place) -> None:
    staff = place.representative.staff_id or 0
    bodies.make_letter(place.post_id, staff, number="旧", valid_from=date(2024, 1, 1), valid_to=date(2024, 12, 31))
    bodies.make_letter(place.post_id, staff, number="新", valid_from=today() + DAY, valid_to=today() + 2 * DAY)

    page = place.page()

    assert (_texts(page), _texts(page, "past_letters")) == ([("新", "Not yet valid")], [("旧", "Expired")])


def test_the_holder_reads_own_letters_and_changes_none(place: Place) -> None:
    place.letter()
    (letter,) = queries.list_letters(post_id=place.post_id)
    own = client_for(place.representative)

    page = place.page(own)
    refused = [
        place.letter(own, number="2号"),
        place.do("withdraw_letter", letter.id, f"post-{place.post_id}", client=own, reason="自撤"),
    ]

    assert _texts(page) == [("示市监授〔2026〕1号", "Valid")]
    assert [act.name.partition("-")[0] for act in page.context["acts"]] == ["appoint_stand_in"]
    assert [answer.status_code for answer in refused] == [403, 403]
    assert [one.withdrawn_at for one in queries.list_letters(post_id=place.post_id)] == [None]


def test_other_posts_show_no_letters(place: Place) -> None:
    post = bodies.make_post(place.hall.desk.organisation_id, Role.APPROVING_OFFICIAL)

    page = place.manager.get(reverse("staffdesk:post", args=[post]))

    assert 'id="letters"' not in page.content.decode()
    assert "grant_letter" not in page.content.decode()


def test_a_deputy_is_named_and_stands_in_on_leave(place: Place) -> None:
    deputy = bodies.make_staff(place.hall.desk.organisation_id, "王示例")
    staff = place.representative.staff_id or 0

    named = place.do("name_deputy", place.post_id, f"post-{place.post_id}", staff=deputy)
    entered = place.do(
        "enter_leave",
        staff,
        f"staff-{staff}",
        away_from=today().isoformat(),
        away_to=(today() + DAY).isoformat(),
        reason="病假",
    )

    assert (named.status_code, entered.status_code) == (302, 302)
    text = place.page().content.decode()
    until = (today() + DAY).isoformat()
    assert f"on leave until {until}" in text
    assert f"王示例 stands in until {until}" in text
    assert "Deputy: 王示例" in text


def test_somebody_on_leave_is_told_so_and_comes_back(place: Place) -> None:
    services.name_deputy(
        actor=SYSTEM, post_id=place.post_id, staff_id=bodies.make_staff(place.hall.desk.organisation_id, "王示例")
    )
    staff = place.representative.staff_id or 0
    leave = bodies.make_leave(staff, today(), today() + DAY)
    own = client_for(place.representative)

    landing, worklist = own.get(reverse("staffdesk:today")), own.get(reverse("staffdesk:worklist"))
    ended = place.do("end_leave", leave, f"staff-{staff}", client=own)

    assert landing.context["until"] == (today() + DAY).isoformat()
    assert [(one.term, one.detail) for one in landing.context["posts"]] == [
        (place.representative.posts[0].title, "王示例")
    ]
    assert (worklist.status_code, "You are on leave until" in worklist.content.decode()) == (403, True)
    assert (ended.status_code, ended["Location"]) == (302, reverse("staffdesk:staff", args=[staff]))
    assert own.get(reverse("staffdesk:worklist")).status_code == 200


def test_staff_enter_their_own_leave_for_days_to_come(place: Place) -> None:
    staff = place.representative.staff_id or 0
    own, first = client_for(place.representative), today() + DAY
    typed = {"away_to": first.isoformat(), "reason": "年休假"}

    early = place.do("enter_leave", staff, f"staff-{staff}", client=own, away_from=today().isoformat(), **typed)
    entered = place.do("enter_leave", staff, f"staff-{staff}", client=own, away_from=first.isoformat(), **typed)

    (form,) = [act.form for act in early.context["acts"] if act.is_open]
    assert (early.status_code, set(form.errors), entered.status_code) == (422, {"away_from"}, 302)
    page = own.get(reverse("staffdesk:staff", args=[staff]))
    assert [row.cells[:3] for row in page.context["leaves"]] == [(first.isoformat(), first.isoformat(), "年休假")]
    assert [act.name.partition("-")[0] for act in page.context["acts"]] == ["enter_leave", "end_leave"]
    assert own.get(reverse("staffdesk:today")).status_code == 200


def test_the_leave_of_others_is_not_theirs_to_see_or_enter(place: Place) -> None:
    staff = place.representative.staff_id or 0
    stranger = place.hall.as_("official")
    days = {"away_from": (today() + DAY).isoformat(), "away_to": (today() + DAY).isoformat(), "reason": "假"}

    answers = [
        stranger.get(reverse("staffdesk:staff", args=[staff])),
        place.do("enter_leave", staff, f"staff-{staff}", client=stranger, **days),
        place.do("name_deputy", place.post_id, f"post-{place.post_id}", client=stranger, staff=""),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert queries.list_leaves(staff_id=staff) == ()


def test_everybody_on_leave_now_or_later_is_listed_for_who_keeps_organisations(place: Place) -> None:
    staff = place.representative.staff_id or 0
    bodies.make_leave(staff, today() + DAY, today() + DAY)
    assert actor_of(place.representative.account_id or 0, on=today()).on_leave_to is None

    page = place.manager.get(reverse("staffdesk:organisations"))

    assert [row.cells[0].text for row in page.context["leaves"]] == ["李示例"]
