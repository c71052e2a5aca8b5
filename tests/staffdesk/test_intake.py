"""Intake at the window, through the client."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.support import cases, catalogue, documents, identity
from tests.support import organisations as bodies
from tests.support.staffdesk import Hall, client_for, key, make_hall
from yichuang.cases.queries import get_case_view, list_ledger, list_my_cases
from yichuang.cases.rules import Act, Channel, State
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Role
from yichuang.identity.queries import get_person, list_events
from yichuang.identity.rules import EventKind

pytestmark = pytest.mark.django_db
NUMBER = identity.identity_no(321)


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


def _begin(client: Client, version_id: int) -> str:
    page = client.post(reverse("staffdesk:intake_start"), {"version": version_id, "key": key()})
    assert page.status_code == 302
    return str(page["Location"])


def _typed(**changed: object) -> dict[str, object]:
    return {
        "key": key(),
        "revision": "1",
        "kind": "person",
        "name": "李示例",
        "identity_type": "resident_card",
        "identity_no": NUMBER,
        "phone": "10012345678",
        "form-name": "李示例",
        "form-identity_no": NUMBER,
        "paper-M1": "on",
        "receive": "1",
        **changed,
    }


def _case_no(location: str) -> str:
    found = re.fullmatch(r"/desk/cases/(\d{15})/(\?act=request_correction)?", location)
    assert found is not None
    return found[1]


def test_one_page_gives_the_receipt(hall: Hall) -> None:
    client = hall.as_("clerk")
    draft = _begin(client, hall.desk.version.id)

    page = client.post(draft, _typed())

    case_no = _case_no(page["Location"])
    view = get_case_view(SYSTEM, case_no)
    assert [row.act for row in view.ledger] == [Act.SUBMIT, Act.RECEIVE]
    assert (view.state, view.channel) == (State.RECEIVED, Channel.WINDOW)
    assert [material.is_given for material in view.materials] == [True, False]
    text = client.get(page["Location"]).content.decode()
    assert re.search(rf"/desk/cases/{case_no}/papers/\d+/", text)


def test_the_receive_form_sent_twice_is_one_case(hall: Hall) -> None:
    client = hall.as_("clerk")
    draft, typed = _begin(client, hall.desk.version.id), _typed()

    first, second = client.post(draft, typed), client.post(draft, typed)

    assert _case_no(first["Location"]) == _case_no(second["Location"])
    assert len(list_ledger(SYSTEM, _case_no(first["Location"]))) == 2


def test_an_applicant_with_an_account_sees_the_case_taken_in_for_them(hall: Hall) -> None:
    client = hall.as_("clerk")
    person = get_person(hall.desk.applicant.account_id or 0)
    draft = _begin(client, hall.desk.version.id)

    page = client.post(draft, _typed(identity_no=person.identity_no))

    mine = [row.case_no for row in list_my_cases(hall.desk.applicant).rows]
    assert mine == [_case_no(page["Location"])]


@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"identity_no": NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")}, "identity_no", "mistyped"),
        ({"phone": "123"}, "phone", "Give a mobile number"),
        ({"name": ""}, "name", "applicant&#x27;s name"),
        ({"form-name": ""}, "form-name", "Please answer this question."),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_the_rest_is_kept(
    hall: Hall, changed: dict[str, str], field: str, told: str
) -> None:
    client = hall.as_("clerk")
    draft = _begin(client, hall.desk.version.id)

    page = client.post(draft, _typed(**changed))

    text = page.content.decode()
    assert page.status_code == 422
    assert f'href="#id_{field}"' in text
    assert told in text
    assert 'name="revision" value="2"' in text
    assert text.count("李示例") >= 1
    assert list_my_cases(hall.desk.clerk).rows == ()


def test_after_a_refusal_the_corrected_page_is_received(hall: Hall) -> None:
    client = hall.as_("clerk")
    draft = _begin(client, hall.desk.version.id)
    client.post(draft, _typed(phone="123"))

    page = client.post(draft, _typed(revision="2"))

    assert len(list_ledger(SYSTEM, _case_no(page["Location"]))) == 2


def test_what_is_saved_is_there_later(hall: Hall) -> None:
    client = hall.as_("clerk")
    draft = _begin(client, hall.desk.version.id)
    typed = _typed(phone="123")
    del typed["receive"]

    page = client.post(draft, typed)

    text = client.get(draft).content.decode()
    assert page["Location"] == draft
    assert 'value="123"' in text
    assert 'value="李示例"' in text
    assert f'href="{draft}"' in client.get(reverse("staffdesk:intake")).content.decode()


def test_a_page_that_was_saved_elsewhere_meanwhile_is_answered_with_409(hall: Hall) -> None:
    client = hall.as_("clerk")
    draft = _begin(client, hall.desk.version.id)
    typed = _typed()
    del typed["receive"]
    client.post(draft, typed)

    page = client.post(draft, _typed(name="王示例"))

    assert page.status_code == 409
    assert "王示例" in page.content.decode()


def test_a_file_is_stored_with_its_material_and_can_be_fetched(hall: Hall) -> None:
    client = hall.as_("clerk")
    draft = _begin(client, hall.desk.version.id)
    file = SimpleUploadedFile("平面图.pdf", documents.pdf(), "application/pdf")

    page = client.post(draft, _typed(**{"file-M2": file}))

    case_no = _case_no(page["Location"])
    looked_at = re.findall(rf"/desk/cases/{case_no}/\?file=\d+", client.get(page["Location"]).content.decode())[0]
    link = re.findall(rf"/desk/cases/{case_no}/files/\d+/", client.get(looked_at).content.decode())[0]
    answer = client.get(link)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.getvalue() == documents.pdf()


def test_a_pdf_is_looked_at_within_the_page_of_its_case_and_nowhere_else(hall: Hall) -> None:
    client = hall.as_("clerk")
    draft = _begin(client, hall.desk.version.id)
    file = SimpleUploadedFile("平面图.pdf", documents.pdf(), "application/pdf")
    case_page = client.post(draft, _typed(**{"file-M2": file}))["Location"]
    case_no = _case_no(case_page)
    looked_at = re.findall(rf"/desk/cases/{case_no}/\?file=\d+", client.get(case_page).content.decode())[0]

    page = client.get(looked_at)

    framed = re.findall(r'<iframe src="([^"]+)" title="平面图.pdf">', page.content.decode())[0]
    shown = client.get(framed)
    assert shown.getvalue() == documents.pdf()
    assert shown["Content-Disposition"].startswith("inline")
    assert (shown["X-Frame-Options"], "frame-ancestors 'self'" in shown["Content-Security-Policy"]) == (
        "SAMEORIGIN",
        True,
    )
    assert (page["X-Frame-Options"], "frame-ancestors 'none'" in page["Content-Security-Policy"]) == ("DENY", True)


def test_an_executable_named_pdf_is_refused_at_its_material_and_nothing_is_received(hall: Hall) -> None:
    client = hall.as_("clerk")
    draft = _begin(client, hall.desk.version.id)
    file = SimpleUploadedFile("平面图.pdf", b"MZ" + b"\0" * 2000, "application/pdf")

    page = client.post(draft, _typed(**{"file-M2": file}))

    text = page.content.decode()
    assert page.status_code == 415
    assert 'href="#id_file-M2"' in text
    assert "李示例" in text


def test_somebody_elses_draft_is_not_there(hall: Hall) -> None:
    draft = _begin(hall.as_("clerk"), hall.desk.version.id)
    colleague = client_for(identity.staff_actor(Role.WINDOW_CLERK, organisation_id=hall.desk.organisation_id))

    assert colleague.get(draft).status_code == 404


def test_items_of_other_departments_are_not_offered(hall: Hall) -> None:
    catalogue.make_published_item("Z9", catalogue.make_content(name="食品生产许可"), bodies.make_organisation())

    clerk = client_for(hall.desk.clerk, "zh-hans")

    found = clerk.get(reverse("staffdesk:intake"), {"q": "食品"}).content.decode()

    assert "食品经营许可" in found
    assert "食品生产许可" not in found


def test_a_draft_for_an_item_of_another_department_is_refused(hall: Hall) -> None:
    other = catalogue.make_published_item("Z9", None, bodies.make_organisation())

    page = hall.as_("clerk").post(reverse("staffdesk:intake_start"), {"version": other.id, "key": str(uuid.uuid4())})

    assert page.status_code == 403


def test_an_instant_item_is_decided_on_the_spot_after_intake() -> None:
    hall = make_hall(catalogue.make_instant_content())
    client = hall.as_("clerk")
    page = client.post(_begin(client, hall.desk.version.id), _typed(**{"paper-M2": "on"}))

    case_no = _case_no(page["Location"])
    done = client.post(reverse("staffdesk:act", args=[case_no, "on_the_spot"]), {"key": key()})

    assert done.status_code == 302
    assert get_case_view(SYSTEM, case_no).state is State.GRANTED


def test_nothing_is_decided_on_the_spot_while_a_required_material_is_missing() -> None:
    hall = make_hall(catalogue.make_instant_content())
    client = hall.as_("clerk")
    page = client.post(_begin(client, hall.desk.version.id), _typed())

    case_no = _case_no(page["Location"])
    refused = client.post(reverse("staffdesk:act", args=[case_no, "on_the_spot"]), {"key": key()})

    assert refused.status_code == 409
    assert "经营场所平面图 not handed in" in refused.content.decode()
    assert get_case_view(SYSTEM, case_no).state is State.RECEIVED


def test_the_answers_of_an_earlier_case_are_offered_for_the_number_and_the_look_is_recorded(hall: Hall) -> None:
    cases.make_case(hall.desk)
    client = hall.as_("clerk")
    person = get_person(hall.desk.applicant.account_id or 0)
    draft = _begin(client, hall.desk.version.id)
    typed = _typed(identity_no=person.identity_no, **{"form-name": "", "form-identity_no": ""})

    known = client.post(f"{draft}person/", typed).json()

    assert known["answers"] == {"form-name": "张示例", "form-identity_no": identity.identity_no(7)}
    assert known["fill"] == {"name": "张示例", "phone": person.phone}
    look = list_events(subject=f"account:{hall.desk.applicant.account_id}").rows[0]
    assert (look.kind, look.account_id) == (EventKind.UNMASKED, hall.desk.clerk.account_id)


def test_without_scripts_the_answers_of_an_earlier_case_are_saved_and_shown(hall: Hall) -> None:
    cases.make_case(hall.desk)
    client = hall.as_("clerk")
    person = get_person(hall.desk.applicant.account_id or 0)
    draft = _begin(client, hall.desk.version.id)
    typed = _typed(identity_no=person.identity_no, lookup="1", **{"form-name": "张改名", "form-identity_no": ""})

    client.post(draft, typed)

    text = client.get(draft).content.decode()
    assert 'value="张改名"' in text
    assert f'name="form-identity_no" value="{identity.identity_no(7)}"' in text
