"""Review of versions and what the editor says is missing, through the client."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.support import cases, catalogue
from tests.support.staffdesk import Hall, key, make_hall
from yichuang.cases.queries import use_of_version
from yichuang.cases.rules import Channel, State
from yichuang.cases.services import start_draft
from yichuang.catalogue.queries import describe_version, list_versions
from yichuang.core.rights import Role
from yichuang.staffdesk.views.differences import Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


def _url(version_id: int, *place: object) -> str:
    name = "draft" if not place else "draft_section" if len(place) == 1 else "draft_part"
    return reverse(f"staffdesk:{name}", args=[version_id, *place])


def _typed(client: Client, url: str) -> dict[str, object]:
    """What the page would send back unchanged."""
    values = {bound.name: bound.value() for bound in client.get(url).context["form"]}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_the_difference_of_two_versions_names_what_changed(hall: Hall) -> None:
    editor = hall.staff(Role.CATALOGUE_EDITOR)
    older = hall.desk.version
    editor.post(reverse("staffdesk:draft_start", args=[older.item_id]))
    newer = list_versions(older.item_id)[0]
    for section, changed in (("where", {"hours": "全天"}), ("limits", {"promised_limit": "8"})):
        editor.post(_url(newer.id, section), _typed(editor, _url(newer.id, section)) | changed)

    groups = editor.get(reverse("staffdesk:difference", args=[newer.id, older.id])).context["groups"]

    told = {group.name: [_sides(one) for one in group.changes] for group in groups}
    assert told["where"] == [("[工作日 9:00-17:00]", "[全天]")]
    assert told["limits"] == [("[10] working days", "[8] working days")]


def _sides(change: Side) -> tuple[str, str]:
    """Both sides of a change, what is marked in brackets."""
    before, after = (
        "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in side)
        for side in (change.before, change.after)
    )
    return before, after


def test_a_reviewer_sees_what_changes_in_the_published_version(hall: Hall) -> None:
    editor, older = hall.staff(Role.CATALOGUE_EDITOR), hall.desk.version
    editor.post(reverse("staffdesk:draft_start", args=[older.item_id]))
    newer = list_versions(older.item_id)[0]
    editor.post(_url(newer.id, "where"), _typed(editor, _url(newer.id, "where")) | {"hours": "全天"})

    page = hall.staff(Role.LEGAL_REVIEWER).get(reverse("staffdesk:version", args=[newer.id]))

    assert [group.name for group in page.context["groups"]] == ["where"]
    assert "<ins>全天</ins>" in page.content.decode()


def test_a_draft_that_changes_nothing_is_told_so(hall: Hall) -> None:
    editor, older = hall.staff(Role.CATALOGUE_EDITOR), hall.desk.version
    editor.post(reverse("staffdesk:draft_start", args=[older.item_id]))
    newer = list_versions(older.item_id)[0]

    page = editor.get(reverse("staffdesk:version", args=[newer.id]))
    refused = editor.post(reverse("staffdesk:version_act", args=[newer.id, "submit"]), {"key": key()})
    offered = [one.name for one in page.context["acts"]]

    assert "A version that changes nothing cannot be submitted" in page.content.decode()
    assert "Nothing is missing for publication" not in page.content.decode()
    assert "Nothing is missing for publication" not in editor.get(_url(newer.id)).content.decode()
    assert (refused.status_code, "submit" in offered, "discard" in offered) == (409, False, True)


def test_publishing_says_what_runs_on_the_version_published_now(hall: Hall) -> None:
    cases.make_case(hall.desk, State.ACCEPTED)
    cases.make_case(hall.desk, State.DELIVERED)
    start_draft(actor=hall.desk.applicant, key=uuid4(), version_id=hall.desk.version.id, channel=Channel.ONLINE)

    use = use_of_version(hall.desk.version.id)

    assert (use.cases, use.drafts) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "place", "url"),
    [
        (("limits", {"promised_limit": ""}), "Promised limit", "limits/#id_promised_limit_field"),
        (("materials", {"name": "其他材料"}), "Materials", "materials/0/"),
    ],
)
def test_what_is_missing_leads_to_where_it_is_put_right(
    hall: Hall, changed: tuple[str, dict[str, str]], place: str, url: str
) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor, (section, typed) = hall.staff(Role.CATALOGUE_EDITOR), changed
    at = _url(draft.version_id, section, "0") if section == "materials" else _url(draft.version_id, section)
    editor.post(at, _typed(editor, at) | typed)

    points = editor.get(_url(draft.version_id, "faqs")).context["missing"]

    found = [point for point in points if point.place.startswith(place)]
    assert [point.url.removeprefix(_url(draft.version_id)) for point in found] == [url]


def test_a_condition_takes_the_answers_as_they_are_asked(hall: Hall) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor, new = hall.staff(Role.CATALOGUE_EDITOR), _url(draft.version_id, "form", "0-new")
    typed = {
        "id": "kind",
        "element": "shop.kind",
        "label": "门店类型",
        "kind": "choice",
        "choices": "own | 自有\nrented | 租赁",
    }
    editor.post(new, _typed(editor, new) | typed | {"max_length": "200"})
    material = _url(draft.version_id, "materials", "0")

    editor.post(material, _typed(editor, material) | {"when": "kind", "when_answers": "自有"})

    when = describe_version(draft.version_id).version.content.materials[0].when
    assert when is not None
    assert (when.field, when.any_of) == ("kind", ("own",))
    assert _typed(editor, material)["when_answers"] == "自有"


def test_a_new_question_is_shown_to_reviewers_as_people_read_it(hall: Hall) -> None:
    editor, older = hall.staff(Role.CATALOGUE_EDITOR), hall.desk.version
    editor.post(reverse("staffdesk:draft_start", args=[older.item_id]))
    newer = list_versions(older.item_id)[0]
    new = _url(newer.id, "form", "0-new")
    typed = {"id": "shop_kind", "element": "shop.kind", "label": "门店类型", "kind": "choice", "max_length": "200"}
    editor.post(new, _typed(editor, new) | typed | {"choices": "own | 自有\nrented | 租赁"})

    page = hall.staff(Role.LEGAL_REVIEWER).get(reverse("staffdesk:version", args=[newer.id]))

    (group,) = page.context["groups"]
    after = "".join(piece.text for piece in group.changes[0].after)
    assert "Question: 门店类型" in after
    assert "Answers to choose from: 自有, 租赁" in after
    assert "Kind: One of a list" in after
    assert not any(raw in after for raw in ("shop_kind", "shop.kind", "rented"))


def test_levels_are_words_on_the_page_of_a_version(hall: Hall) -> None:
    content = catalogue.make_content(exercise_level="4", online_depth="2")
    draft = catalogue.make_draft("B2", content, hall.desk.organisation_id)

    page = hall.staff(Role.CATALOGUE_EDITOR).get(reverse("staffdesk:version", args=[draft.version_id]))

    told = {one.term: one.detail for one in page.context["elements"]}
    assert (told["Level"], told["Depth of online handling"]) == ("County or district", "Application online")


def test_what_publication_needs_is_marked_as_required_and_may_still_be_left_out_of_a_draft(hall: Hall) -> None:
    draft = catalogue.make_draft("B2", organisation_id=hall.desk.organisation_id)
    editor, at = hall.staff(Role.CATALOGUE_EDITOR), _url(draft.version_id, "where")

    form = editor.get(at).context["form"]
    saved = editor.post(at, _typed(editor, at) | {"hours": ""})

    assert {name for name in form.fields if form.fields[name].required} >= {"address", "hours", "enquiry_phone"}
    assert not form.fields["map_note"].required
    assert saved.status_code == 302
