"""The clerk's side of the second screen."""

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.support import cases, catalogue, hall
from tests.support.staffdesk import client_for
from yichuang.cases.queries import get_case_view, get_draft_view, list_ledger
from yichuang.cases.rules import State
from yichuang.hall import queries, services
from yichuang.hall.rules import Stage
from yichuang.staffdesk.forms.intake import WORD

pytestmark = pytest.mark.django_db
PAGE = "/desk/screen/"


def act(client: Client, name: str, **data: object) -> str:
    response = client.post(reverse("staffdesk:screen_act", args=[name]), data, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return response.content.decode()


def test_the_clerk_pairs_a_screen() -> None:
    counter = hall.make_counter(is_paired=False)
    client = client_for(counter.clerk)

    response = client.post(PAGE, {"window": counter.window_id, "code": hall.code_of(counter.token)})

    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert "Nothing of a person" in client.get(PAGE).content.decode()
    assert queries.screen_of(counter.clerk) is not None


@pytest.mark.parametrize(("code", "status"), [("", 422), ("000 000", 422), ("x" * 11, 422)])
def test_a_wrong_code_is_told_at_its_box(code: str, status: int) -> None:
    counter = hall.make_counter(is_paired=False)

    response = client_for(counter.clerk).post(PAGE, {"window": counter.window_id, "code": code})

    assert response.status_code == status
    assert 'id="pair_code_error"' in response.content.decode()
    assert queries.screen_of(counter.clerk) is None


def test_the_panel_of_a_draft_shows_and_asks() -> None:
    counter = hall.make_counter()
    key, client = hall.start_draft(counter), client_for(counter.clerk)

    assert "Ask to confirm" in client.get(f"/desk/screen/panel/?draft={key}").content.decode()
    assert "What is being entered" in act(client, "show", draft=key)
    assert "Waiting for the applicant to confirm" in act(client, "ask", draft=key)

    services.confirm(token=counter.token, revision=counter.revision)
    assert "The applicant confirmed" in client.get(f"/desk/screen/panel/?draft={key}").content.decode()


def test_confirmation_is_not_asked_for_while_answers_are_missing() -> None:
    counter = hall.make_counter()
    key, client = hall.start_draft(counter), client_for(counter.clerk)
    hall.save(counter, key, 2, name="")

    page = client.get(f"/desk/screen/panel/?draft={key}").content.decode()

    assert "Ask to confirm" not in page
    assert "1 answer is still missing or wrong." in page


def test_the_panel_says_what_the_applicant_called_wrong() -> None:
    counter = hall.make_counter()
    key, client = hall.start_draft(counter), client_for(counter.clerk)
    services.ask_confirmation(actor=counter.clerk, draft_key=key)
    services.say_wrong(token=counter.token, revision=counter.revision, part="form-1")

    page = client.get(f"/desk/screen/panel/?draft={key}").content.decode()

    assert "The applicant says that this is wrong: 申请人." in page


def test_the_panel_of_a_case_shows_the_number_and_asks_how_it_was() -> None:
    counter = hall.make_counter()
    case_no, client = cases.make_case(counter.desk, State.RECEIVED), client_for(counter.clerk)

    assert "The receipt" in act(client, "receipt", case=case_no)
    assert "The applicant is asked how it was" in act(client, "rate", case=case_no)
    assert "Nothing of a person" in act(client, "clear")


def test_an_unchanged_panel_costs_nothing_to_send() -> None:
    counter = hall.make_counter()
    client = client_for(counter.clerk)
    own = queries.screen_of(counter.clerk)
    assert own is not None

    mark = f"{own.revision}-{own.stage}-{own.is_confirmed}-{own.is_live}"

    assert client.get(f"/desk/screen/panel/?seen={mark}").status_code == 204
    assert client.get("/desk/screen/panel/?seen=other").status_code == 200


def test_the_next_clerk_takes_over_and_sets_free() -> None:
    counter = hall.make_counter()
    other = hall.clerk_at(counter.window_id, counter.desk.organisation_id)
    client = client_for(other)
    assert "Take over" in client.get(PAGE).content.decode()

    client.post(reverse("staffdesk:screen_act", args=["take"]), {"window": counter.window_id})
    assert queries.screen_view(counter.token).clerk_id == other.account_id

    client.post(reverse("staffdesk:screen_act", args=["unpair"]), {"window": counter.window_id})
    assert services.settle(token=counter.token).window_id is None


@pytest.mark.parametrize("name", ["show", "ask", "receipt", "rate", "clear", "nonsense"])
def test_what_cannot_be_done_is_told_in_the_panel(name: str) -> None:
    counter = hall.make_counter(is_paired=False)

    page = act(client_for(counter.clerk), name, draft="", case="202601010000018")

    assert "ui-tone-bad" in page


def test_the_way_back_never_leads_elsewhere() -> None:
    counter = hall.make_counter()
    url = reverse("staffdesk:screen_act", args=["clear"])
    client = client_for(counter.clerk)

    assert client.post(url, {"next": "https://example.com/"})["Location"] == PAGE
    assert client.post(url, {"next": "/desk/intake/"})["Location"] == "/desk/intake/"


def test_who_does_not_receive_gets_no_page() -> None:
    counter = hall.make_counter()

    assert client_for(counter.desk.reviewer).get(PAGE).status_code == 403
    assert client_for(counter.desk.applicant).get(PAGE).status_code == 403
    assert Client().get(PAGE).status_code == 302
    assert queries.screen_view(counter.token).stage is Stage.IDLE


def _posted(counter: hall.Counter, key: UUID, **changed: str) -> dict[str, str]:
    """The page of intake as the clerk sends it, with the draft's own values."""
    draft = get_draft_view(counter.clerk, key)
    answers = {f"form-{name}": str(value) for name, value in draft.form.items()}
    papers = {f"paper-{code}": "on" for code in draft.materials}
    given = {"revision": str(draft.revision), "key": uuid4().hex, "receive": "1"}
    return {**dict(draft.party), **answers, **papers, **given, **changed}


def test_a_draft_that_was_shown_and_not_confirmed_is_received_only_with_the_clerks_word() -> None:
    counter = hall.make_counter()
    key, client = hall.start_draft(counter), client_for(counter.clerk)
    url = reverse("staffdesk:intake_form", args=[key])
    assert WORD not in client.get(url).content.decode()
    services.show_draft(actor=counter.clerk, draft_key=key)

    refused = client.post(url, _posted(counter, key, name="李改名"))
    page = refused.content.decode()
    received = client.post(url, _posted(counter, key, **{WORD: "on"}))

    assert (refused.status_code, received.status_code) == (409, 302)
    assert 'id="id_confirmed_otherwise_error"' in page
    assert f'name="{WORD}"' in page
    assert 'value="李改名"' in page
    (case_no,) = re.findall(r"\d{15}", received["Location"])
    (submitted, *_rest) = list_ledger(counter.clerk, case_no)
    assert submitted.details["confirmed_otherwise"] is True


def test_the_panel_brings_the_tick_to_a_page_that_does_not_have_it() -> None:
    counter = hall.make_counter()
    key, client = hall.start_draft(counter), client_for(counter.clerk)

    before = client.get(f"/desk/screen/panel/?draft={key}").content.decode()
    shown = act(client, "show", draft=str(key), word="")
    kept = client.get(f"/desk/screen/panel/?draft={key}&word=1").content.decode()
    services.ask_confirmation(actor=counter.clerk, draft_key=key)
    services.confirm(token=counter.token, revision=counter.revision)
    confirmed = client.get(f"/desk/screen/panel/?draft={key}&word=1").content.decode()

    assert [text.count("applicants-word") for text in (before, shown, kept, confirmed)] == [0, 1, 0, 1]
    assert [WORD in text for text in (shown, confirmed)] == [True, False]


def test_an_instant_item_that_was_shown_needs_the_word_before_it_is_decided_on_the_spot() -> None:
    counter = hall.make_counter(catalogue.make_instant_content())
    key, client = hall.start_draft(counter), client_for(counter.clerk)
    url = reverse("staffdesk:intake_spot", args=[key])
    services.show_draft(actor=counter.clerk, draft_key=key)

    carried = client.get(f"{url}?{WORD}=1").content.decode()
    refused = client.post(url, {"key": uuid4().hex})
    granted = client.post(url, {"key": uuid4().hex, WORD: "on"})

    assert re.search(rf'name="{WORD}"[^>]*checked', carried)
    assert refused.status_code == 409
    assert "Ask for the confirmation there" in refused.content.decode()
    (case_no,) = re.findall(r"\d{15}", granted["Location"])
    assert get_case_view(counter.clerk, case_no).state is State.GRANTED
