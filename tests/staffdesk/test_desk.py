"""The day at the desk: today, lists, bulk acts, handing over, remarks, standard texts, previews, intake as one types."""

import itertools
import re
import uuid
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.support import cases as make
from tests.support import catalogue, documents, identity
from tests.support import organisations as bodies
from tests.support.staffdesk import Hall, client_for, key, make_hall
from yichuang.cases.queries import (
    Tile,
    WorklistFilter,
    get_case_view,
    get_draft_view,
    list_filters,
    list_ledger,
    list_notes,
    list_texts,
    today_counts,
    worklist,
)
from yichuang.cases.rules import Act, Channel, State, TextKind
from yichuang.cases.services import start_draft
from yichuang.core.actor import SYSTEM
from yichuang.core.identifiers import credit_check_character
from yichuang.core.rights import Role
from yichuang.correspondence.queries import conversation
from yichuang.identity.queries import get_person, list_events
from yichuang.identity.rules import IdentityType
from yichuang.identity.services import register_applicant
from yichuang.staffdesk.forms.worklist import filter_query, read_filter
from yichuang.staffdesk.rules import STANDARD_TEXTS, is_real_reason, wordings

pytestmark = pytest.mark.django_db
TALK = "tab=talk"


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"/desk/cases/(\d{15})/\"", text.partition("<table")[2]))


def test_each_number_of_today_leads_to_exactly_the_list_it_counts(hall: Hall) -> None:
    for state in (State.SUBMITTED, State.RECEIVED, State.RECEIVED, State.ISSUED):
        make.make_case(hall.desk, state)
    client = hall.as_("clerk")

    page = unescape(client.get("/desk/").content.decode())

    for one in today_counts(hall.desk.clerk):
        query = filter_query(one.filter)
        assert (f'href="/desk/cases/?{query}"' in page) is (one.number > 0 or one.tile not in SELDOM)
        listed = _numbers(client.get(f"/desk/cases/?{query}").content.decode())
        assert (one.tile, len(listed)) == (one.tile, one.number)


SELDOM = {Tile.PROCEDURE_LATE, Tile.ABOVE, Tile.DEFERRED, Tile.TO_VERIFY}


def test_what_is_seldom_is_counted_only_while_there_is_any(hall: Hall) -> None:
    before = hall.as_("reviewer").get("/desk/").content.decode()
    make.make_case(hall.desk, State.SENT_UP)

    after = hall.as_("reviewer").get("/desk/").content.decode()

    assert "With the higher body" not in before
    assert 'href="/desk/cases/?state=sent_up"' in after


@pytest.mark.parametrize(
    ("who", "first", "whose"),
    [
        ("clerk", "New, to take in", "My department"),
        ("reviewer", "Waiting for my opinion", "My department"),
        ("official", "Waiting for my decision", "My department"),
        ("records", "To put into the archive", "My department"),
    ],
)
def test_today_begins_with_what_waits_for_the_post_and_says_whose_it_is(
    hall: Hall, who: str, first: str, whose: str
) -> None:
    text = hall.as_(who).get("/desk/").content.decode()

    places = [text.find(word) for word in (first, whose, "Overdue")]
    assert places == sorted(places)
    assert places[0] > 0


def test_today_of_a_supervisor_begins_with_what_is_overdue_in_the_whole_centre(hall: Hall) -> None:
    text = hall.staff(Role.SUPERVISOR).get("/desk/").content.decode()

    assert text.find("Overdue") < text.find("Whole centre") < text.find("Due within two working days")


def test_a_filter_is_read_back_from_its_address(hall: Hall) -> None:
    wanted = [one.filter for one in today_counts(hall.desk.clerk)]

    assert [read_filter(QueryDict(filter_query(one))) for one in wanted] == wanted


def test_what_is_not_understood_narrows_nothing(hall: Hall) -> None:
    case_no = make.make_case(hall.desk)

    page = hall.as_("clerk").get("/desk/cases/?state=x&whose=y&due=z&kind=k&order=o&item=&returned=q")

    assert case_no in _numbers(page.content.decode())


def test_a_kept_filter_leads_to_its_list_and_can_be_deleted(hall: Hall) -> None:
    client = hall.as_("clerk")

    client.post(reverse("staffdesk:filter_save"), {"name": "快到期", "query": "due=soon&bad=1"})

    (kept,) = list_filters(hall.desk.clerk)
    assert (kept.name, kept.query) == ("快到期", "due=soon")
    assert "快到期" in client.get("/desk/cases/").content.decode()
    client.post(reverse("staffdesk:filter_delete", args=[kept.id]))
    assert list_filters(hall.desk.clerk) == ()


def test_a_bulk_act_has_a_result_for_each_case(hall: Hall) -> None:
    fresh, received = make.make_case(hall.desk), make.make_case(hall.desk, State.RECEIVED)
    typed = {"act": "receive", "token": key(), "key": [fresh, received, "nonsense/1"]}

    page = hall.as_("clerk").post(reverse("staffdesk:bulk"), typed).content.decode()

    assert "1 of 3 done" in page
    assert page.count("Not done") == 2
    assert get_case_view(SYSTEM, fresh).state is State.RECEIVED


def test_a_case_is_taken_given_back_and_handed_over(hall: Hall) -> None:
    case_no = make.make_case(hall.desk, State.ACCEPTED)
    client = hall.as_("reviewer")
    other = hall.desk.official.account_id

    def handle(name: str, **typed: object) -> int:
        return client.post(reverse("staffdesk:handling", args=[case_no, name]), {"key": key(), **typed}).status_code

    statuses = [handle("take"), handle("give_back"), handle("hand_over", to=other, reason="")]

    assert statuses == [302, 302, 302]
    assert [row.act for row in list_ledger(SYSTEM, case_no)][-3:] == [Act.HAND_OVER] * 3
    assert get_case_view(hall.desk.official, case_no).handling.is_mine


def test_a_remark_and_a_message_stand_on_the_page(hall: Hall) -> None:
    case_no = make.make_case(hall.desk)
    client = hall.as_("clerk")

    client.post(reverse("staffdesk:handling", args=[case_no, "note"]), {"key": key(), "text": "电话约好周一来"})
    client.post(reverse("staffdesk:handling", args=[case_no, "say"]), {"key": key(), "text": "请带身份证原件"})

    text = client.get(reverse("staffdesk:case", args=[case_no]), {"tab": "talk"}).content.decode()
    assert "电话约好周一来" in text
    assert "请带身份证原件" in text
    assert [one.text for one in list_notes(hall.desk.clerk, case_no)] == ["电话约好周一来"]
    assert [one.text for one in conversation(hall.desk.applicant, case_no).messages] == ["请带身份证原件"]


def test_an_empty_remark_is_refused_on_the_page(hall: Hall) -> None:
    case_no = make.make_case(hall.desk)

    page = hall.as_("clerk").post(reverse("staffdesk:handling", args=[case_no, "note"]), {"key": key(), "text": ""})

    assert page.status_code == 422
    assert list_notes(hall.desk.clerk, case_no) == ()


@pytest.mark.parametrize("reason", ["不行", "..........", "不不不不不不不不不不不"])
def test_a_reason_that_says_nothing_is_refused(hall: Hall, reason: str) -> None:
    case_no = make.make_case(hall.desk, State.IN_REVIEW)

    page = hall.as_("official").post(
        reverse("staffdesk:act", args=[case_no, "deny"]), {"key": key(), "reason": reason, "confirmed": "1"}
    )

    assert page.status_code == 422
    assert not is_real_reason(reason)
    assert get_case_view(SYSTEM, case_no).state is State.IN_REVIEW


def test_the_standard_wordings_are_offered_until_a_kind_has_texts_of_its_own() -> None:
    own = wordings([(TextKind.DENIAL, "场所不合要求")])

    assert own[TextKind.DENIAL] == ("场所不合要求",)
    assert own[TextKind.REFUSAL] == tuple(STANDARD_TEXTS[TextKind.REFUSAL])


def test_texts_are_added_changed_and_retired(hall: Hall) -> None:
    client, official = hall.as_("official"), hall.desk.official
    typed = {"kind": "denial", "title": "面积", "text": "经营场所面积不符合规定"}

    added = client.post(reverse("staffdesk:texts"), typed)
    (text,) = list_texts(official, TextKind.DENIAL)
    client.post(reverse("staffdesk:text", args=[text.id]), {"title": "面积", "text": "经营场所面积不足"})

    assert added.status_code == 302
    assert text.organisation_id == hall.desk.organisation_id
    assert [one.text for one in list_texts(official, TextKind.DENIAL)] == ["经营场所面积不足"]
    case_no = make.make_case(hall.desk, State.IN_REVIEW)
    assert "经营场所面积不足" in client.get(reverse("staffdesk:case", args=[case_no])).content.decode()
    client.post(reverse("staffdesk:text_retire", args=[text.id]))
    assert list_texts(official, TextKind.DENIAL) == ()


def test_the_usual_wordings_become_the_centres_once(hall: Hall) -> None:
    manager = identity.staff_actor(Role.CENTRE_MANAGER, organisation_id=hall.authority_id)
    client = client_for(manager)

    for _ in range(2):
        assert client.post(reverse("staffdesk:texts_seed")).status_code == 302

    assert len(list_texts(manager)) == sum(len(texts) for texts in STANDARD_TEXTS.values())


def _draft(hall: Hall) -> uuid.UUID:
    return start_draft(actor=hall.desk.clerk, key=uuid.uuid4(), version_id=hall.desk.version.id, channel=Channel.WINDOW)


def test_the_number_finds_its_person_and_the_look_is_recorded(hall: Hall) -> None:
    person = get_person(hall.desk.applicant.account_id or 0)
    url = reverse("staffdesk:intake_person", args=[_draft(hall)])
    typed = {"identity_type": "resident_card", "kind": "person"}

    known = hall.as_("clerk").post(url, {**typed, "identity_no": person.identity_no}).json()
    wrong = hall.as_("clerk").post(url, {**typed, "identity_no": person.identity_no[:-2]}).json()

    assert known["fill"] == {"name": person.name, "phone": person.phone}
    assert (known["is_wrong"], wrong["is_wrong"], wrong["fill"]) == (False, True, {})
    look = list_events(subject=f"account:{person.account_id}").rows[0]
    assert look.account_id == hall.desk.clerk.account_id


def test_a_resident_number_that_would_pass_as_a_credit_code_is_a_residents(hall: Hall) -> None:
    numbers = map(identity.identity_no, itertools.count(500_000))
    number = next(one for one in numbers if credit_check_character(one[:17]) == one[17])
    register_applicant(
        name="李示例",
        identity_type=IdentityType.RESIDENT_CARD,
        identity_no=number,
        phone="10012345678",
        password=identity.PASSWORD,
    )
    url = reverse("staffdesk:intake_person", args=[_draft(hall)])

    known = hall.as_("clerk").post(url, {"identity_type": "resident_card", "kind": "person", "identity_no": number})

    assert known.json()["fill"] == {"name": "李示例", "phone": "10012345678"}


def test_a_credit_code_typed_as_a_card_is_taken_for_what_it_is(hall: Hall) -> None:
    url = reverse("staffdesk:intake_person", args=[_draft(hall)])
    typed = {"identity_type": "resident_card", "kind": "person", "identity_no": bodies.credit_code(777)}

    known = hall.as_("clerk").post(url, typed)

    assert known.json()["fill"] == {"identity_type": "credit_code", "kind": "enterprise"}


def test_typing_is_saved_and_says_what_is_asked(hall: Hall) -> None:
    draft = _draft(hall)
    typed = {"autosave": "1", "revision": "1", "kind": "person", "name": "李示例", "form-name": "李示例"}

    saved = hall.as_("clerk").post(reverse("staffdesk:intake_form", args=[draft]), typed).json()

    view = get_draft_view(hall.desk.clerk, draft)
    assert (saved["revision"], view.party["name"], view.form["name"]) == (view.revision, "李示例", "李示例")
    assert "M1" in saved["asked"].split()


def test_a_dropped_file_stands_in_the_draft(hall: Hall) -> None:
    draft = _draft(hall)
    file = SimpleUploadedFile("图.pdf", documents.PDF, content_type="application/pdf")

    answer = hall.as_("clerk").post(reverse("staffdesk:intake_upload", args=[draft, "M1"]), {"file-M1": file})

    view = get_draft_view(hall.desk.clerk, draft)
    assert answer.json() == {"revision": view.revision}
    assert [one.name for one in view.materials["M1"]] == ["图.pdf"]


def test_an_instant_item_goes_from_the_form_to_the_grant_by_one_confirmation() -> None:
    hall = make_hall(catalogue.make_instant_content())
    client, draft = hall.as_("clerk"), _draft(hall)
    number = identity.identity_no(321)
    typed = {"key": key(), "revision": "1", "kind": "person", "name": "李示例", "identity_type": "resident_card"}
    typed |= {"identity_no": number, "phone": "10012345678", "form-name": "李示例", "form-identity_no": number}
    form_url, spot_url = reverse("staffdesk:intake_form", args=[draft]), reverse("staffdesk:intake_spot", args=[draft])

    asked = client.post(form_url, {**typed, "paper-M1": "on", "paper-M2": "on", "spot": "1"})
    shown = client.get(spot_url).content.decode()
    done = client.post(spot_url, {"key": key()})

    assert asked["Location"] == spot_url
    assert all(f"<li>{act}</li>" in shown for act in ("Receive", "Accept", "Grant"))
    case_no = re.findall(r"\d{15}", done["Location"])[0]
    acts = [row.act for row in list_ledger(SYSTEM, case_no)]
    assert acts == [Act.SUBMIT, Act.RECEIVE, Act.ACCEPT, Act.GRANT]


def test_on_the_spot_stops_at_the_first_refusal_and_says_where_it_stands() -> None:
    hall = make_hall(catalogue.make_instant_content())
    client, draft = hall.as_("clerk"), _draft(hall)
    number = identity.identity_no(321)
    typed = {"key": key(), "revision": "1", "kind": "person", "name": "李示例", "identity_type": "resident_card"}
    typed |= {"identity_no": number, "phone": "10012345678", "form-name": "李示例", "form-identity_no": number}
    client.post(reverse("staffdesk:intake_form", args=[draft]), {**typed, "save": "1"})

    done = client.post(reverse("staffdesk:intake_spot", args=[draft]), {"key": key()}, follow=True)

    (row,) = worklist(hall.desk.clerk, WorklistFilter()).rows
    assert row.state is State.RECEIVED
    assert "it goes no further" in done.content.decode()


def test_a_case_page_asks_the_database_equally_often_however_long_its_ledger(
    hall: Hall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case_no, client = make.make_case(hall.desk, State.RECEIVED), hall.as_("clerk")
    url = reverse("staffdesk:case", args=[case_no])
    client.get(url)

    with django_assert_num_queries(CASE_QUERIES):
        client.get(url)
    for _ in range(2):
        client.post(reverse("staffdesk:handling", args=[case_no, "note"]), {"key": key(), "text": f"备注{_}"})
    with django_assert_num_queries(CASE_QUERIES):
        client.get(url)


CASE_QUERIES = 20


def test_a_filter_that_narrows_nothing_is_not_counted(hall: Hall) -> None:
    page = hall.as_("clerk").get("/desk/cases/?state=&whose=anybody&due=all&item=&kind=&returned=").content.decode()

    assert "Clear the filters" not in page
    assert "Clear the filters (1)" in hall.as_("clerk").get("/desk/cases/?whose=mine&due=all").content.decode()


def test_who_may_not_see_identity_numbers_is_not_offered_to_search_by_them(hall: Hall) -> None:
    manager = hall.staff(Role.CENTRE_MANAGER)

    page = manager.get("/desk/cases/")
    refused = manager.get("/desk/cases/", {"q": identity.identity_no(7)})

    assert "identity number" not in page.content.decode()
    assert "identity number" in hall.as_("clerk").get("/desk/cases/").content.decode()
    assert refused.status_code == 403
    assert "None of the posts you hold today allows this" in refused.content.decode()
    assert 'name="q"' in refused.content.decode()
