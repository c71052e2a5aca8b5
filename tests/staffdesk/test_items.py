"""Items, versions, drafts, import and export, through the client."""

import base64
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.support import catalogue, identity
from tests.support import organisations as bodies
from tests.support.staffdesk import Hall, client_for, key, make_hall
from yichuang.catalogue import services
from yichuang.catalogue.queries import describe_version, get_item_by_code, published_version
from yichuang.catalogue.rules import Commitment, Handling, VersionState
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Role
from yichuang.organisations.queries import get_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


def _act(client: Client, version_id: int, act: str, **typed: str) -> int:
    url = reverse("staffdesk:version_act", args=[version_id, act])
    return client.post(url, {"key": key(), **typed}).status_code


def _offered(client: Client, version_id: int) -> list[str]:
    text = client.get(reverse("staffdesk:version", args=[version_id])).content.decode()
    return re.findall(r'id="act-(\w+)"', text)


def _url(version_id: int, *place: object) -> str:
    name = "draft" if not place else "draft_section" if len(place) == 1 else "draft_part"
    return reverse(f"staffdesk:{name}", args=[version_id, *place])


def _typed(client: Client, url: str) -> dict[str, object]:
    """What the page would send back unchanged."""
    form = client.get(url).context["form"]
    values = {bound.name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_a_version_is_published_by_three_reviews_of_different_people(hall: Hall) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor, legal = hall.staff(Role.CATALOGUE_EDITOR), hall.staff(Role.LEGAL_REVIEWER)
    department, manager = hall.as_("official"), hall.staff(Role.CENTRE_MANAGER)

    statuses = [
        _act(editor, draft.version_id, "submit"),
        _act(department, draft.version_id, "pass_department"),
        _act(legal, draft.version_id, "pass_legal"),
        _act(manager, draft.version_id, "pass_centre"),
        _act(manager, draft.version_id, "publish"),
    ]

    assert statuses == [302] * 5
    assert published_version("B2").id == draft.version_id


def test_only_the_acts_of_the_readers_own_right_are_offered(hall: Hall) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor, legal = hall.staff(Role.CATALOGUE_EDITOR), hall.staff(Role.LEGAL_REVIEWER)

    before = _offered(editor, draft.version_id), _offered(legal, draft.version_id)
    _act(editor, draft.version_id, "submit")
    after = _offered(editor, draft.version_id), _offered(hall.as_("official"), draft.version_id)

    assert before == (["submit", "discard"], [])
    assert after == ([], ["pass_department", "send_back"])


def test_what_is_missing_is_listed_and_keeps_the_draft_from_review(hall: Hall) -> None:
    content = catalogue.make_content(hours="", promised_limit=None)
    draft = catalogue.make_draft("B2", content, hall.desk.organisation_id)
    editor = hall.staff(Role.CATALOGUE_EDITOR)

    text = editor.get(reverse("staffdesk:version", args=[draft.version_id])).content.decode()
    status = _act(editor, draft.version_id, "submit")

    assert "Give the promised limit." in text
    assert "Give the hours of service." in text
    assert status == 422
    assert describe_version(draft.version_id).version.state is VersionState.DRAFT


def test_an_act_out_of_order_is_answered_with_409_and_its_page(hall: Hall) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    manager = hall.staff(Role.CENTRE_MANAGER)

    page = manager.post(reverse("staffdesk:version_act", args=[draft.version_id, "publish"]), {"key": key()})

    assert page.status_code == 409
    assert "“Publish” is not possible while the version is “Draft”." in page.content.decode()


def test_sending_back_needs_a_reason(hall: Hall) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    _act(hall.staff(Role.CATALOGUE_EDITOR), draft.version_id, "submit")

    statuses = [_act(hall.as_("official"), draft.version_id, "send_back", reason=why) for why in ("", "依据有误")]

    assert statuses == [422, 302]


@pytest.mark.parametrize("section", ["basics", "limits", "conditions", "handling", "where"])
def test_a_section_sent_back_unchanged_changes_nothing(hall: Hall, section: str) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor, before = hall.staff(Role.CATALOGUE_EDITOR), describe_version(draft.version_id).version.content

    page = editor.post(_url(draft.version_id, section), _typed(editor, _url(draft.version_id, section)))

    assert page.status_code == 302
    after = describe_version(draft.version_id)
    assert after.version.content == before
    assert after.revision == draft.revision + 1


@pytest.mark.parametrize(
    "place", [("materials", "0"), ("steps", "0"), ("form", "0"), ("form", "0-0"), ("legal_bases", "0")]
)
def test_a_part_sent_back_unchanged_changes_nothing(hall: Hall, place: tuple[str, str]) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor, before = hall.staff(Role.CATALOGUE_EDITOR), describe_version(draft.version_id).version.content

    page = editor.post(_url(draft.version_id, *place), _typed(editor, _url(draft.version_id, *place)))

    assert page.status_code == 302
    assert describe_version(draft.version_id).version.content == before


def test_a_draft_is_changed_in_texts_limits_and_parts(hall: Hall) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor = hall.staff(Role.CATALOGUE_EDITOR)

    for place, changed in (
        (("where",), {"hours": "工作日 8:30-17:30"}),
        (("limits",), {"promised_limit": "5"}),
        (("faqs", "new"), {"question": "能否邮寄", "answer": "可以"}),
    ):
        url = _url(draft.version_id, *place)
        editor.post(url, _typed(editor, url) | changed)

    content = describe_version(draft.version_id).version.content
    assert content.hours == "工作日 8:30-17:30"
    assert str(content.promised_limit) == "5wd"
    assert content.faqs[-1].answer == "可以"


def test_the_handling_is_changed_and_a_declaration_is_there_as_soon_as_something_is_typed_of_it(hall: Hall) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor, url = hall.staff(Role.CATALOGUE_EDITOR), _url(draft.version_id, "handling")

    usual = _typed(editor, url)
    editor.post(url, usual | {"deferral_limit": "5", "upper_body": "示例市公安局", "is_bilingual": "on"})
    first = describe_version(draft.version_id).version.content.handling
    editor.post(url, _typed(editor, url) | {"upper_body": "", "terms": "场所合格\n人员健康"})
    second = describe_version(draft.version_id).version.content.handling
    page = editor.get(_url(draft.version_id, "basics")).content.decode()
    editor.post(url, _typed(editor, url) | {"terms": "", "is_bilingual": ""})
    third = describe_version(draft.version_id).version.content.handling

    assert first == Handling(deferral_limit=catalogue.wd(5), upper_body="示例市公安局", is_bilingual=True)
    assert second.commitment == Commitment(terms=("场所合格", "人员健康"))
    assert "Say what follows if the declaration is not true." in page
    assert f'href="{url}#id_consequence_field"' in page
    assert third == Handling(deferral_limit=catalogue.wd(5))


def test_what_is_wrong_with_the_handling_stands_at_its_box(hall: Hall) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor, url = hall.staff(Role.CATALOGUE_EDITOR), _url(draft.version_id, "handling")
    typed = _typed(editor, url)

    long = editor.post(url, typed | {"terms": "场所合格\n" + "长" * 5001})
    wrong = editor.post(url, typed | {"extension_limit": "-1", "purpose": "年检", "upper_body": "长" * 201})

    assert (long.status_code, list(long.context["form"].errors)) == (422, ["terms"])
    assert (wrong.status_code, sorted(wrong.context["form"].errors)) == (
        422,
        ["extension_limit", "purpose", "upper_body"],
    )
    assert describe_version(draft.version_id).revision == draft.revision


def test_the_handling_is_read_as_it_is_and_its_changes_in_their_section(hall: Hall) -> None:
    editor, version = hall.staff(Role.CATALOGUE_EDITOR), hall.desk.version
    commitment = Commitment(terms=("场所合格",), consequence="撤销许可")
    changed = version.content.model_copy(
        update={"handling": Handling(commitment=commitment, extension_limit=catalogue.wd(5))}
    )
    draft = services.start_draft(actor=SYSTEM, item_id=version.item_id, content=changed)

    usual = editor.get(reverse("staffdesk:version", args=[version.id])).content.decode()
    page = editor.get(reverse("staffdesk:version", args=[draft.version_id]))
    (group,) = page.context["groups"]

    assert "How cases are handled" not in usual
    assert "What the applicant declares to meet: 场所合格" in page.content.decode()
    assert (group.name, [(side.title, side.kind) for side in group.changes]) == (
        "handling",
        [("Granted on a declaration", "Added"), ("Extension of the limit", "Added")],
    )
    assert [piece.text for side in group.changes for piece in side.after] == [
        "What the applicant declares to meet: 场所合格; What follows if the declaration is not true: 撤销许可",
        "5 working days",
    ]


def test_parts_are_moved_and_removed(hall: Hall) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor = hall.staff(Role.CATALOGUE_EDITOR)
    codes = [material.code for material in describe_version(draft.version_id).version.content.materials]

    for place, do in (("0", "down"), ("0", "remove")):
        revision = describe_version(draft.version_id).revision
        url = reverse("staffdesk:draft_change", args=[draft.version_id, "materials", place])
        editor.post(url, {"do": do, "revision": revision})

    left = [material.code for material in describe_version(draft.version_id).version.content.materials]
    assert left == [codes[0], *codes[2:]]


def test_a_question_of_the_form_is_added_with_answers_and_a_condition(hall: Hall) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor, url = hall.staff(Role.CATALOGUE_EDITOR), _url(draft.version_id, "form", "0-new")
    typed = _typed(editor, url) | {"id": "kind", "element": "shop.kind", "label": "门店类型", "kind": "choice"}

    page = editor.post(url, typed | {"choices": "own | 自有 | Own\nrented｜租赁"})

    field = describe_version(draft.version_id).version.content.form[0].fields[-1]
    assert page.status_code == 302
    assert (field.is_required, field.max_length) == (True, 200)
    assert [(one.value, one.label, one.label_en) for one in field.choices] == [
        ("own", "自有", "Own"),
        ("rented", "租赁", ""),
    ]


@pytest.mark.parametrize(
    ("place", "changed", "named"),
    [
        (("materials", "0"), {"code": "M 1"}, "code"),
        (("form", "0-0"), {"id": "a b"}, "id"),
        (("form", "0-0"), {"label": "字数", "max_length": ""}, "max_length"),
        (("steps", "new"), {"code": "S9", "name": "审查", "kind": "review", "role": "reviewer", "limit": ""}, "limit"),
    ],
)
def test_a_wrong_element_is_named_and_what_was_typed_is_kept(
    hall: Hall, place: tuple[str, str], changed: dict[str, str], named: str
) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor, url = hall.staff(Role.CATALOGUE_EDITOR), _url(draft.version_id, *place)

    page = editor.post(url, _typed(editor, url) | changed)

    assert page.status_code == 422
    assert named in page.context["form"].errors
    assert next(iter(changed.values())) in page.content.decode()
    assert describe_version(draft.version_id).revision == draft.revision


def test_a_draft_saved_by_somebody_else_meanwhile_is_not_overwritten(hall: Hall) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor, url = hall.staff(Role.CATALOGUE_EDITOR), _url(draft.version_id, "where")
    typed = _typed(editor, url)
    editor.post(url, typed | {"hours": "上午"})

    page = editor.post(url, typed | {"hours": "下午"})

    assert page.status_code == 409
    assert "下午" in page.content.decode()
    assert describe_version(draft.version_id).version.content.hours == "上午"


def test_what_is_typed_is_saved_while_typing_and_the_preview_hears_of_it(hall: Hall) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor, url = hall.staff(Role.CATALOGUE_EDITOR), _url(draft.version_id, "where")
    typed = _typed(editor, url)

    good = editor.post(url, typed | {"hours": "上午"}, headers={"HX-Request": "true"})
    bad = editor.post(url, typed | {"effective_on": "2026-02-30"}, headers={"HX-Request": "true"})

    assert good["HX-Trigger"] == "draft-saved"
    assert f'value="{draft.revision + 1}"' in good.content.decode()
    assert "HX-Trigger" not in bad
    assert describe_version(draft.version_id).version.content.hours == "上午"


@pytest.mark.parametrize(
    "place", [("nowhere",), ("materials", "99"), ("materials", "0-0"), ("form", "new-0"), ("basics", "0")]
)
def test_a_place_that_is_not_there_is_not_found(hall: Hall, place: tuple[str, ...]) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)

    page = hall.staff(Role.CATALOGUE_EDITOR).get(_url(draft.version_id, *place))

    assert page.status_code == 404


def test_a_new_item_begins_with_a_draft(hall: Hall) -> None:
    editor = hall.staff(Role.CATALOGUE_EDITOR)
    typed = {"key": key(), "task_code": "N-1", "organisation": hall.desk.organisation_id, "name": "新事项"}

    statuses = [editor.post(reverse("staffdesk:item_new"), typed).status_code for _ in range(2)]

    assert statuses == [302, 409]
    assert get_item_by_code("N-1").name == "新事项"


def test_an_editor_of_one_department_does_not_see_the_drafts_of_another(hall: Hall) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    stranger = client_for(identity.staff_actor(Role.CATALOGUE_EDITOR, organisation_id=bodies.make_organisation()))

    statuses = [
        stranger.get(reverse("staffdesk:version", args=[draft.version_id])).status_code,
        stranger.get(reverse("staffdesk:draft", args=[draft.version_id])).status_code,
        stranger.get(reverse("staffdesk:item", args=[draft.item_id])).status_code,
    ]

    assert statuses == [403, 403, 403]
    assert "B2" not in stranger.get(reverse("staffdesk:items")).content.decode()


def test_items_are_found_by_name_and_by_whole_code(hall: Hall) -> None:
    catalogue.make_draft("B2", catalogue.make_content(name="另一事项"), hall.desk.organisation_id)
    editor = hall.staff(Role.CATALOGUE_EDITOR)

    pages = [editor.get(reverse("staffdesk:items"), {"q": text}).content.decode() for text in ("食品经营", "B2")]

    assert ["食品经营许可</a>" in page for page in pages] == [True, False]
    assert ["另一事项</a>" in page for page in pages] == [False, True]


def _file(organisation: str) -> SimpleUploadedFile:
    rows = f"task_code,name,organisation\nI-1,第一项,{organisation}\nI-2,,{organisation}\nI-3,第三项,没有的局\n"
    return SimpleUploadedFile("items.csv", rows.encode(), "text/csv")


def _import(client: Client, **typed: object) -> tuple[int, str]:
    usual = {"mapping": "own", "mode": "keep_good", "existing": "refuse", "organisation": ""}
    page = client.post(reverse("staffdesk:import"), {**usual, **typed})
    return page.status_code, page.content.decode()


def test_a_trial_writes_nothing_and_names_every_refused_row_with_its_field(hall: Hall) -> None:
    editor = hall.staff(Role.CATALOGUE_EDITOR)
    name = _organisation_name(hall)

    status, text = _import(editor, file=_file(name), **{"try": "1"})

    assert status == 200
    assert "The row has no name of the item." in text
    assert "There is no organisation “没有的局”." in text
    assert "This was a trial: nothing was written." in text
    assert editor.get(reverse("staffdesk:items"), {"q": "I-1"}).content.decode().count("第一项") == 0


def test_errors_are_grouped_by_kind_and_fetched_as_one_file(hall: Hall) -> None:
    editor, name = hall.staff(Role.CATALOGUE_EDITOR), _organisation_name(hall)
    rows = "".join(f"I-{number},,{name}\n" for number in range(7)) + "I-9,=1+1,没有的局\n"
    file = SimpleUploadedFile("items.csv", f"task_code,name,organisation\n{rows}".encode(), "text/csv")
    usual = {"mapping": "own", "mode": "keep_good", "existing": "refuse", "organisation": ""}

    page = editor.post(reverse("staffdesk:import"), {**usual, "file": file, "try": "1"})
    fetched = editor.post(reverse("staffdesk:import"), {"errors": page.context["packed"]})

    assert [(group.number, len(group.rows), group.left) for group in page.context["errors"]] == [(7, 5, 2), (1, 1, 0)]
    assert fetched["Content-Type"] == "text/csv; charset=utf-8"
    lines = fetched.content.decode("utf-8-sig").strip().splitlines()
    assert lines[0] == "Row,Field,Value,Problem,Kind"
    assert len(lines) == 9


def test_a_list_of_errors_that_was_altered_is_not_made_a_file(hall: Hall) -> None:
    page = hall.staff(Role.CATALOGUE_EDITOR).post(reverse("staffdesk:import"), {"errors": "forged:1:x"})

    assert page.status_code == 404


def test_the_rows_of_a_trial_are_taken_in_without_choosing_the_file_again(hall: Hall) -> None:
    editor = hall.staff(Role.CATALOGUE_EDITOR)
    _status, text = _import(editor, file=_file(_organisation_name(hall)), **{"try": "1"})
    kept = re.findall(r'name="kept" value="([^"]+)"', text)[0]

    status, _text = _import(editor, kept=kept, kept_name="items.csv", **{"import": "1"})

    assert status == 200
    assert base64.b64decode(kept).startswith(b"task_code")
    assert get_item_by_code("I-1").name == "第一项"


def test_the_columns_tell_the_map_where_none_is_chosen(hall: Hall) -> None:
    rows = f"item_code,item_name,item_type,department\nG-1,清单事项,行政许可,{_organisation_name(hall)}\n"
    file = SimpleUploadedFile("list.csv", rows.encode())

    _import(hall.staff(Role.CATALOGUE_EDITOR), file=file, mapping="fitting", **{"import": "1"})

    assert get_item_by_code("G-1").name == "清单事项"


def test_the_whole_file_is_refused_where_that_was_chosen(hall: Hall) -> None:
    editor = hall.staff(Role.CATALOGUE_EDITOR)

    _status, text = _import(editor, file=_file(_organisation_name(hall)), mode="refuse_all", **{"import": "1"})

    assert "Nothing was taken in." in text


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [("items.exe", b"MZ", 415), ("items.csv", b"", 422), ("items.xlsx", b"no zip", 422)],
)
def test_a_file_that_cannot_be_read_is_refused_on_the_page(hall: Hall, name: str, data: bytes, status: int) -> None:
    editor = hall.staff(Role.CATALOGUE_EDITOR)

    assert _import(editor, file=SimpleUploadedFile(name, data), **{"import": "1"})[0] == status


def test_no_file_is_told(hall: Hall) -> None:
    assert _import(hall.staff(Role.CATALOGUE_EDITOR), **{"try": "1"})[0] == 422


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_items_are_exported_as_an_attachment(hall: Hall, kind: str) -> None:
    answer = hall.staff(Role.CATALOGUE_EDITOR).get(reverse("staffdesk:export", args=[kind]))

    assert answer["Content-Disposition"] == f'attachment; filename="items.{kind}"'
    assert len(answer.content) > 100
    if kind == "json":
        assert [row["task_code"] for row in json.loads(answer.content)] == ["A1"]


def _organisation_name(hall: Hall) -> str:
    return get_organisation(hall.desk.organisation_id).name
