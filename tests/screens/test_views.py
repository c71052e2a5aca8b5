import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.support import cases, hall
from yichuang.cases.models import Draft
from yichuang.cases.rules import State
from yichuang.feedback.models import Rating
from yichuang.hall import queries, services
from yichuang.hall.models import Screen
from yichuang.hall.rules import Stage

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SHOW, STATE = "/screen/", "/screen/state/"
pytestmark = pytest.mark.django_db


def device(counter: hall.Counter) -> Client:
    """The browser beside the window; it checks forms' tokens as a real one must."""
    client = Client()
    client.cookies["second_screen"] = counter.token
    return client


def text_of(client: Client, path: str = SHOW) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def mark_of(page: str) -> str:
    found = re.search(r"\?seen=([^\"]*)\"", page)
    assert found is not None
    return found[1]


def asked(counter: hall.Counter) -> uuid.UUID:
    key = hall.start_draft(counter)
    services.ask_confirmation(actor=counter.clerk, draft_key=key)
    return key


@pytest.fixture
def counter() -> hall.Counter:
    return hall.make_counter()


@pytest.fixture
def frozen() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as time:
        yield time


def test_a_new_device_gets_a_cookie_and_shows_a_code() -> None:
    client = Client()

    response = client.get(SHOW, follow=True)

    cookie = client.cookies["second_screen"]
    code = queries.screen_view(cookie.value).code
    assert f"{code[:3]} {code[3:]}" in response.content.decode()
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/screen/")
    assert "no-store" in response["Cache-Control"]


def test_a_browser_without_cookies_is_told_so_and_opens_no_second_screen() -> None:
    client = Client()
    client.get(SHOW)
    client.cookies.clear()

    page = text_of(client, f"{SHOW}?new=1")

    assert "Cookie" in page
    assert Screen.objects.count() == 1


def test_a_stolen_or_old_cookie_becomes_a_new_device(counter: hall.Counter) -> None:
    asked(counter)
    client = Client()
    client.cookies["second_screen"] = Screen.objects.get().token_digest

    assert client.get(STATE)["HX-Redirect"] == SHOW
    page = client.get(SHOW, follow=True).content.decode()

    assert "张示例" not in page
    assert "screen--code" in page


def test_a_page_that_shows_what_stands_there_gets_nothing(
    counter: hall.Counter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked(counter)
    client = device(counter)
    seen = mark_of(text_of(client))

    with django_assert_num_queries(1):
        response = client.get(f"{STATE}?seen={seen}")

    assert (response.status_code, response.content) == (204, b"")
    assert "no-store" in response["Cache-Control"]


def test_a_change_comes_with_the_next_question(counter: hall.Counter) -> None:
    client = device(counter)
    seen = mark_of(text_of(client))
    services.show_draft(actor=counter.clerk, draft_key=hall.start_draft(counter))

    page = text_of(client, f"{STATE}?seen={seen}")

    assert "张示例" in page
    assert "<html" not in page


def test_the_number_of_statements_for_a_draft_is_known(
    counter: hall.Counter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked(counter)
    client = device(counter)

    # the screen, the clerk with the posts, the draft, its version, and whether a newer one is public
    with django_assert_num_queries(5):
        client.get(SHOW)


def test_the_applicant_sees_everything_of_himself_unmasked(counter: hall.Counter) -> None:
    asked(counter)

    page = text_of(device(counter))

    person = cases.party_of(counter.desk.applicant)
    for shown in (
        person.name,
        person.identity_no,
        person.phone,
        "食品经营许可",
        "10个工作日",
        "不收费",
        "经营场所平面图",
    ):
        assert shown in page


def test_what_is_typed_is_shown_as_text_and_never_run(counter: hall.Counter) -> None:
    key = hall.start_draft(counter)
    hall.save(counter, key, 2, "<script>alert(1)</script>\u202e")
    services.show_draft(actor=counter.clerk, draft_key=key)

    page = text_of(device(counter))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_applicant_confirms(counter: hall.Counter) -> None:
    key = asked(counter)

    response = device(counter).post(reverse("screens:confirm"), {"revision": counter.revision})

    assert (response.status_code, response["Location"]) == (302, SHOW)
    assert Draft.objects.get(key=key).confirmed_revision == 2


def test_a_confirmation_of_what_has_changed_leads_back_to_what_stands_there(counter: hall.Counter) -> None:
    key, client = asked(counter), device(counter)
    looked_at = counter.revision
    hall.save(counter, key, 2, "李示例")

    response = client.post(reverse("screens:confirm"), {"revision": looked_at}, follow=True)

    page = response.content.decode()
    assert "李示例" in page
    assert "内容刚刚作了修改" in page
    assert Draft.objects.get(key=key).confirmed_revision is None


@pytest.mark.parametrize(
    ("part", "kept"), [("form-1", "form-1"), ("party", "party"), ("<script>", "other"), ("", "other")]
)
def test_the_applicant_says_what_is_wrong(counter: hall.Counter, part: str, kept: str) -> None:
    asked(counter)

    page = device(counter).post(reverse("screens:wrong"), {"revision": counter.revision, "part": part}, follow=True)

    assert "有误" in page.content.decode()
    assert queries.screen_view(counter.token).objection == kept


@pytest.mark.parametrize("revision", ["", "x", "-1", "９", "99999999999999999999", "1"])
def test_an_answer_without_the_right_revision_changes_nothing(counter: hall.Counter, revision: str) -> None:
    key, client = asked(counter), device(counter)

    for name in ("confirm", "wrong", "skip", "rate"):
        data = {"revision": revision, "part": "party", "level": "1"}
        assert client.post(reverse(f"screens:{name}"), data).status_code == 302

    assert queries.screen_view(counter.token).stage is Stage.CONFIRM
    assert Draft.objects.get(key=key).confirmed_revision is None
    assert not Rating.objects.exists()


@pytest.mark.parametrize("name", ["confirm", "wrong", "rate", "skip", "stay", "language"])
def test_an_unknown_device_that_answers_is_led_to_the_start(name: str) -> None:
    response = Client().post(reverse(f"screens:{name}"), {"revision": "1"})

    assert (response.status_code, response["Location"]) == (302, SHOW)


@pytest.mark.parametrize("name", ["confirm", "wrong", "rate", "skip", "stay", "language"])
def test_answers_need_the_forms_token(counter: hall.Counter, name: str) -> None:
    asked(counter)
    client = Client(enforce_csrf_checks=True)
    client.cookies["second_screen"] = counter.token

    assert client.post(reverse(f"screens:{name}"), {"revision": counter.revision}).status_code == 403
    assert client.get(reverse(f"screens:{name}")).status_code == 405


def test_the_screen_is_empty_after_two_minutes(frozen: time_machine.Traveller) -> None:
    counter = hall.make_counter()
    asked(counter)
    client = device(counter)
    seen = mark_of(text_of(client))
    frozen.shift(timedelta(seconds=95))
    warned = text_of(client, f"{STATE}?seen={seen}")
    frozen.shift(timedelta(seconds=30))

    page = text_of(client, f"{STATE}?seen={mark_of(warned)}")

    assert "我还在看" in warned
    assert "张示例" not in page
    assert "screen--idle" in page
    assert Screen.objects.get().draft_key is None


def test_whoever_still_reads_keeps_it(frozen: time_machine.Traveller) -> None:
    counter = hall.make_counter()
    asked(counter)
    client = device(counter)
    frozen.shift(timedelta(seconds=95))

    assert client.post(reverse("screens:stay"), headers={"HX-Request": "true"}).status_code == 204
    frozen.shift(timedelta(seconds=85))

    assert "screen--confirm" in text_of(client)


def test_the_clock_of_an_idle_screen_goes_on(frozen: time_machine.Traveller) -> None:
    counter = hall.make_counter()
    client = device(counter)
    page = text_of(client)
    assert "09:00" in page

    frozen.shift(timedelta(minutes=1))

    assert "09:01" in text_of(client, f"{STATE}?seen={mark_of(page)}")


def test_the_screen_speaks_english_when_asked(counter: hall.Counter) -> None:
    asked(counter)
    client = device(counter)
    client.post(reverse("screens:language"), {"language": "en"})

    page = text_of(client)

    assert "Please check: is everything right?" in page
    assert "Food business licence" in page
    assert '<html lang="en">' in page


def test_the_browsers_own_language_does_not_matter(counter: hall.Counter) -> None:
    client = Client(headers={"accept-language": "en"})
    client.cookies["second_screen"] = counter.token

    assert "欢迎您" in text_of(client)


def test_the_receipt_follows_the_draft(counter: hall.Counter) -> None:
    key, client = asked(counter), device(counter)
    text_of(client)
    case_no = hall.take_in(counter, key)

    page = text_of(client)

    assert case_no in page
    assert "告知期限" in page
    assert "<svg" in page
    assert "张示例" not in page


def rating(counter: hall.Counter) -> str:
    case_no = cases.make_case(counter.desk, State.RECEIVED)
    services.ask_rating(actor=counter.clerk, case_no=case_no)
    return case_no


def test_somebody_rates_the_visit(counter: hall.Counter) -> None:
    case_no, client = rating(counter), device(counter)
    page = text_of(client)
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    data = {"revision": counter.revision, "key": key[1], "level": "2", "tag": ["kind", "slow"], "text": "很好"}

    thanks = client.post(reverse("screens:rate"), data, follow=True).content.decode()
    client.post(reverse("screens:rate"), data)

    row = Rating.objects.get()
    assert (row.case_no, row.level, row.tags, row.text) == (case_no, 2, ["kind"], "很好")
    assert "谢谢您" in thanks


def test_all_five_levels_stand_there_in_words(counter: hall.Counter) -> None:
    rating(counter)

    page = text_of(device(counter))

    for words in ("非常满意", "满意", "基本满意", "不满意", "非常不满意"):
        assert f"<span>{words}</span>" in page


@pytest.mark.parametrize(("level", "told"), [("", "请选择您的满意程度"), ("9", "请选择您的满意程度")])
def test_without_a_level_what_was_written_stays(counter: hall.Counter, level: str, told: str) -> None:
    rating(counter)
    data = {"revision": counter.revision, "key": str(uuid.uuid4()), "level": level, "text": "等了很久", "tag": "slow"}

    response = device(counter).post(reverse("screens:rate"), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert told in page
    assert 'value="等了很久"' in page
    assert not Rating.objects.exists()


def test_somebody_does_not_like_to_rate(counter: hall.Counter) -> None:
    rating(counter)

    page = device(counter).post(reverse("screens:skip"), {"revision": counter.revision}, follow=True)

    assert "谢谢您" in page.content.decode()
    assert not Rating.objects.exists()


def test_a_visit_that_was_rated_gets_thanks_again(counter: hall.Counter) -> None:
    case_no, client = rating(counter), device(counter)
    client.post(reverse("screens:rate"), {"revision": counter.revision, "key": str(uuid.uuid4()), "level": "1"})
    services.ask_rating(actor=counter.clerk, case_no=case_no)

    client.post(reverse("screens:rate"), {"revision": counter.revision, "key": str(uuid.uuid4()), "level": "5"})

    assert list(Rating.objects.values_list("level", flat=True)) == [1]
    assert queries.screen_view(counter.token).stage is Stage.THANKS


def test_a_draft_that_is_gone_leaves_an_idle_page(counter: hall.Counter) -> None:
    key, client = asked(counter), device(counter)
    Draft.objects.filter(key=key).delete()

    page = text_of(client)

    assert "screen--idle" in page


def test_without_javascript_the_page_reloads_itself(counter: hall.Counter) -> None:
    client = device(counter)
    idle = text_of(client)
    rating(counter)
    rate = text_of(client)

    assert '<noscript><meta http-equiv="refresh" content="2;url=/screen/"></noscript>' in idle
    assert 'content="60;url=/screen/"' in rate


def test_no_page_of_the_screen_is_kept_by_anybody(counter: hall.Counter) -> None:
    asked(counter)
    client = device(counter)

    answers = [client.get(SHOW), client.get(STATE), client.post(reverse("screens:confirm"), {"revision": "1"})]

    assert all("no-store" in answer["Cache-Control"] for answer in answers)
