"""Drafts: nothing typed is lost, nothing is overwritten unseen, and one draft is one case."""

import io
import uuid
from dataclasses import asdict, replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection

from tests.support import cases, identity
from tests.support.acts import at, case, last_row
from tests.support.documents import pdf
from yichuang.cases import queries, services
from yichuang.cases.errors import (
    CaseNotFoundError,
    Clash,
    DraftNotFoundError,
    DraftStaleError,
    DraftSubmittedError,
    FormInvalidError,
    ItemClosedError,
    MaterialUnknownError,
)
from yichuang.cases.models import Case, Draft
from yichuang.cases.rules import Channel
from yichuang.catalogue import services as catalogue
from yichuang.core.actor import ANONYMOUS, SYSTEM, Actor, RightMissingError, SignInRequiredError
from yichuang.core.errors import ForbiddenError
from yichuang.documents.errors import ExecutableFileError
from yichuang.documents.queries import UploadView

pytestmark = pytest.mark.django_db
FORM = {"name": "张示例", "identity_no": identity.identity_no(7)}


def begin(desk: cases.Desk, actor: Actor | None = None, channel: Channel = Channel.ONLINE) -> UUID:
    """A new draft of the applicant, or of the given actor."""
    return services.start_draft(
        actor=actor or desk.applicant, key=uuid.uuid4(), version_id=desk.version.id, channel=channel
    )


def attach(desk: cases.Desk, key: UUID, code: str, actor: Actor | None = None, content: bytes = b"") -> UploadView:
    """A file added to the draft."""
    stream = io.BytesIO(content or pdf(code))
    return services.attach_material(
        actor=actor or desk.applicant, key=key, code=code, name=f"{code}.pdf", stream=stream
    )


def fill(desk: cases.Desk) -> UUID:
    """A draft of the applicant that lacks nothing."""
    key = begin(desk)
    services.save_draft(actor=desk.applicant, key=key, revision=1, form=FORM, party=cases.party_of(desk.applicant))
    attach(desk, key, "M1")
    attach(desk, key, "M2")
    return key


def test_what_was_typed_is_there_again_right_or_wrong() -> None:
    desk = cases.make_desk()
    key = begin(desk)

    services.save_draft(actor=desk.applicant, key=key, revision=1, form={"name": "张", "identity_no": "12"})
    services.save_draft(actor=desk.applicant, key=key, revision=2, form={"name": "张三"})

    view = queries.get_draft_view(desk.applicant, key)
    assert (view.form, view.revision, view.case_no) == ({"name": "张三", "identity_no": "12"}, 3, "")
    assert [one.key for one in queries.list_drafts(desk.applicant)] == [key]


def test_the_party_is_the_account_until_something_is_typed() -> None:
    desk = cases.make_desk()
    key, person = begin(desk), cases.party_of(desk.applicant)

    assert queries.get_draft_view(desk.applicant, key).party == {name: str(v) for name, v in asdict(person).items()}
    services.save_draft(
        actor=desk.applicant,
        key=key,
        revision=1,
        party=services.Party(person.kind, "李示例", person.identity_type, "", ""),
    )
    assert queries.get_draft_view(desk.applicant, key).party["name"] == "李示例"


def test_a_draft_at_the_window_does_not_show_the_clerk_as_the_applicant() -> None:
    desk = cases.make_desk()
    key = begin(desk, desk.clerk, Channel.WINDOW)

    assert queries.get_draft_view(desk.clerk, key).party == {}


def test_what_was_typed_is_sealed_in_the_table() -> None:
    desk = cases.make_desk()
    key = begin(desk)
    services.save_draft(actor=desk.applicant, key=key, revision=1, form=FORM, party=cases.party_of(desk.applicant))

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM cases_draft d")
        text = cursor.fetchone()[0]
    assert "M1" not in text
    assert not [one for one in ("张示例", FORM["identity_no"], FORM["identity_no"].encode().hex()) if one in text]


def test_a_save_from_an_old_page_is_refused() -> None:
    desk = cases.make_desk()
    key = begin(desk)
    services.save_draft(actor=desk.applicant, key=key, revision=1, form={"name": "新"})

    with pytest.raises(DraftStaleError) as refusal:
        services.save_draft(actor=desk.applicant, key=key, revision=1, form={"name": "旧", "identity_no": ""})
    assert refusal.value.clashes == (Clash("form", "name", "新", "旧"),)
    assert refusal.value.details["revision"] == 2
    assert "新" not in str(refusal.value.details)
    assert queries.get_draft_view(desk.applicant, key).form == {"name": "新"}


def test_the_other_side_of_the_party_is_told_too() -> None:
    desk = cases.make_desk()
    key, person = begin(desk), cases.party_of(desk.applicant)
    services.save_draft(actor=desk.applicant, key=key, revision=1, party=person)

    with pytest.raises(DraftStaleError) as refusal:
        services.save_draft(actor=desk.applicant, key=key, revision=1, party=replace(person, phone="10000000099"))
    assert refusal.value.clashes == (Clash("party", "phone", person.phone, "10000000099"),)


def test_what_comes_twice_is_saved_once() -> None:
    desk = cases.make_desk()
    key = begin(desk)

    saved = [services.save_draft(actor=desk.applicant, key=key, revision=1, form={"name": "张"}) for _ in range(2)]

    assert (saved, queries.get_draft_view(desk.applicant, key).revision) == ([2, 2], 2)


def test_papers_marked_on_an_old_page_are_refused() -> None:
    desk = cases.make_desk()
    key = begin(desk, desk.clerk, Channel.WINDOW)
    services.save_draft(actor=desk.clerk, key=key, revision=1, materials_at_window=("M1",))

    assert services.save_draft(actor=desk.clerk, key=key, revision=1, materials_at_window=("M1",)) == 2
    with pytest.raises(DraftStaleError):
        services.save_draft(actor=desk.clerk, key=key, revision=1, materials_at_window=("M2",))


def test_a_confirmation_holds_until_the_next_save_and_stands_in_the_ledger() -> None:
    desk = cases.make_desk()
    key = fill(desk)
    revision = queries.get_draft_view(desk.applicant, key).revision
    with at("2026-03-02T10:00"):
        first = services.confirm_draft(actor=desk.applicant, key=key, revision=revision)
    with at("2026-03-02T10:05"):
        assert services.confirm_draft(actor=desk.applicant, key=key, revision=revision) == first
    assert queries.get_draft_view(desk.applicant, key).confirmed_at == first

    done = services.submit_draft(actor=desk.applicant, key=key)

    assert last_row(done.case_no).details["confirmed_at"] == "2026-03-02T02:00:00+00:00"


def test_a_save_makes_a_confirmation_void() -> None:
    desk = cases.make_desk()
    key = fill(desk)
    revision = queries.get_draft_view(desk.applicant, key).revision
    services.confirm_draft(actor=desk.applicant, key=key, revision=revision)
    services.save_draft(actor=desk.applicant, key=key, revision=revision, form={"name": "张改名"})

    assert queries.get_draft_view(desk.applicant, key).confirmed_at is None
    with pytest.raises(DraftStaleError):
        services.confirm_draft(actor=desk.applicant, key=key, revision=revision)
    done = services.submit_draft(actor=desk.applicant, key=key)
    assert "confirmed_at" not in last_row(done.case_no).details


def test_a_draft_in_a_list_tells_how_far_it_is() -> None:
    desk = cases.make_desk()
    key = begin(desk)
    services.save_draft(actor=desk.applicant, key=key, revision=1, form={"name": "张示例"})
    attach(desk, key, "M1")

    (row,) = queries.list_drafts(desk.applicant)

    assert (row.item_code, row.item_name, row.item_name_en) == ("A1", "食品经营许可", "Food business licence")
    assert (row.percent, row.next_group, row.lacks_materials, row.is_outdated) == (50, 0, True, False)


def test_the_newest_open_draft_of_an_item_is_found_to_go_on_with() -> None:
    desk = cases.make_desk()
    older, newer = begin(desk), begin(desk)
    services.submit_draft(actor=desk.applicant, key=fill(desk))

    found = queries.find_open_draft(desk.applicant, "A1")

    assert found is not None
    assert found.key == newer
    services.save_draft(actor=desk.applicant, key=older, revision=1, form={"name": "张"})
    assert (again := queries.find_open_draft(desk.applicant, "A1")) is not None
    assert again.key == older
    assert queries.find_open_draft(desk.applicant, "OTHER") is None
    assert queries.find_open_draft(identity.applicant_actor("李示例"), "A1") is None


def test_a_draft_at_the_window_is_not_offered_to_go_on_with() -> None:
    desk = cases.make_desk()
    begin(desk, desk.clerk, Channel.WINDOW)

    assert queries.find_open_draft(desk.clerk, "A1") is None


def test_drafts_that_nobody_touches_are_forgotten() -> None:
    desk = cases.make_desk()
    with at("2026-01-01T09:00"):
        begin(desk), begin(desk)
        filed = fill(desk)
        services.submit_draft(actor=desk.applicant, key=filed)
    with at("2026-02-01T09:00"):
        kept = begin(desk)
    before = datetime(2026, 1, 31, 16, tzinfo=UTC)

    counts = [services.forget_old_drafts(actor=SYSTEM, before=before, size=1) for _ in range(3)]

    assert counts == [1, 1, 0]
    assert set(Draft.objects.values_list("key", flat=True)) == {kept, filed}
    with pytest.raises(ForbiddenError):
        services.forget_old_drafts(actor=desk.clerk, before=before)


def test_answers_of_an_earlier_case_of_ones_own_are_taken_over_on_request() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)
    other = identity.applicant_actor("李示例")

    def copy(actor: Actor) -> UUID:
        return services.start_draft(
            actor=actor, key=uuid.uuid4(), version_id=desk.version.id, channel=Channel.ONLINE, copy_from=case_no
        )

    assert queries.get_draft_view(desk.applicant, copy(desk.applicant)).form == FORM
    with pytest.raises(CaseNotFoundError):
        copy(other)
    with pytest.raises(CaseNotFoundError):
        copy(desk.clerk)


def test_the_same_key_gives_the_same_draft() -> None:
    desk = cases.make_desk()
    key = begin(desk)
    services.save_draft(actor=desk.applicant, key=key, revision=1, form={"name": "张"})

    again = services.start_draft(actor=desk.applicant, key=key, version_id=desk.version.id, channel=Channel.ONLINE)

    assert (again, Draft.objects.count()) == (key, 1)
    assert queries.get_draft_view(desk.applicant, key).form == {"name": "张"}


def test_a_draft_is_there_for_its_owner_only() -> None:
    desk = cases.make_desk()
    key = fill(desk)
    other = identity.applicant_actor("李示例")
    file = queries.get_draft_view(desk.applicant, key).materials["M1"][0].id

    for actor in (other, desk.clerk, ANONYMOUS, SYSTEM):
        for act in (
            lambda who: queries.get_draft_view(who, key),
            lambda who: services.save_draft(actor=who, key=key, revision=3, form={}),
            lambda who: attach(desk, key, "M1", who),
            lambda who: services.remove_material(actor=who, key=key, code="M1", upload_id=file),
            lambda who: services.submit_draft(actor=who, key=key),
            lambda who: services.discard_draft(actor=who, key=key),
            lambda who: services.discard_draft(actor=who, key=uuid.uuid4()),
        ):
            with pytest.raises(DraftNotFoundError):
                act(actor)
    with pytest.raises(DraftNotFoundError):
        services.start_draft(actor=other, key=key, version_id=desk.version.id, channel=Channel.ONLINE)
    assert queries.list_drafts(other) == queries.list_drafts(ANONYMOUS) == ()
    assert queries.get_draft_view(desk.applicant, key).revision == 4
    assert Case.objects.count() == 0


def test_a_discarded_draft_is_gone() -> None:
    desk = cases.make_desk()
    key = begin(desk)

    services.discard_draft(actor=desk.applicant, key=key)

    assert (Draft.objects.count(), queries.list_drafts(desk.applicant)) == (0, ())


def test_files_are_added_and_taken_out() -> None:
    desk = cases.make_desk()
    key = begin(desk)
    first, second = attach(desk, key, "M1"), attach(desk, key, "M1", content=pdf("second"))

    both = queries.get_draft_view(desk.applicant, key).materials
    services.remove_material(actor=desk.applicant, key=key, code="M1", upload_id=first.id)
    one = queries.get_draft_view(desk.applicant, key).materials
    services.remove_material(actor=desk.applicant, key=key, code="M1", upload_id=second.id)

    assert [[file.id for file in files["M1"]] for files in (both, one)] == [[first.id, second.id], [second.id]]
    assert queries.get_draft_view(desk.applicant, key).materials == {}


def test_a_material_nobody_asked_for_and_a_bad_file_leave_the_draft_as_it_was() -> None:
    desk = cases.make_desk()
    key = begin(desk)

    with pytest.raises(MaterialUnknownError):
        attach(desk, key, "M9")
    with pytest.raises(ExecutableFileError):
        attach(desk, key, "M1", content=b"MZ" + b"\0" * 100)
    view = queries.get_draft_view(desk.applicant, key)
    assert (view.materials, view.revision) == ({}, 1)


def test_papers_at_the_window_stand_beside_files() -> None:
    desk = cases.make_desk()
    key = begin(desk, desk.clerk, Channel.WINDOW)
    file = attach(desk, key, "M1", desk.clerk)

    services.save_draft(actor=desk.clerk, key=key, revision=2, materials_at_window=("M2",))

    materials = queries.get_draft_view(desk.clerk, key).materials
    assert {code: [one.id for one in files] for code, files in materials.items()} == {"M2": [], "M1": [file.id]}


def test_a_complete_draft_is_a_case_and_keeps_nothing_personal() -> None:
    desk = cases.make_desk()
    key = fill(desk)

    done = services.submit_draft(actor=desk.applicant, key=key)

    draft, filed = Draft.objects.get(key=key), case(done.case_no)
    assert (draft.case_no, draft.form, draft.party) == (done.case_no, {}, {})
    assert (filed.applicant_id, filed.channel, filed.submission_key) == (desk.applicant.account_id, "online", key)
    assert (filed.form, filed.party_name) == (FORM, "张示例")
    assert queries.list_drafts(desk.applicant) == ()


def test_a_submitted_draft_gives_its_number_again_and_is_not_changed() -> None:
    desk = cases.make_desk()
    key = fill(desk)
    done = services.submit_draft(actor=desk.applicant, key=key)

    again = services.submit_draft(actor=desk.applicant, key=key)

    assert (again.case_no, again.is_repeat, Case.objects.count()) == (done.case_no, True, 1)
    for act in (
        lambda: services.save_draft(actor=desk.applicant, key=key, revision=4, form={}),
        lambda: attach(desk, key, "M1"),
        lambda: services.remove_material(actor=desk.applicant, key=key, code="M1", upload_id=1),
        lambda: services.discard_draft(actor=desk.applicant, key=key),
    ):
        with pytest.raises(DraftSubmittedError) as refusal:
            act()
        assert refusal.value.details == {"case_no": done.case_no}


def test_an_incomplete_draft_stays_a_draft() -> None:
    desk = cases.make_desk()
    key = begin(desk)

    with pytest.raises(FormInvalidError) as refusal:
        services.submit_draft(actor=desk.applicant, key=key)
    fields = [one.field for one in refusal.value.problems]
    assert fields == [
        "party-name", "party-identity_no", "party-phone", "name", "identity_no", "material-M1", "material-M2",
    ]  # fmt: skip
    assert (Case.objects.count(), Draft.objects.get(key=key).case_no) == (0, "")


def test_a_case_filed_at_the_window_belongs_to_the_account_with_the_applicants_number() -> None:
    desk = cases.make_desk()
    key = begin(desk, desk.clerk, Channel.WINDOW)
    services.save_draft(
        actor=desk.clerk,
        key=key,
        revision=1,
        form=FORM,
        party=cases.party_of(desk.applicant),
        materials_at_window=("M1", "M2"),
    )

    done = services.submit_draft(actor=desk.clerk, key=key)

    assert case(done.case_no).applicant_id == desk.applicant.account_id
    assert [row.case_no for row in queries.list_my_cases(desk.applicant).rows] == [done.case_no]


def test_a_draft_needs_somebody_who_may_file_and_an_open_item() -> None:
    desk = cases.make_desk()

    with pytest.raises(SignInRequiredError):
        begin(desk, ANONYMOUS)
    with pytest.raises(RightMissingError):
        begin(desk, desk.reviewer)
    with pytest.raises(RightMissingError):
        begin(desk, desk.applicant, Channel.WINDOW)
    catalogue.suspend(actor=SYSTEM, version_id=desk.version.id, reason="系统调整")
    with pytest.raises(ItemClosedError):
        begin(desk)
    assert Draft.objects.count() == 0


def test_drafts_are_listed_newest_first_up_to_the_limit() -> None:
    desk = cases.make_desk()
    keys = [begin(desk) for _ in range(4)]
    services.save_draft(actor=desk.applicant, key=keys[1], revision=1, form={"name": "张"})

    listed = [one.key for one in queries.list_drafts(desk.applicant, limit=3)]

    assert listed == [keys[1], keys[3], keys[2]]
