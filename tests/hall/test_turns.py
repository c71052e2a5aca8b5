import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from tests.support import cases, hall
from tests.support import organisations as bodies
from tests.support.acts import last_row
from yichuang.cases import services as case_services
from yichuang.cases.errors import (
    CaseNotFoundError,
    DraftNotFoundError,
    DraftStaleError,
    DraftSubmittedError,
    NotConfirmedError,
    NotFilledInError,
)
from yichuang.cases.models import Draft
from yichuang.cases.queries import get_draft_view
from yichuang.cases.rules import Channel, PartyPart, State
from yichuang.core.actor import ANONYMOUS, SYSTEM, Actor, SignInRequiredError
from yichuang.core.errors import DomainError
from yichuang.hall import queries, services
from yichuang.hall.errors import NoScreenError, PartUnknownError, TurnOverError, WindowNotYoursError
from yichuang.hall.models import Screen
from yichuang.hall.rules import Stage

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def asked() -> tuple[hall.Counter, uuid.UUID]:
    counter = hall.make_counter()
    key = hall.start_draft(counter)
    services.ask_confirmation(actor=counter.clerk, draft_key=key)
    return counter, key


def test_the_screen_shows_the_draft_whole() -> None:
    counter = hall.make_counter()
    key = hall.start_draft(counter)

    services.show_draft(actor=counter.clerk, draft_key=key)

    view = queries.screen_view(counter.token)
    draft = queries.shown_draft(view)
    assert view.stage is Stage.DRAFT
    assert draft is not None
    assert (draft.form["name"], draft.party["name"]) == ("张示例", "张示例")
    assert len(draft.party["identity_no"]) == 18
    assert "*" not in draft.party["identity_no"]


def test_nothing_of_a_person_is_kept_with_the_screen() -> None:
    counter = hall.make_counter()
    services.show_draft(actor=counter.clerk, draft_key=hall.start_draft(counter))

    kept = str(Screen.objects.values().get())

    assert "张示例" not in kept
    assert cases.party_of(counter.desk.applicant).identity_no not in kept


def test_a_saved_draft_is_followed_without_being_shown_again() -> None:
    counter = hall.make_counter()
    key = hall.start_draft(counter)
    services.show_draft(actor=counter.clerk, draft_key=key)
    before = counter.revision
    hall.save(counter, key, 2, "李示例")

    seen = queries.screen_view(counter.token)
    assert seen.is_due
    assert queries.shown_draft(seen) is None
    view = services.settle(token=counter.token)

    draft = queries.shown_draft(view)
    assert view.revision > before
    assert draft is not None
    assert draft.form["name"] == "李示例"


def test_the_applicant_confirms_what_stands_there() -> None:
    counter, key = asked()

    services.confirm(token=counter.token, revision=counter.revision)

    own = queries.screen_of(counter.clerk)
    assert own is not None
    assert (own.stage, own.is_confirmed, own.draft_key) == (Stage.CONFIRMED, True, key)
    assert Draft.objects.get(key=key).confirmed_revision == 2


def test_a_confirmation_of_an_older_state_is_refused_and_the_new_one_is_shown() -> None:
    counter, key = asked()
    looked_at = counter.revision
    hall.save(counter, key, 2, "李示例")

    with pytest.raises(DraftStaleError):
        services.confirm(token=counter.token, revision=looked_at)

    view = services.settle(token=counter.token)
    assert (view.stage, view.is_changed, view.draft_revision) == (Stage.CONFIRM, True, 3)
    with pytest.raises(TurnOverError):
        services.confirm(token=counter.token, revision=looked_at)
    assert Draft.objects.get(key=key).confirmed_revision is None
    services.confirm(token=counter.token, revision=view.revision)
    assert Draft.objects.get(key=key).confirmed_revision == 3


def test_a_confirmation_never_reaches_the_next_persons_draft() -> None:
    counter, first = asked()
    looked_at = counter.revision
    second = hall.start_draft(counter)
    services.ask_confirmation(actor=counter.clerk, draft_key=second)

    with pytest.raises(TurnOverError):
        services.confirm(token=counter.token, revision=looked_at)

    assert (
        list(Draft.objects.filter(key__in=[first, second]).values_list("confirmed_revision", flat=True)) == [None] * 2
    )


def test_a_confirmed_draft_that_is_changed_is_confirmed_no_more() -> None:
    counter, key = asked()
    services.confirm(token=counter.token, revision=counter.revision)

    hall.save(counter, key, 2, "李示例")

    own = queries.screen_of(counter.clerk)
    assert own is not None
    assert (own.stage, own.is_confirmed) == (Stage.DRAFT, False)
    services.show_draft(actor=counter.clerk, draft_key=key)
    assert queries.screen_view(counter.token).stage is Stage.DRAFT


def test_showing_the_same_state_again_keeps_the_applicants_word() -> None:
    counter, key = asked()
    services.confirm(token=counter.token, revision=counter.revision)

    services.show_draft(actor=counter.clerk, draft_key=key)

    own = queries.screen_of(counter.clerk)
    assert own is not None
    assert own.is_confirmed


def test_the_applicant_says_which_part_is_wrong() -> None:
    counter, key = asked()

    services.say_wrong(token=counter.token, revision=counter.revision, part="form-1")

    own = queries.screen_of(counter.clerk)
    assert own is not None
    assert (own.stage, own.objection, own.is_confirmed) == (Stage.OBJECTED, "form-1", False)
    services.show_draft(actor=counter.clerk, draft_key=key)
    assert queries.screen_view(counter.token).objection == "form-1"
    services.ask_confirmation(actor=counter.clerk, draft_key=key)
    assert queries.screen_view(counter.token).objection == ""


def test_only_parts_can_be_wrong() -> None:
    counter, _key = asked()

    with pytest.raises(PartUnknownError):
        services.say_wrong(token=counter.token, revision=counter.revision, part="<script>")


def test_nobody_confirms_what_was_not_asked() -> None:
    counter = hall.make_counter()
    key = hall.start_draft(counter)
    services.show_draft(actor=counter.clerk, draft_key=key)

    with pytest.raises(TurnOverError):
        services.confirm(token=counter.token, revision=counter.revision)
    with pytest.raises(TurnOverError):
        services.say_wrong(token=counter.token, revision=counter.revision, part="party")

    assert Draft.objects.get(key=key).confirmed_revision is None


def test_a_confirmation_after_two_minutes_is_refused() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        counter, key = asked()
        revision = counter.revision
        time.shift(timedelta(minutes=2))

        with pytest.raises(TurnOverError):
            services.confirm(token=counter.token, revision=revision)

    assert Draft.objects.get(key=key).confirmed_revision is None


def test_a_draft_that_became_a_case_is_followed_by_its_receipt() -> None:
    counter = hall.make_counter()
    key = hall.start_draft(counter)
    services.show_draft(actor=counter.clerk, draft_key=key)
    case_no = hall.take_in(counter, key)

    view = services.settle(token=counter.token)

    shown = queries.shown_case(view)
    assert (view.stage, view.case_no, view.draft_key) == (Stage.RECEIPT, case_no, None)
    assert shown is not None
    assert shown.case_no == case_no
    with pytest.raises(DraftSubmittedError):
        services.show_draft(actor=counter.clerk, draft_key=key)


def test_a_discarded_draft_leaves_the_screen() -> None:
    counter = hall.make_counter()
    key = hall.start_draft(counter)
    services.show_draft(actor=counter.clerk, draft_key=key)

    case_services.discard_draft(actor=counter.clerk, key=key)

    view = services.settle(token=counter.token)
    assert (view.stage, view.draft_key) == (Stage.IDLE, None)


def test_what_is_shown_of_a_person_is_gone_after_two_minutes() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        counter = hall.make_counter()
        services.show_draft(actor=counter.clerk, draft_key=hall.start_draft(counter))
        time.shift(timedelta(seconds=90))
        assert queries.screen_view(counter.token).is_ending
        time.shift(timedelta(seconds=30))

        at_once = queries.screen_view(counter.token)
        assert (at_once.stage, at_once.draft_key, at_once.is_due) == (Stage.IDLE, None, True)
        services.settle(token=counter.token)

        assert Screen.objects.values_list("stage", "draft_key", "case_no").get() == ("idle", None, "")


def test_saving_showing_and_touching_keep_the_screen_awake() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        counter = hall.make_counter()
        key = hall.start_draft(counter)
        services.show_draft(actor=counter.clerk, draft_key=key)
        time.shift(timedelta(seconds=100))
        hall.save(counter, key, 2)
        services.settle(token=counter.token)
        time.shift(timedelta(seconds=100))
        services.stay(token=counter.token)
        time.shift(timedelta(seconds=100))
        services.show_draft(actor=counter.clerk, draft_key=key)
        time.shift(timedelta(seconds=100))

        assert queries.screen_view(counter.token).stage is Stage.DRAFT


def test_touching_an_empty_screen_brings_nothing_back() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        counter = hall.make_counter()
        services.show_draft(actor=counter.clerk, draft_key=hall.start_draft(counter))
        time.shift(timedelta(seconds=121))

        services.stay(token=counter.token)

        assert queries.screen_view(counter.token).stage is Stage.IDLE
        assert services.settle(token=counter.token).stage is Stage.IDLE


def test_staying_changes_nothing_on_the_screen() -> None:
    counter, _key = asked()
    before = counter.revision

    services.stay(token=counter.token)

    assert counter.revision == before


def test_the_language_is_the_applicants_and_not_the_next_ones() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        counter, _key = asked()
        services.choose_language(token=counter.token, language="en")
        assert (queries.screen_view(counter.token).language, queries.screen_view(counter.token).stage) == (
            "en",
            Stage.CONFIRM,
        )
        services.clear(actor=counter.clerk)
        assert queries.screen_view(counter.token).language == ""

        services.choose_language(token=counter.token, language="en")
        time.shift(timedelta(minutes=2))
        services.show_draft(actor=counter.clerk, draft_key=hall.start_draft(counter))

        assert queries.screen_view(counter.token).language == ""


def test_a_language_that_we_do_not_speak_is_chinese() -> None:
    counter = hall.make_counter()

    services.choose_language(token=counter.token, language="../../etc")

    assert queries.screen_view(counter.token).language == ""


def test_choosing_a_language_keeps_what_was_called_wrong() -> None:
    counter, _key = asked()
    services.say_wrong(token=counter.token, revision=counter.revision, part="materials")

    services.choose_language(token=counter.token, language="en")

    assert queries.screen_view(counter.token).objection == "materials"


def test_the_clerk_clears_the_screen() -> None:
    counter, _key = asked()

    services.clear(actor=counter.clerk)

    view = queries.screen_view(counter.token)
    assert (view.stage, view.draft_key, view.case_no, view.is_paired) == (Stage.IDLE, None, "", True)


def test_a_rating_is_asked_and_the_screen_says_thanks() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        counter = hall.make_counter()
        case_no = hall.take_in(counter, hall.start_draft(counter))
        services.ask_rating(actor=counter.clerk, case_no=case_no)

        done = services.finish_rating(token=counter.token, revision=counter.revision)

        assert (done.case_no, done.window_id, done.clerk_id) == (
            case_no,
            counter.window_id,
            counter.clerk.account_id,
        )
        assert queries.screen_view(counter.token).stage is Stage.THANKS
        time.shift(timedelta(seconds=12))
        assert services.settle(token=counter.token).stage is Stage.IDLE
        with pytest.raises(TurnOverError):
            services.finish_rating(token=counter.token, revision=counter.revision)


def test_asking_for_a_rating_is_no_rating_that_is_forced() -> None:
    with time_machine.travel(NOW, tick=False) as time:
        counter = hall.make_counter()
        services.ask_rating(actor=counter.clerk, case_no=hall.take_in(counter, hall.start_draft(counter)))
        time.shift(timedelta(minutes=2))

        assert services.settle(token=counter.token).stage is Stage.IDLE


def another_clerk(counter: hall.Counter) -> Actor:
    return hall.clerk_at(counter.window_id, counter.desk.organisation_id)


DRIVES: dict[str, Callable[[Actor, uuid.UUID, str], None]] = {
    "show": lambda actor, key, _no: services.show_draft(actor=actor, draft_key=key),
    "ask": lambda actor, key, _no: services.ask_confirmation(actor=actor, draft_key=key),
    "receipt": lambda actor, _key, no: services.show_receipt(actor=actor, case_no=no),
    "rate": lambda actor, _key, no: services.ask_rating(actor=actor, case_no=no),
    "clear": lambda actor, _key, _no: services.clear(actor=actor),
}


@pytest.mark.parametrize("drive", DRIVES.values(), ids=DRIVES)
@pytest.mark.parametrize(
    "who",
    [
        lambda _counter: ANONYMOUS,
        lambda _counter: SYSTEM,
        lambda counter: counter.desk.applicant,
        lambda counter: counter.desk.reviewer,
        another_clerk,
    ],
    ids=["nobody", "system", "applicant", "reviewer", "colleague"],
)
def test_nobody_else_drives_the_clerks_screen(
    drive: Callable[[Actor, uuid.UUID, str], None], who: Callable[[hall.Counter], Actor]
) -> None:
    counter = hall.make_counter()
    case_no = cases.make_case(counter.desk, State.RECEIVED)
    key = hall.start_draft(counter)
    services.show_draft(actor=counter.clerk, draft_key=key)
    before = Screen.objects.values().get()

    with pytest.raises(DomainError) as refusal:
        drive(who(counter), key, case_no)

    assert isinstance(refusal.value, NoScreenError | DraftNotFoundError | SignInRequiredError | CaseNotFoundError)
    assert Screen.objects.values().get() == before


def test_a_clerk_cannot_show_a_colleagues_draft() -> None:
    counter = hall.make_counter()
    colleague = another_clerk(counter)
    key = hall.start_draft(counter, colleague)

    with pytest.raises(DraftNotFoundError):
        services.show_draft(actor=counter.clerk, draft_key=key)


def test_a_clerk_whose_post_at_the_window_ended_drives_no_more() -> None:
    counter = hall.make_counter()
    key = hall.start_draft(counter)
    gone = Actor(counter.clerk.account_id, counter.clerk.name, counter.clerk.kind, posts=())
    elsewhere = hall.clerk_at(bodies.make_window(counter.desk.organisation_id), counter.desk.organisation_id)
    moved = Actor(counter.clerk.account_id, counter.clerk.name, counter.clerk.kind, posts=elsewhere.posts)

    with pytest.raises(DomainError, match="None of the posts"):
        services.show_draft(actor=gone, draft_key=key)
    with pytest.raises(WindowNotYoursError):
        services.show_draft(actor=moved, draft_key=key)


def test_the_database_refuses_to_show_anything_on_an_unpaired_screen() -> None:
    counter = hall.make_counter(is_paired=False)

    with pytest.raises(IntegrityError, match="hall_screen_shows_when_paired"), transaction.atomic():
        Screen.objects.filter(window=None).update(stage=Stage.RECEIPT.value)
    assert queries.screen_view(counter.token).stage is Stage.IDLE


def test_a_screen_that_asks_costs_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    counter, _key = asked()

    with django_assert_num_queries(1):
        queries.screen_view(counter.token)
    with django_assert_num_queries(1):
        queries.screen_of(counter.clerk)


def test_showing_a_draft_costs_a_known_number_of_statements(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    counter, _key = asked()
    view = queries.screen_view(counter.token)

    # the clerk with the posts, the draft, whether a newer version is public, and the version, kept in memory once committed
    with django_assert_num_queries(4):
        queries.shown_draft(view)


@pytest.mark.django_db(transaction=True)
def test_a_confirmation_and_a_save_at_once_never_confirm_what_was_not_seen() -> None:
    counter, key = asked()
    revision, gate = counter.revision, Barrier(2)

    def confirm() -> bool:
        gate.wait()
        try:
            services.confirm(token=counter.token, revision=revision)
        except (DraftStaleError, TurnOverError):  # too late for the draft, or for the screen
            return False
        finally:
            connection.close()
        return True

    def save() -> None:
        gate.wait()
        try:
            hall.save(counter, key, 2, "李示例")
            services.show_draft(actor=counter.clerk, draft_key=key)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said, saved = pool.submit(confirm), pool.submit(save)
        saved.result()

    draft, own = Draft.objects.get(key=key), queries.screen_of(counter.clerk)
    assert draft.confirmed_revision == (2 if said.result() else None)
    assert draft.revision == 3
    assert own is not None
    assert not own.is_confirmed


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_confirm_once() -> None:
    counter, key = asked()
    revision, gate = counter.revision, Barrier(2)

    def confirm() -> str:
        gate.wait()
        try:
            services.confirm(token=counter.token, revision=revision)
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(one.result() for one in [pool.submit(confirm), pool.submit(confirm)])

    assert answers == ["", "hall.turn_over"]
    assert Draft.objects.get(key=key).confirmed_revision == 2


def test_nobody_is_asked_to_confirm_what_is_not_filled_in() -> None:
    counter = hall.make_counter()
    key = uuid.uuid4()
    case_services.start_draft(actor=counter.clerk, key=key, version_id=counter.desk.version.id, channel=Channel.WINDOW)

    with pytest.raises(NotFilledInError) as refusal:
        services.ask_confirmation(actor=counter.clerk, draft_key=key)

    parts = [PartyPart.NAME, PartyPart.IDENTITY_NO, PartyPart.PHONE]
    assert refusal.value.details == {"names": [*parts, "姓名", "身份证号码"]}
    assert queries.screen_view(counter.token).stage is Stage.IDLE
    services.show_draft(actor=counter.clerk, draft_key=key)
    assert queries.screen_view(counter.token).stage is Stage.DRAFT


def test_what_was_shown_and_not_confirmed_needs_the_clerks_word() -> None:
    counter, key = asked()

    with pytest.raises(NotConfirmedError):
        case_services.submit_draft(actor=counter.clerk, key=key, is_confirmed_otherwise=False)
    assert get_draft_view(counter.clerk, key).is_shown
    done = case_services.submit_draft(actor=counter.clerk, key=key, is_confirmed_otherwise=True)

    assert last_row(done.case_no).details["confirmed_otherwise"] is True


def test_what_was_confirmed_or_never_shown_needs_no_word() -> None:
    counter, key = asked()
    services.confirm(token=counter.token, revision=counter.revision)
    hall.save(counter, key, get_draft_view(counter.clerk, key).revision)  # the same again changes nothing
    other = hall.start_draft(counter)

    confirmed = case_services.submit_draft(actor=counter.clerk, key=key, is_confirmed_otherwise=False)
    unseen = case_services.submit_draft(actor=counter.clerk, key=other, is_confirmed_otherwise=False)

    assert "confirmed_at" in last_row(confirmed.case_no).details
    assert {"confirmed_at", "confirmed_otherwise"} & set(last_row(unseen.case_no).details) == set()
