"""A closed case becomes a package, once, with everything that belongs to it."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import Settings

from tests.support import archives, cases, identity, seals
from tests.support import organisations as bodies
from tests.support.documents import pdf
from yichuang.archives import services
from yichuang.archives.errors import CaseOpenError, FileChangedError, LedgerBrokenError, RetentionInvalidError
from yichuang.archives.models import Package
from yichuang.archives.rules import Retention
from yichuang.cases.errors import CaseNotFoundError
from yichuang.cases.queries import get_case_view
from yichuang.cases.rules import CLOSED_STATES, OPEN_STATES, Act, State
from yichuang.cases.services import correct_case
from yichuang.core.actor import ANONYMOUS, SYSTEM, RightMissingError, SignInRequiredError
from yichuang.core.rights import Role
from yichuang.documents.errors import ContentMissingError
from yichuang.documents.queries import list_papers
from yichuang.documents.services import store_upload
from yichuang.seals.errors import SealMissingError

pytestmark = pytest.mark.django_db


def read(made: archives.Packed, path: str) -> Any:
    return json.loads(made.files[path])


def values(made: archives.Packed, group: str, *names: str) -> list[object]:
    told = read(made, "metadata.json")[group]
    return [told[name]["value"] for name in names]


def paths_of(case_no: str) -> list[str]:
    """Where the papers of the case stand in its package."""
    return [f"papers/{place:02d}-{one.kind.value}.pdf" for place, one in enumerate(list_papers(case_no), start=1)]


def stored_file(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest


def test_a_package_has_everything_of_its_case() -> None:
    desk = cases.make_desk(has_seal=True)
    case_no = archives.online_case(desk)

    made = archives.packed(case_no)

    issued = paths_of(case_no)
    manifest = read(made, "manifest.json")
    assert [one["role"] for one in manifest["files"]] == [
        "readme", "item", "form", "materials", "material", "material", *["paper"] * len(issued), "ledger",
        "paper_signatures", "metadata",
    ]  # fmt: skip
    assert [(one["title"], one["original_names"]) for one in manifest["files"] if one["role"] == "material"] == [
        ("食品经营许可申请书", ["申请书.pdf"]),
        ("经营场所平面图", ["平面图 一.pdf"]),
    ]
    assert [path for path in made.files if path.startswith("papers/")] == issued
    assert issued[:3] == ["papers/01-receipt.pdf", "papers/02-acceptance.pdf", "papers/03-decision_granted.pdf"]
    assert (manifest["case_no"], manifest["ledger"]["rows"], made.view.seq) == (case_no, 8, 8)
    assert read(made, "content/item.json")["content"] == desk.version.content.model_dump(mode="json")
    assert [one["answer"] for one in read(made, "content/form.json")["questions"]] == [
        "张示例", identity.identity_no(7),
    ]  # fmt: skip
    assert made.view.size == len(made.content)
    assert archives.found(made.content, made.view.public_key) == set()


def test_metadata_say_what_the_case_was_in_four_groups() -> None:
    desk = cases.make_desk(has_seal=True)
    case_no = archives.online_case(desk)

    made = archives.packed(case_no)

    names = ("case_no", "title", "item_code", "applicant_name", "state", "result", "certificate_no")
    assert values(made, "content", *names) == [
        case_no, f"张示例申请{desk.version.name}", desk.version.item_code, "张示例", "archived", "grant", get_case_view(SYSTEM, case_no).certificate_no,
    ]  # fmt: skip
    assert values(made, "structure", "material_files", "papers", "ledger_rows") == [
        2, len(list_papers(case_no)), 8,
    ]  # fmt: skip
    people = [one["name"] for one in read(made, "metadata.json")["background"]["handled_by"]["value"]]
    assert people == ["窗口甲", "审查乙", "批准丙", "档案丁"]
    assert values(made, "management", "archived_by", "retention") == ["档案丁", "30y"]
    assert read(made, "metadata.json")["content"]["state"]["text"] == "已归档"
    assert list(read(made, "metadata.json")) == ["content", "structure", "background", "management"]


def test_a_package_is_made_once() -> None:
    case_no = archives.online_case(cases.make_desk(has_seal=True))

    first, second = archives.packed(case_no), archives.packed(case_no)

    assert first == second
    assert Package.objects.count() == 1


def test_the_same_case_gives_the_same_bytes_up_to_the_signature() -> None:
    case_no = archives.online_case(cases.make_desk(has_seal=True))
    first = archives.packed(case_no)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM archives_packageread; DELETE FROM archives_package")

    second = archives.packed(case_no)

    start = first.content.index(b"signatures/manifest.json") - 30
    assert first.content[:start] == second.content[:start]
    assert first.view.digest != second.view.digest
    assert (first.view.public_key, first.view.size) == (second.view.public_key, second.view.size)


@pytest.mark.parametrize("state", OPEN_STATES)
def test_an_open_case_has_no_package(state: State) -> None:
    case_no = cases.make_case(cases.make_desk(has_seal=True), state)

    with pytest.raises(CaseOpenError) as refusal:
        services.make_package(actor=SYSTEM, case_no=case_no)

    assert refusal.value.details == {"case_no": case_no, "state": state}
    assert Package.objects.count() == 0


@pytest.mark.parametrize("state", CLOSED_STATES)
def test_every_closed_case_has_one(state: State) -> None:
    made = archives.packed(cases.make_case(cases.make_desk(has_seal=True), state))

    assert values(made, "content", "state") == [state.value]
    assert archives.found(made.content, made.view.public_key) == set()


def test_what_was_corrected_stands_with_what_came_first() -> None:
    desk = cases.make_desk(has_seal=True)
    case_no = archives.online_case(desk, Act.RECEIVE, Act.REQUEST_CORRECTION)
    plan = store_upload(actor=desk.applicant, name="新图.pdf", stream=io.BytesIO(pdf("new")))
    correct_case(actor=desk.applicant, case_no=case_no, form={"name": "张改名"}, materials={"M2": [plan.id]})
    for act in (Act.ACCEPT, Act.REVIEW, Act.DENY, Act.DELIVER):
        cases.do(desk, act, case_no)

    made = archives.packed(case_no)

    told = [(one["seq"], one["code"], one["original_name"]) for one in read(made, "content/materials.json")]
    assert told == [(1, "M1", "申请书.pdf"), (1, "M2", "平面图 一.pdf"), (4, "M2", "新图.pdf")]
    assert read(made, "content/form.json")["questions"][0]["answer"] == "张改名"
    assert values(made, "content", "result") == ["deny"]
    assert archives.found(made.content, made.view.public_key) == set()


def test_a_material_on_paper_is_listed_without_a_file() -> None:
    made = archives.packed(cases.make_case(cases.make_desk(has_seal=True), State.ARCHIVED))

    assert [(one["code"], one["form"]) for one in read(made, "content/materials.json")] == [
        ("M1", "paper"), ("M2", "paper"),
    ]  # fmt: skip
    assert [path for path in made.files if path.startswith("materials/")] == []


def test_only_who_keeps_the_archive_makes_packages() -> None:
    desk = cases.make_desk(has_seal=True)
    case_no = cases.make_case(desk, State.ARCHIVED)
    other = identity.staff_actor(Role.RECORDS_CLERK, organisation_id=bodies.make_organisation())

    with pytest.raises(SignInRequiredError):
        services.make_package(actor=ANONYMOUS, case_no=case_no)
    for actor in (desk.applicant, desk.clerk, desk.official):
        with pytest.raises(RightMissingError):
            services.make_package(actor=actor, case_no=case_no)
    with pytest.raises(CaseNotFoundError):
        services.make_package(actor=other, case_no=case_no)
    assert Package.objects.count() == 0
    assert services.make_package(actor=desk.records, case_no=case_no).case_no == case_no


@pytest.mark.parametrize(
    ("change", "seq"),
    [
        ("UPDATE cases_ledgerrow SET reason = '-' WHERE seq = 4", 4),
        ("DELETE FROM cases_ledgerrow WHERE seq = 4", 4),
        ("DELETE FROM cases_ledgerrow WHERE seq = 8", 8),
        ("UPDATE cases_ledgerrow SET previous = repeat('0', 64) WHERE seq = 2", 2),
    ],
)
def test_a_ledger_that_does_not_hold_is_not_packed(change: str, seq: int) -> None:
    case_no = cases.make_case(cases.make_desk(has_seal=True), State.ARCHIVED)
    with connection.cursor() as cursor:
        cursor.execute(change)

    with pytest.raises(LedgerBrokenError) as refusal:
        services.make_package(actor=SYSTEM, case_no=case_no)

    assert refusal.value.details == {"case_no": case_no, "seq": seq}


def test_a_stored_file_that_changed_or_went_away_is_not_packed() -> None:
    case_no = archives.online_case(cases.make_desk(has_seal=True))
    digest = store_upload(actor=SYSTEM, name="a.pdf", stream=io.BytesIO(pdf("plan"))).digest
    place, incoming = stored_file(digest), Path(settings.MEDIA_ROOT) / "incoming"
    content = place.read_bytes()

    place.write_bytes(b"%PDF other")
    with pytest.raises(FileChangedError) as changed:
        services.make_package(actor=SYSTEM, case_no=case_no)
    place.unlink()
    with pytest.raises(ContentMissingError):
        services.make_package(actor=SYSTEM, case_no=case_no)
    place.write_bytes(content)

    assert changed.value.details == {"path": f"materials/{digest}.pdf"}
    assert list(incoming.iterdir()) == []
    assert archives.packed(case_no).view.seq == 8


def test_the_approved_period_is_kept_with_the_package(settings: Settings) -> None:
    case_no = cases.make_case(cases.make_desk(has_seal=True), State.ARCHIVED)
    settings.ARCHIVE_RETENTION = {"01": "permanent"}

    made = archives.packed(case_no).view

    assert (made.retention, made.retain_until) == (Retention.PERMANENT, None)


def test_a_wrong_period_in_the_settings_is_named(settings: Settings) -> None:
    case_no = cases.make_case(cases.make_desk(has_seal=True), State.ARCHIVED)
    settings.ARCHIVE_RETENTION = {"01": "20y"}

    with pytest.raises(RetentionInvalidError) as refusal:
        services.make_package(actor=SYSTEM, case_no=case_no)

    assert refusal.value.details == {"given": "20y", "periods": "10y, 30y, permanent"}


def test_a_period_ends_with_its_last_year() -> None:
    made = archives.packed(cases.make_case(cases.make_desk(has_seal=True), State.ARCHIVED)).view

    assert made.retain_until == date(made.made_at.year + 30, 12, 31)


def test_signatures_beside_sealed_papers_go_along_and_are_checked() -> None:
    case_no = cases.make_case(cases.make_desk(has_seal=True), State.REFUSED)

    made = archives.packed(case_no)

    told = read(made, "signatures/papers.json")
    assert [(one["over"], one["paper_number"], one["sealed_by"], one["is_test"]) for one in told] == [
        ("papers/01-receipt.pdf", list_papers(case_no)[0].number, "窗口甲", True),
        ("papers/02-refusal.pdf", list_papers(case_no)[1].number, "窗口甲", True),
    ]
    report = archives.report_on(made.content, made.view.public_key)
    assert (report.failed, [line.code for line in report.noted]) == ([], ["test"])
    exchanged = {**made.files, "papers/01-receipt.pdf": made.files["papers/01-receipt.pdf"] + b"\n"}
    assert archives.found(archives.forged(exchanged)) == {("paper_signature", "papers/01-receipt.pdf")}


def test_papers_that_wait_for_a_seal_keep_the_package_waiting() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ARCHIVED)

    with pytest.raises(SealMissingError):
        services.make_package(actor=SYSTEM, case_no=case_no)
    assert Package.objects.count() == 0
    seals.make_seal(desk.organisation_id)

    made = archives.packed(case_no)
    assert [one["over"] for one in read(made, "signatures/papers.json")] == paths_of(case_no)
