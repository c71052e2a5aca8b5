"""The clerk's side of the second screen."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.support import cases, hall
from tests.support.staffdesk import client_for
from yichuang.cases.rules import State
from yichuang.hall import queries, services
from yichuang.hall.rules import Stage

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
