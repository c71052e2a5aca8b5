"""Taking in files: each row imported or rejected with the reason; nothing lost, nothing guessed, nothing half done."""

import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from tests.support.catalogue import make_content, make_draft, make_instant_content, make_published_item
from tests.support.identity import staff_actor
from tests.support.organisations import make_organisation, make_regions
from yichuang.catalogue import queries, services
from yichuang.catalogue.errors import MapColumnsMissingError, MapError
from yichuang.catalogue.models import ImportBatch, Item, ItemVersion, VersionEvent
from yichuang.catalogue.rules import (
    CaseType,
    Commitment,
    Doubt,
    Faq,
    Fee,
    Handling,
    ItemContent,
    ItemType,
    LegalBasis,
    Purpose,
    ServiceObject,
    make_map,
)
from yichuang.catalogue.services import ImportReport
from yichuang.core.actor import SYSTEM, RightMissingError
from yichuang.core.problems import filled
from yichuang.core.rights import Role
from yichuang.core.tables import Format, TableError, TableFormatError
from yichuang.deadlines.rules import Term
from yichuang.organisations.queries import find_organisation_by_name

pytestmark = pytest.mark.django_db
OFFICE = "示例区某局"
HANDLING = Handling(
    purpose=Purpose.RENEW,
    commitment=Commitment(terms=("甲", "乙"), consequence="撤销"),
    deferral_limit=Term.parse("5wd"),
    extension_limit=Term.parse("10cd"),
    upper_body="示例市公安局",
    are_duties_apart=True,
    is_bilingual=True,
    is_renewed_by_silence=False,
)


@pytest.fixture(autouse=True)
def _region(settings: Settings) -> None:
    settings.REGION_CODE = make_regions()


def take(text: str | bytes, name: str = "items.csv", **choices: Any) -> ImportReport:
    data = text.encode() if isinstance(text, str) else text
    return services.import_items(actor=choices.pop("actor", SYSTEM), stream=io.BytesIO(data), name=name, **choices)


def rows(*lines: str) -> str:
    return "\n".join(["task_code,name,organisation,item_type,promised_limit", *lines])


def content_of(code: str) -> ItemContent:
    return ItemContent.model_validate(ItemVersion.objects.get(item__task_code=code).content)


def test_the_real_catalogue_of_a_district(shared_data: Path) -> None:
    with (shared_data / "items_guangan_2025.csv").open("rb") as file:
        report = services.import_items(
            actor=SYSTEM, stream=file, name=file.name, mapping="guangan", create_organisations=True
        )

    assert (report.rows, report.imported, report.rejected) == (1135, 1121, 14)
    assert {(error.code, error.field) for error in report.errors} == {("catalogue.code_repeated", "item_code")}
    assert report.repeated == {
        "G": (4, 349, 350),
        "E": (95, 167, 368),
        "Z": (181, 392, 442, 449, 450, 451),
        "1J": (228, 229, 230, 231, 232),
        "H": (632, 1136),
    }
    assert [error.row for error in report.errors] == sorted(
        row for repeated in report.repeated.values() for row in repeated[1:]
    )
    assert Item.objects.count() == ItemVersion.objects.count() == VersionEvent.objects.count() == 1121
    assert len({item.organisation_id for item in Item.objects.all()}) == 34


def test_a_real_row_is_kept_whole(shared_data: Path) -> None:
    with (shared_data / "items_guangan_2025.csv").open("rb") as file:
        services.import_items(actor=SYSTEM, stream=file, name=file.name, mapping="guangan", create_organisations=True)

    item = Item.objects.select_related("organisation").get(task_code="511A0138000000")
    content = content_of("511A0138000000")
    assert item.local_code == "511A0138000000-511602000000-000-115113010833722043-1-00"
    assert item.organisation.name == "区教科体局"
    assert (content.name, content.item_type) == ("适龄儿童、少年因身体状况需要延缓入学或者休学审批", ItemType.LICENCE)
    assert content.legal_bases == (LegalBasis(law="《义务教育法》", article="第十一条", text="版本日期：2018-12-29"),)
    assert content.source_note == "dept_code：083372204"


def test_the_real_guides(shared_data: Path) -> None:
    lines = (shared_data / "guides.jsonl").read_text(encoding="utf-8").splitlines()
    guides = [json.loads(line) for line in lines]
    with (shared_data / "guides.jsonl").open("rb") as file:
        report = services.import_items(
            actor=SYSTEM,
            stream=file,
            name=file.name,
            mapping="guides",
            create_organisations=True,
            organisation_id=make_organisation(),
        )

    assert (report.rows, report.imported, report.rejected) == (111, 111, 0)
    limits = {warning.row: warning for warning in report.warnings if warning.field.endswith("_limit")}
    assert Counter(warning.code for warning in report.warnings if warning.field.endswith("_limit")) == {
        "catalogue.limit_day": 5,
        "catalogue.limit_several": 3,
        "catalogue.limit_unit": 2,
        "catalogue.limit_range": 1,
        "catalogue.limit_words": 1,
    }
    assert limits[71].value in {"报告表15个工作日；登记表7个工作日", "报告表30个工作日；登记表15个工作日"}
    contents = {item.task_code: content_of(item.task_code) for item in Item.objects.all()}
    read = unread = 0
    for guide in guides:
        content = contents[guide.get("task_code") or guide.get("impl_code") or guide["id"]]
        for element in ("promised_limit", "statutory_limit"):
            written = guide.get(element)
            if written is None:
                assert getattr(content, element) is None
            elif getattr(content, element) is None:
                unread += 1
                assert written in getattr(content, f"{element}_note")
            else:
                read += 1
    assert (read, unread) == (100, 12)
    assert contents["G077"].promised_limit == Term.parse("0wd")
    assert contents["G059"].promised_limit == Term.parse("0wd")
    assert contents["G007"].promised_limit == Term.parse("5wd")


def test_nothing_of_a_real_guide_is_lost(shared_data: Path) -> None:
    lines = (shared_data / "guides.jsonl").read_text(encoding="utf-8").splitlines()
    with (shared_data / "guides.jsonl").open("rb") as file:
        services.import_items(
            actor=SYSTEM,
            stream=file,
            name=file.name,
            mapping="guides",
            create_organisations=True,
            organisation_id=make_organisation(),
        )

    for line in lines:
        guide = json.loads(line)
        item = Item.objects.select_related("organisation").get(
            task_code=guide.get("task_code") or guide.get("impl_code") or guide["id"]
        )
        content = content_of(item.task_code)
        kept = content.model_dump_json() + item.local_code + item.catalog_code + item.task_code + item.organisation.name
        for column in ("item_name", "materials", "conditions", "steps", "result", "window", "source_url", "fee_basis"):
            for text in _texts(guide.get(column)):
                assert text in kept
        for text in _texts(guide.get("legal_basis")):
            assert text in "".join(f"{basis.law}{basis.article}" for basis in content.legal_bases)
        for column in ("item_code_local", "national_code", "date", "place", "id"):
            for text in _texts(guide.get(column)):
                assert text in kept


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]


@pytest.mark.parametrize("kind", list(Format))
def test_an_export_imports_back_to_the_same_content(kind: Format) -> None:
    organisation_id = make_organisation(OFFICE)
    contents = {
        "11990101000000003R": make_content(
            quota="=1+1",
            summary='多行\n"引号",逗号',
            conditions=("甲；乙", "丙、丁"),
            is_free=False,
            fees=(Fee(name="工本费", standard="5元/证", basis="某价费〔2014〕1号", amount_cents=500),),
            faqs=(Faq(question="问？", answer="答。"),),
            statutory_limit=Term.parse("30cd"),
            promised_limit=Term.parse("9cd"),
            steps=(),
            handling=HANDLING,
        ),
        "A-2": make_instant_content(item_type=None, is_free=None, source_note="'=x"),
    }
    for code, content in contents.items():
        make_draft(code, content, organisation_id)
    data = queries.export_items(kind, is_published_only=False)
    ItemVersion.objects.update(state="cancelled")
    VersionEvent.objects.all().delete()
    ItemVersion.objects.all().delete()
    Item.objects.all().delete()

    report = take(data, f"items.{kind}")

    assert (report.rows, report.imported, report.errors, report.warnings) == (2, 2, (), ())
    assert {code: content_of(code) for code in contents} == contents


def test_only_what_is_published_is_exported_to_the_public() -> None:
    make_published_item("A1")
    make_draft("A2", organisation_id=make_organisation())

    exported = json.loads(queries.export_items("json"))

    assert [row["task_code"] for row in exported] == ["A1"]


def test_good_rows_are_kept_and_bad_ones_named() -> None:
    make_organisation(OFFICE)

    report = take(
        rows(
            f"A1,食品经营许可,{OFFICE},行政许可,5个工作日",
            f"A2,,{OFFICE},行政许可,5个工作日",
            f"食品,卫生许可,{OFFICE},行政许可,5个工作日",
            "A4,卫生许可",
            f"A5,{'长' * 201},{OFFICE},行政许可,",
            "A6,卫生许可,没有的局,行政许可,",
            f",卫生许可,{OFFICE},行政许可,",
            f"A1,重复的许可,{OFFICE},行政许可,",
        )
    )

    assert (report.rows, report.imported, report.rejected) == (8, 1, 7)
    assert [(error.row, error.field, error.code) for error in report.errors] == [
        (3, "name", "catalogue.name_missing"),
        (4, "task_code", "catalogue.code"),
        (5, "", "core.cells_missing"),
        (6, "name", "catalogue.string_too_long"),
        (7, "organisation", "catalogue.organisation_unknown"),
        (8, "task_code", "catalogue.task_code_missing"),
        (9, "task_code", "catalogue.code_repeated"),
    ]
    assert report.repeated == {"A1": (2, 9)}
    assert filled(report.errors[-1].text, report.errors[-1].details) != ""
    assert [item.task_code for item in Item.objects.all()] == ["A1"]
    batch = ImportBatch.objects.get()
    assert batch.pk == report.batch_id
    assert (batch.rows, batch.imported, batch.rejected, len(batch.errors)) == (8, 1, 7, 7)


def test_one_bad_row_refuses_all_where_the_caller_chose_so() -> None:
    make_organisation(OFFICE)

    report = take(rows(f"A1,食品经营许可,{OFFICE},行政许可,5个工作日", f"A2,,{OFFICE},行政许可,"), mode="refuse_all")

    assert (report.rows, report.imported, report.rejected) == (2, 0, 2)
    assert Item.objects.count() == 0
    assert ImportBatch.objects.count() == 1


def test_a_dry_run_reports_and_writes_nothing() -> None:
    report = take(rows("A1,食品经营许可,新局,行政许可,20日"), is_dry_run=True, create_organisations=True)

    assert (report.rows, report.imported, report.batch_id) == (1, 1, None)
    assert [warning.code for warning in report.warnings] == [f"catalogue.{Doubt.DAY.code}"]
    assert (Item.objects.count(), ImportBatch.objects.count()) == (0, 0)
    assert find_organisation_by_name("新局") is None


def test_an_import_makes_drafts_and_publishes_nothing() -> None:
    make_organisation(OFFICE)

    take(rows(f"A1,食品经营许可,{OFFICE},行政许可,5个工作日"))

    assert [version.state for version in ItemVersion.objects.all()] == ["draft"]
    assert queries.list_items().rows == ()


def test_an_item_that_is_there_is_not_overwritten() -> None:
    view = make_published_item("A1", organisation_id=make_organisation(OFFICE))
    text = rows(f"A1,新名称,{OFFICE},行政许可,5个工作日")

    refused = take(text)
    drafted = take(text, existing="draft")
    again = take(text, existing="draft")

    assert [error.code for error in refused.errors] == ["catalogue.item_exists"]
    assert (drafted.imported, queries.list_versions(view.item_id)[0].name) == (1, "新名称")
    assert queries.published_version("A1").name == "食品经营许可"
    assert (again.unchanged, again.imported, again.rejected) == (1, 0, 0)
    other = take(rows(f"A1,又一名称,{OFFICE},行政许可,5个工作日"), existing="draft")
    assert [error.code for error in other.errors] == ["catalogue.draft_exists"]


def test_a_row_does_not_draft_the_item_of_another_organisation() -> None:
    make_published_item("A1", organisation_id=make_organisation("示例区别局"))
    editor = staff_actor(Role.CATALOGUE_EDITOR, organisation_id=make_organisation(OFFICE))

    report = take(rows(f"A1,新名称,{OFFICE},行政许可,"), existing="draft", actor=editor)

    assert [(error.code, error.value) for error in report.errors] == [("catalogue.organisation_differs", OFFICE)]
    assert ItemVersion.objects.count() == 1


def test_a_cancelled_item_does_not_come_back_by_import() -> None:
    view = make_published_item("A1", organisation_id=make_organisation(OFFICE))
    services.cancel_item(actor=SYSTEM, version_id=view.id, reason="废止")

    report = take(rows(f"A1,新名称,{OFFICE},行政许可,"), existing="draft")

    assert [error.code for error in report.errors] == ["catalogue.item_cancelled"]


def test_departments_are_made_only_when_asked_and_with_the_right() -> None:
    text = rows("A1,食品经营许可,新局,行政许可,5个工作日")
    editor = staff_actor(Role.CATALOGUE_EDITOR, organisation_id=make_organisation())

    assert take(text).imported == 0
    with pytest.raises(RightMissingError):
        take(text, create_organisations=True, actor=editor)
    assert find_organisation_by_name("新局") is None
    assert take(text, create_organisations=True).imported == 1
    assert find_organisation_by_name("新局") is not None


def test_an_editor_imports_items_of_the_own_organisation_only() -> None:
    own, _other = make_organisation(OFFICE), make_organisation("示例区别局")
    editor = staff_actor(Role.CATALOGUE_EDITOR, organisation_id=own)

    report = take(rows(f"A1,甲许可,{OFFICE},行政许可,", "A2,乙许可,示例区别局,行政许可,"), actor=editor)

    assert (report.imported, [error.code for error in report.errors]) == (1, ["catalogue.organisation_forbidden"])


@pytest.mark.parametrize("role", [Role.WINDOW_CLERK, Role.SUPERVISOR])
def test_who_may_not_edit_may_not_import(role: Role) -> None:
    actor = staff_actor(role, organisation_id=make_organisation(OFFICE))

    with pytest.raises(RightMissingError):
        take(rows(f"A1,甲许可,{OFFICE},行政许可,"), actor=actor)
    assert ImportBatch.objects.count() == 0


def test_a_formula_comes_in_as_text() -> None:
    make_organisation(OFFICE)

    take(f"task_code,name,organisation,quota\nA1,'=1+1,{OFFICE},=cmd|' /C calc'!A0\n")

    content = content_of("A1")
    assert (content.name, content.quota) == ("=1+1", "=cmd|' /C calc'!A0")


def test_a_map_names_their_columns() -> None:
    make_organisation(OFFICE)
    column_map = make_map(
        "theirs",
        {
            "task_code": "编码",
            "name": ["全称", "名称"],
            "organisation": f"={OFFICE}",
            "day_means": "=wd",
            "promised_limit": "时限",
        },
    )

    report = take("编码,全称,名称,时限,备注\nA1,,卫生许可,20日,留存\n", mapping=column_map)

    assert (report.imported, report.warnings) == (1, ())
    content = content_of("A1")
    assert (content.name, content.promised_limit, content.source_note) == ("卫生许可", Term.parse("20wd"), "备注：留存")


@pytest.mark.parametrize("given", [{"colour": "a"}, {"name": 5}, {"name": []}])
def test_a_wrong_map_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(MapError):
        make_map("theirs", given)


def test_a_file_without_the_needed_columns_is_refused() -> None:
    with pytest.raises(MapColumnsMissingError) as refused:
        take("a,b\n1,2\n")
    assert refused.value.details == {"element": "task_code", "expected": ("task_code",), "found": ("a", "b")}
    with pytest.raises(MapError):
        take("a,b\n1,2\n", mapping="nowhere")


@pytest.mark.parametrize(("data", "name"), [(b"", "x.csv"), (b"x", "x.xlsx"), (b"{", "x.json")])
def test_a_file_that_cannot_be_read_is_refused_whole(data: bytes, name: str) -> None:
    with pytest.raises(TableError):
        take(data, name)
    assert ImportBatch.objects.count() == 0


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(TableFormatError):
        take(b"MZ", "items.exe")


def test_gbk_is_read() -> None:
    make_organisation(OFFICE)

    assert take(rows(f"A1,食品经营许可,{OFFICE},行政许可,即办").encode("gbk")).imported == 1
    assert content_of("A1").promised_limit == Term.parse("0wd")


def test_words_that_are_not_known_are_reported_and_kept() -> None:
    make_organisation(OFFICE)
    entry = {
        "task_code": "A1",
        "name": "某事项",
        "organisation": OFFICE,
        "item_type": "其他类",
        "case_type": "即办件",
        "service_objects": ["自然人", "农机手"],
        "is_free": "收费（首次免费）",
    }

    report = take(json.dumps([entry]), "items.json")

    assert [(warning.field, warning.code) for warning in report.warnings] == [
        ("item_type", "catalogue.word_unknown"),
        ("service_objects", "catalogue.word_unknown"),
        ("is_free", "catalogue.word_unknown"),
    ]
    content = content_of("A1")
    assert (content.item_type, content.case_type, content.is_free) == (None, CaseType.INSTANT, None)
    assert content.service_objects == (ServiceObject.PERSON,)
    assert content.source_note == 'item_type：其他类\nservice_objects：["自然人", "农机手"]\nis_free：收费（首次免费）'


def test_a_part_with_a_wrong_shape_is_named_by_its_place() -> None:
    make_organisation(OFFICE)
    entry = {
        "task_code": "A1",
        "name": "某事项",
        "organisation": OFFICE,
        "materials": [{"code": "M1", "name": "申请书", "copies": 99}, {"code": "M 2", "name": "证明", "colour": "red"}],
        "effective_on": "2026-02-30",
        "visit_count": "两次",
    }

    report = take(json.dumps([entry]), "items.json")

    assert [(error.field, error.value, error.code) for error in report.errors] == [
        ("visit_count", "两次", "catalogue.not_a_number"),
        ("materials.0.copies", "99", "catalogue.less_than_equal"),
        ("materials.1.code", "M 2", "catalogue.string_pattern_mismatch"),
        ("materials.1.colour", "red", "catalogue.extra_forbidden"),
        ("effective_on", "2026-02-30", "catalogue.date_from_datetime_parsing"),
    ]


def test_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yichuang.catalogue.services.importing.CHUNK", 2)
    make_organisation(OFFICE)
    told: list[tuple[int, int]] = []

    take(
        rows(*(f"A{n},许可{n},{OFFICE},行政许可," for n in range(3))),
        progress=lambda done, total: told.append((done, total)),
    )

    assert told == [(2, 3), (3, 3)]


def test_the_handling_is_read_from_columns_of_words() -> None:
    make_organisation(OFFICE)
    entry = {
        "编码": "A1",
        "名称": "某事项（延续）",
        "部门": OFFICE,
        "业务类型": "延续",
        "容缺期限": "5个工作日",
        "延期": "十个工作日",
        "上级": "示例市公安局",
        "分开": "是",
        "承诺": '{"terms": ["甲"], "consequence": "撤销"}',
    }
    column_map = make_map(
        "some",
        {
            "task_code": "编码",
            "name": "名称",
            "organisation": "部门",
            "handling.purpose": "业务类型",
            "handling.deferral_limit": "容缺期限",
            "handling.extension_limit": "延期",
            "handling.upper_body": "上级",
            "handling.are_duties_apart": "分开",
            "handling.commitment": "承诺",
            "handling.is_bilingual": "=否",
        },
    )

    report = take(json.dumps([entry]), "items.json", mapping=column_map)

    assert (report.errors, report.warnings) == ((), ())
    assert content_of("A1").handling == Handling(
        purpose=Purpose.RENEW,
        commitment=Commitment(terms=("甲",), consequence="撤销"),
        deferral_limit=Term.parse("5wd"),
        extension_limit=Term.parse("10wd"),
        upper_body="示例市公安局",
        are_duties_apart=True,
    )


def test_what_is_not_understood_of_the_handling_is_named_by_its_column() -> None:
    make_organisation(OFFICE)
    rows_given = [
        {"task_code": "A1", "name": "甲", "organisation": OFFICE, "handling.purpose": "年检", "handling.deferral_limit": "5日"},
        {"task_code": "A2", "name": "乙", "organisation": OFFICE, "handling.commitment": "符合条件"},
        {"task_code": "A3", "name": "丙", "organisation": OFFICE, "handling.upper_body": "长" * 201},
        {"task_code": "A4", "name": "丁", "organisation": OFFICE, "handling": '{"is_bilingual": true, "other": 1}'},
        {"task_code": "A5", "name": "戊", "organisation": OFFICE, "handling": '{"is_bilingual": true}', "handling.upper_body": "某市局"},
    ]  # fmt: skip

    report = take(json.dumps(rows_given), "items.json")

    assert [(warning.row, warning.field, warning.code) for warning in report.warnings] == [
        (1, "handling.purpose", "catalogue.word_unknown"),
        (1, "handling.deferral_limit", "catalogue.limit_day"),
    ]
    assert [(error.row, error.field, error.code) for error in report.errors] == [
        (2, "handling.commitment", "catalogue.not_a_part"),
        (3, "handling.upper_body", "catalogue.string_too_long"),
        (4, "handling.other", "catalogue.extra_forbidden"),
    ]
    assert content_of("A1").handling == Handling()
    assert content_of("A1").source_note == "handling.purpose：年检\nhandling.deferral_limit：5日"
    assert content_of("A5").handling == Handling(is_bilingual=True, upper_body="某市局")
