"""Applying online, page by page, without JavaScript."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.support import identity, portal
from tests.support.cases import Desk, make_desk
from tests.support.portal import Visitor
from yichuang.cases.queries import get_case_view, get_draft_view, list_my_cases
from yichuang.cases.rules import State
from yichuang.cases.services import save_draft
from yichuang.catalogue.services import suspend
from yichuang.core.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def who(desk: Desk) -> Visitor:
    return portal.visitor(desk.applicant)


def _post(who: Visitor, name: str, *args: object, **fields: object) -> tuple[int, str]:
    response = who.client.post(reverse(f"portal:{name}", args=args), fields)
    return response.status_code, response.content.decode() or response.headers.get("Location", "")


def test_an_application_goes_from_the_guide_to_the_receipt(desk: Desk, who: Visitor) -> None:
    guide = who.client.get(reverse("portal:item", args=["A1"])).content.decode()
    key = portal.fill_in(who, desk)
    check = who.client.get(reverse("portal:draft_check", args=[key])).content.decode()

    case_no = portal.submit(who, key)

    assert reverse("portal:apply", args=["A1"]) in guide
    assert [text in check for text in ("申请书.pdf", "平面图.pdf", identity.identity_no(7))] == [True, True, True]
    assert case_no in who.client.get(reverse("portal:submitted", args=[case_no])).content.decode()
    view = get_case_view(who.actor, case_no)
    assert (view.state, view.party.name, view.form["name"]) == (State.SUBMITTED, "张示例", "张示例")
    assert [len(material.uploads) for material in view.materials] == [1, 1]


def test_the_applicant_is_filled_in_from_the_account(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)

    page = who.client.get(reverse("portal:draft_applicant", args=[key])).content.decode()

    filled = portal.party_fields(who)
    assert all(f'value="{filled[name]}"' in page for name in ("party-name", "party-identity_no", "party-phone"))


def test_the_same_start_sent_five_times_begins_one_draft(who: Visitor) -> None:
    url, key = reverse("portal:apply", args=["A1"]), str(uuid.uuid4())

    answers = [who.client.post(url, {"key": key}) for _ in range(5)]

    assert {answer.headers["Location"] for answer in answers} == {f"/apply/draft/{key}/applicant/"}
    assert portal.draft_count(who) == 1


def test_five_submissions_of_the_same_form_make_one_case(desk: Desk, who: Visitor) -> None:
    key = portal.fill_in(who, desk)
    url, data = reverse("portal:draft_check", args=[key]), {"revision": portal.revision(who, key), "declaration": "on"}

    answers = [who.client.post(url, data) for _ in range(5)]

    numbers = [row.case_no for row in list_my_cases(who.actor).rows]
    assert len(numbers) == 1
    assert [answer.headers["Location"] for answer in answers] == [f"/cases/{numbers[0]}/submitted/"] * 5


def test_a_page_sent_twice_is_saved_once_and_goes_on(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)
    fields = {**portal.ANSWERS, "revision": portal.revision(who, key), "go": "next"}
    before = portal.revision(who, key)

    answers = [_post(who, "draft_answers", key, 1, **fields) for _ in range(2)]

    assert answers == [(302, f"/apply/draft/{key}/materials/")] * 2
    assert portal.revision(who, key) == before + 1


def test_wrong_answers_are_kept_as_typed_and_named(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)
    typed = {"answer-name": "张示例", "answer-identity_no": "99010119800101002"}

    status, page = _post(who, "draft_answers", key, 1, **typed, revision=portal.revision(who, key))

    assert status == 422
    assert "居民身份证号码为18位" in page
    assert 'href="#id_answer-identity_no"' in page
    assert get_draft_view(who.actor, key).form["identity_no"] == "99010119800101002"
    again = who.client.get(reverse("portal:draft_answers", args=[key, 1])).content.decode()
    assert 'value="99010119800101002"' in again


def test_a_wrong_identity_number_is_told_in_english_to_who_reads_english(desk: Desk) -> None:
    who = portal.visitor(desk.applicant, "en")
    key = portal.begin(who, desk)
    wrong = identity.identity_no(7)[:-1] + ("0" if identity.identity_no(7)[-1] != "0" else "1")

    typed = {**portal.ANSWERS, "answer-identity_no": wrong}
    status, page = _post(who, "draft_answers", key, 1, **typed, revision=portal.revision(who, key))

    assert status == 422
    assert "The identity number is mistyped: its last character does not fit the others." in page
    assert f'value="{wrong}"' in page


def test_online_the_applicant_is_the_account_whatever_is_posted(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)
    other = portal.party_fields(who, name="李示例", identity_no=identity.identity_no(99))

    _post(who, "draft_applicant", key, **other, revision=portal.revision(who, key))

    page = who.client.get(reverse("portal:draft_applicant", args=[key])).content.decode()
    assert 'value="张示例"' in page
    assert "李示例" not in page
    assert identity.identity_no(99) not in page


def test_script_in_an_answer_is_shown_as_text(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)
    typed = {**portal.ANSWERS, "answer-name": '"><script>alert(1)</script>'}

    _post(who, "draft_answers", key, 1, **typed, revision=portal.revision(who, key))

    for name, args in (("draft_answers", [key, 1]), ("draft_check", [key])):
        page = who.client.get(reverse(f"portal:{name}", args=args)).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_stale_tab_overwrites_nothing_and_keeps_what_was_typed(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)
    old = portal.revision(who, key)
    save_draft(actor=who.actor, key=key, revision=old, form={"name": "新窗口"})

    status, page = _post(who, "draft_answers", key, 1, **{**portal.ANSWERS, "answer-name": "旧窗口"}, revision=old)

    assert status == 409
    assert 'value="旧窗口"' in page
    assert get_draft_view(who.actor, key).form["name"] == "新窗口"


def test_a_draft_is_taken_up_where_something_is_missing(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)
    resume = reverse("portal:draft", args=[key])
    first = who.client.get(resume).headers["Location"]

    _post(who, "draft_answers", key, 1, **portal.ANSWERS, revision=portal.revision(who, key), go="later")

    assert first == f"/apply/draft/{key}/form-1/"
    assert who.client.get(resume).headers["Location"] == f"/apply/draft/{key}/materials/"
    start = who.client.get(reverse("portal:apply", args=["A1"])).content.decode()
    assert [resume in page for page in (start, who.client.get("/cases/").content.decode())] == [True, True]


def test_saving_for_later_leads_to_my_cases_even_with_wrong_answers(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)

    answer = _post(
        who, "draft_answers", key, 1, **{"answer-identity_no": "1"}, revision=portal.revision(who, key), go="later"
    )

    assert answer == (302, "/cases/")
    assert get_draft_view(who.actor, key).form["identity_no"] == "1"


def test_a_program_named_pdf_is_refused_at_its_material_and_good_files_are_kept(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)
    program = SimpleUploadedFile("申请书.pdf", b"MZ\x90\x00" + b"\x00" * 100)

    status, page = _post(
        who, "draft_materials", key, **{"material-M1": program, "material-M2": portal.paper("图.pdf")}, go="next"
    )

    assert status == 415
    assert 'href="#id_material-M1"' in page
    assert {code: len(files) for code, files in get_draft_view(who.actor, key).materials.items()} == {"M2": 1}


def test_several_files_can_be_added_fetched_and_removed(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)
    two = [portal.paper("一.pdf", "1"), portal.paper("二.pdf", "2")]
    _post(who, "draft_materials", key, **{"material-M1": two}, go="stay")
    first, second = get_draft_view(who.actor, key).materials["M1"]

    fetched = who.client.get(reverse("portal:draft_file", args=[key, first.id]))
    removed = _post(who, "draft_materials", key, remove=f"M1:{first.id}")

    assert fetched.getvalue() == portal.paper("一.pdf", "1").read()
    assert fetched.headers["Content-Disposition"].startswith("attachment;")
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    assert removed == (302, f"/apply/draft/{key}/materials/#material-M1")
    assert get_draft_view(who.actor, key).materials == {"M1": (second,)}


def test_the_same_file_sent_twice_stands_once(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)

    for _ in range(2):
        _post(who, "draft_materials", key, **{"material-M1": portal.paper()}, go="stay")

    assert len(get_draft_view(who.actor, key).materials["M1"]) == 1


def test_what_is_missing_is_listed_before_submitting_and_nothing_is_submitted(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)

    status, page = _post(who, "draft_check", key, revision=portal.revision(who, key), declaration="on")

    assert status == 422
    assert re.findall(r"/apply/draft/[0-9a-f-]+/([a-z0-9-]+)/\?check=1#(id_[\w-]+)", page) == [
        ("form-1", "id_answer-name"),
        ("form-1", "id_answer-identity_no"),
        ("materials", "id_material-M1"),
        ("materials", "id_material-M2"),
    ]
    assert list_my_cases(who.actor).rows == ()


def test_without_the_declaration_nothing_is_submitted(desk: Desk, who: Visitor) -> None:
    key = portal.fill_in(who, desk)

    status, page = _post(who, "draft_check", key, revision=portal.revision(who, key))

    assert status == 422
    assert "id_declaration" in page
    assert list_my_cases(who.actor).rows == ()


def test_what_changed_after_the_check_must_be_checked_again(desk: Desk, who: Visitor) -> None:
    key = portal.fill_in(who, desk)
    seen = portal.revision(who, key)
    save_draft(actor=who.actor, key=key, revision=seen, form={"name": "李示例"})

    status, _page = _post(who, "draft_check", key, revision=seen, declaration="on")

    assert status == 409
    assert list_my_cases(who.actor).rows == ()


def test_after_submitting_every_page_of_the_draft_leads_to_the_receipt(desk: Desk, who: Visitor) -> None:
    key = portal.fill_in(who, desk)
    old = portal.revision(who, key)
    case_no = portal.submit(who, key)
    receipt = f"/cases/{case_no}/submitted/"

    sent = _post(who, "draft_answers", key, 1, **portal.ANSWERS, revision=old)
    back = [who.client.get(reverse(f"portal:{name}", args=[key])) for name in ("draft_applicant", "draft_check")]

    assert sent == (302, receipt)
    assert [page.headers["Location"] for page in back] == [receipt] * 2
    assert f"编号为{case_no}" in who.client.get(receipt).content.decode()
    assert who.client.get(reverse("portal:draft", args=[key])).headers["Location"] == f"/cases/{case_no}/"


def test_a_draft_can_be_deleted(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)

    assert _post(who, "draft_discard", key) == (302, "/cases/")
    assert portal.draft_count(who) == 0


DRAFT_PAGES = ["draft", "draft_applicant", "draft_answers", "draft_materials", "draft_check"]


@pytest.mark.parametrize("name", DRAFT_PAGES)
def test_a_draft_is_seen_by_its_owner_alone(name: str, desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)
    url = reverse(f"portal:{name}", args=[key, 1] if name == "draft_answers" else [key])
    stranger, clerk = portal.visitor(identity.applicant_actor("李示例")), portal.visitor(desk.clerk)

    anonymous = Client().get(url)

    assert (anonymous.status_code, anonymous.headers["Location"]) == (302, f"/account/sign-in/?next={url}")
    assert stranger.client.get(url).status_code == 404
    assert clerk.client.get(url).status_code == 403
    assert who.client.get(url).status_code == (302 if name == "draft" else 200)


def test_changes_are_posts_only(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)

    assert who.client.get(reverse("portal:draft_discard", args=[key])).status_code == 405
    assert who.client.put(reverse("portal:draft_check", args=[key])).status_code == 405
    assert portal.draft_count(who) == 1


def test_a_form_without_its_token_changes_nothing(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = who.client.cookies

    assert strict.post(reverse("portal:draft_discard", args=[key])).status_code == 403
    assert portal.draft_count(who) == 1


def test_a_page_of_questions_that_the_item_does_not_have_is_absent(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)

    pages = [who.client.get(reverse("portal:draft_answers", args=[key, number])) for number in (0, 2)]

    assert [page.status_code for page in pages] == [404, 404]


def test_invisible_characters_do_not_get_into_a_name(desk: Desk, who: Visitor) -> None:
    key = portal.begin(who, desk)
    fields = portal.party_fields(who, name="张\u202e示\x00例")

    _post(who, "draft_applicant", key, **fields, revision=portal.revision(who, key))

    assert get_draft_view(who.actor, key).party["name"] == "张示例"


def test_a_draft_of_an_item_that_was_suspended_says_so_and_is_not_submitted(desk: Desk, who: Visitor) -> None:
    key = portal.fill_in(who, desk)
    suspend(actor=SYSTEM, version_id=desk.version.id, reason="系统升级")

    page = who.client.get(reverse("portal:draft_check", args=[key])).content.decode()
    status, _text = _post(who, "draft_check", key, revision=portal.revision(who, key), declaration="on")

    assert "本草稿目前不能提交" in page
    assert status == 409
    assert who.client.get("/apply/A1/").status_code == 409
