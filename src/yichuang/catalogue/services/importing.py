"""Taking items in from files: every row becomes a draft or is rejected with the reason; nothing is published."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, BinaryIO

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from yichuang.catalogue.errors import ImportOvertakenError, MapError
from yichuang.catalogue.models import BasicItem, ImportBatch, Item, ItemVersion, VersionEvent
from yichuang.catalogue.rules import Act, ColumnMap, ItemContent, RowError, RowReading, read_row
from yichuang.catalogue.rules.lifecycle import OPEN_STATES
from yichuang.catalogue.rules.maps import MAPS
from yichuang.catalogue.services.recording import event_of, new_version, search_columns
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.digests import sm3_hex
from yichuang.core.errors import InvalidError, gettext_noop
from yichuang.core.identifiers import check_credit_code
from yichuang.core.rights import Right
from yichuang.core.tables import MOST_BYTES, Table, read_table
from yichuang.organisations.errors import OrganisationNotFoundError
from yichuang.organisations.queries import (
    find_organisation_by_credit_code,
    find_organisation_by_name,
    get_organisation,
)
from yichuang.organisations.rules import OrganisationKind
from yichuang.organisations.services import register_organisation

CODE_REPEATED = gettext_noop("The code {value} occurs in rows {rows}; row {first} was taken.")
ITEM_EXISTS = gettext_noop("There is already a service item with the code {value}.")
DRAFT_EXISTS = gettext_noop("The item {value} already has a version in preparation.")
ITEM_CANCELLED = gettext_noop("The item {value} was cancelled and may not go on in any form.")
ITEM_UNCHANGED = gettext_noop("The item {value} says the same already; nothing was changed.")
ORGANISATION_MISSING = gettext_noop("The row names no organisation.")
ORGANISATION_UNKNOWN = gettext_noop("There is no organisation “{value}”.")
ORGANISATION_DIFFERS = gettext_noop("The item there belongs to another organisation than “{value}”.")
ORGANISATION_FORBIDDEN = gettext_noop("You may not edit items of “{value}”.")
CHUNK = 500
LONGEST_FILE_NAME = 200
_ONE_AT_A_TIME = 0x59431001
Progress = Callable[[int, int], None]


class Mode(StrEnum):
    """What a bad row does to the others."""

    KEEP_GOOD = "keep_good"
    REFUSE_ALL = "refuse_all"


class Existing(StrEnum):
    """What happens to a row whose item is there already."""

    REFUSE = "refuse"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of a file: rows = imported + unchanged + rejected.

    `repeated` has each code that occurs more than once, with all its rows. `errors` has at least one entry for each
    rejected row; `warnings` name what was left open in any row. `batch_id` is None after a dry run.
    """

    rows: int
    imported: int
    unchanged: int
    rejected: int
    errors: tuple[RowError, ...]
    warnings: tuple[RowError, ...]
    repeated: Mapping[str, tuple[int, ...]]
    batch_id: int | None


@dataclass(slots=True)
class _Import:
    """The rows on their way: those still good, by code, and what was found."""

    actor: Actor
    map: ColumnMap
    rows: int
    good: dict[str, RowReading] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)
    seen: dict[str, list[int]] = field(default_factory=dict)
    organisations: dict[tuple[str, str], int | None] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    unchanged: int = 0

    def organisation_of(self, row: RowReading) -> int:
        """The id of the row's organisation, which is registered by now."""
        found = self.organisations[row.organisation, row.organisation_code]
        if found is None:
            raise OrganisationNotFoundError
        return found

    def reject(self, row: RowReading, element: str, value: str, reason: str, text: str, **details: object) -> None:
        """The row is not taken."""
        self.errors.append(self.named(row, element, value, reason, text, **details))
        self.good.pop(row.task_code, None)

    def named(self, row: RowReading, element: str, value: str, reason: str, text: str, **details: object) -> RowError:
        """The reason with the place in the file."""
        column = self.map.columns.get(element, (element,))[0]
        return RowError(row.row, column, value, f"catalogue.{reason}", text, {"value": value, **details})


@transaction.atomic
def import_items(  # noqa: PLR0913 - what a caller may choose about a file
    *,
    actor: Actor,
    stream: BinaryIO,
    name: str,
    mapping: str | ColumnMap = "own",
    mode: Mode | str = Mode.KEEP_GOOD,
    existing: Existing | str = Existing.REFUSE,
    is_dry_run: bool = False,
    create_organisations: bool = False,
    organisation_id: int | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Each good row is an item with a draft; bad rows are rejected, alone or with the whole file, as `mode` says.

    Departments are found by credit code or name; unknown ones are registered when `create_organisations` is set.
    `organisation_id` serves rows that name none. With `existing="draft"` a row whose item is there makes a new draft
    of it, unless it says the same already. `progress(done, all)` is called while rows are written. A dry run reads
    and reports, and writes nothing.

    Raises:
        RightMissingError: the actor may edit items nowhere, or may not register organisations.
        MapError: the map is unknown, or the file lacks a needed column.
        TableError, TableTooLargeError, TableFormatError: the file cannot be read.
        ImportOvertakenError: somebody made an item with one of the codes meanwhile; nothing was written.
    """
    actor.require(Right.EDIT_ITEMS)
    if create_organisations:
        actor.require(Right.MANAGE_ORGANISATIONS)
    data = stream.read(MOST_BYTES + 1)
    table = read_table(io.BytesIO(data), name)
    column_map = _map(mapping)
    column_map.check(table.columns)
    with connection.cursor() as cursor:
        # Two imports at once would both find the same codes free.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    work = _Import(actor, column_map, len(table.rows))
    _read(work, table, column_map)
    _settle_organisations(work, organisation_id, creates=create_organisations)
    _settle_existing(work, Existing(existing))
    if Mode(mode) is Mode.REFUSE_ALL and work.errors:
        work.good.clear()
        work.unchanged = 0
    report = _report(work)
    if is_dry_run:
        return report
    if create_organisations:
        _register_organisations(work)
    try:
        with transaction.atomic():
            _write(work, progress or _silent)
    except IntegrityError as error:
        raise ImportOvertakenError from error
    return replace(report, batch_id=_batch(work, report, name, sm3_hex(data), Mode(mode)))


def _map(mapping: str | ColumnMap) -> ColumnMap:
    if isinstance(mapping, ColumnMap):
        return mapping
    if mapping not in MAPS:
        raise MapError(reason=f"{mapping}: {', '.join(MAPS)}")
    return MAPS[mapping]


def _read(work: _Import, table: Table, column_map: ColumnMap) -> None:
    """The rows are read, and of rows with one code the first good one is taken."""
    readings: list[RowReading] = []
    for row in table.rows:
        if row.problem:
            problem = row.problem
            work.errors.append(
                RowError(row.number, problem.field, problem.value, problem.code, problem.text, problem.details)
            )
            continue
        reading = read_row(row.number, row.cells, column_map)
        readings.append(reading)
        if reading.task_code:
            work.seen.setdefault(reading.task_code, []).append(reading.row)
    for reading in readings:
        work.errors.extend(reading.errors)
        work.warnings.extend(reading.warnings)
        if reading.content is None:
            continue
        taken = work.good.get(reading.task_code)
        if taken is None:
            work.good[reading.task_code] = reading
            continue
        rows = tuple(work.seen[reading.task_code])
        details = {"rows": rows, "first": taken.row}
        code = reading.task_code
        work.errors.append(work.named(reading, "task_code", code, "code_repeated", CODE_REPEATED, **details))


def _settle_organisations(work: _Import, default_id: int | None, *, creates: bool) -> None:
    """Each good row's organisation is known, or will be registered, and the actor may edit its items."""
    if default_id is not None:
        get_organisation(default_id)
    for row in list(work.good.values()):
        key = (row.organisation, row.organisation_code)
        if not any(key):
            if default_id is None:
                work.reject(row, "organisation", "", "organisation_missing", ORGANISATION_MISSING)
                continue
            work.organisations[key] = default_id
        if key not in work.organisations:
            work.organisations[key] = _find_organisation(*key)
        found = work.organisations[key]
        shown = row.organisation or row.organisation_code
        if found is None and not (creates and row.organisation):
            work.reject(row, "organisation", shown, "organisation_unknown", ORGANISATION_UNKNOWN)
        elif not work.actor.may(Right.EDIT_ITEMS, found) or (found is None and not _reaches_all(work.actor)):
            work.reject(row, "organisation", shown, "organisation_forbidden", ORGANISATION_FORBIDDEN)


def _reaches_all(actor: Actor) -> bool:
    return actor.organisations_for(Right.EDIT_ITEMS) is None


def _find_organisation(name: str, credit_code: str) -> int | None:
    found = find_organisation_by_credit_code(credit_code) if credit_code else None
    if found is None and name:
        found = find_organisation_by_name(name)
    return found.id if found else None


def _register_organisations(work: _Import) -> None:
    """The organisations of good rows that were not there are: departments where a valid credit code is given."""
    for row in work.good.values():
        key = (row.organisation, row.organisation_code)
        if work.organisations[key] is not None:
            continue
        code = _valid_credit_code(row.organisation_code)
        work.organisations[key] = _find_organisation(*key) or register_organisation(
            actor=work.actor,
            name=row.organisation,
            kind=OrganisationKind.DEPARTMENT if code else OrganisationKind.OTHER,
            region_code=settings.REGION_CODE,
            credit_code=code,
        )


def _valid_credit_code(text: str) -> str:
    try:
        return check_credit_code(text)
    except InvalidError:
        return ""


def _settle_existing(work: _Import, existing: Existing) -> None:
    """Rows whose item is there are rejected, or stay if a new draft of it may be made."""
    work.items = {item.task_code: item for item in Item.objects.filter(task_code__in=list(work.good))}
    opened = set(
        ItemVersion.objects.filter(item__in=work.items.values(), state__in=OPEN_STATES).values_list(
            "item_id", flat=True
        )
    )
    last = _last_contents(work.items.values()) if existing is Existing.DRAFT else {}
    for code, item in work.items.items():
        row = work.good[code]
        content = row.content
        if existing is Existing.REFUSE:
            work.reject(row, "task_code", code, "item_exists", ITEM_EXISTS)
        elif item.organisation_id != work.organisations[row.organisation, row.organisation_code]:
            # The right was checked for the organisation that the row names, not for the item's own.
            work.reject(row, "organisation", row.organisation, "organisation_differs", ORGANISATION_DIFFERS)
        elif item.is_cancelled:
            work.reject(row, "task_code", code, "item_cancelled", ITEM_CANCELLED)
        elif content is not None and last.get(item.pk) == content:
            work.warnings.append(work.named(row, "task_code", code, "item_unchanged", ITEM_UNCHANGED))
            work.good.pop(code)
            work.unchanged += 1
        elif item.pk in opened:
            work.reject(row, "task_code", code, "draft_exists", DRAFT_EXISTS)


def _last_contents(items: Iterable[Item]) -> dict[int, ItemContent]:
    rows = ItemVersion.objects.filter(item__in=list(items)).order_by("item_id", "-number").distinct("item_id")
    return {row.item_id: ItemContent.model_validate(row.content) for row in rows}


def _report(work: _Import) -> ImportReport:
    kept = {row.row for row in work.good.values()}
    imported = len(kept)
    return ImportReport(
        rows=work.rows,
        imported=imported,
        unchanged=work.unchanged,
        rejected=work.rows - imported - work.unchanged,
        errors=tuple(sorted(work.errors, key=lambda error: error.row)),
        warnings=tuple(sorted(work.warnings, key=lambda warning: warning.row)),
        repeated={code: tuple(rows) for code, rows in work.seen.items() if len(rows) > 1},
        batch_id=None,
    )


def _write(work: _Import, progress: Progress) -> None:
    """The good rows are items with drafts, in few statements."""
    codes = {row.catalog_code for row in work.good.values()} - {""}
    basic = {row.catalog_code: row for row in BasicItem.objects.filter(catalog_code__in=codes)}
    rows = list(work.good.values())
    numbers = _last_numbers(work.items.values())
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        _write_items(work, [row for row in part if row.task_code not in work.items], basic)
        _write_versions(work, part, numbers)
        progress(start + len(part), len(rows))


def _last_numbers(items: Iterable[Item]) -> dict[int, int]:
    rows = ItemVersion.objects.filter(item__in=list(items)).values("item_id").annotate(last=Max("number"))
    return {row["item_id"]: row["last"] for row in rows}


def _write_items(work: _Import, rows: Sequence[RowReading], basic: Mapping[str, BasicItem]) -> None:
    items = [
        Item(
            task_code=row.task_code,
            local_code=row.local_code,
            catalog_code=row.catalog_code,
            name=content.name,
            organisation_id=work.organisation_of(row),
            basic_item=basic.get(row.catalog_code),
            **search_columns(content, row.task_code, row.local_code),
        )
        for row, content in _contents(rows)
    ]
    work.items.update((item.task_code, item) for item in Item.objects.bulk_create(items))


def _write_versions(work: _Import, rows: Sequence[RowReading], numbers: Mapping[int, int]) -> None:
    at = clock.now()
    versions = [
        new_version(
            actor=work.actor,
            item=work.items[row.task_code],
            number=numbers.get(work.items[row.task_code].pk, 0) + 1,
            content=content,
            at=at,
        )
        for row, content in _contents(rows)
    ]
    events = [
        event_of(actor=work.actor, version=version, act=Act.START, before="")
        for version in ItemVersion.objects.bulk_create(versions)
    ]
    VersionEvent.objects.bulk_create(events)


def _contents(rows: Sequence[RowReading]) -> Iterable[tuple[RowReading, ItemContent]]:
    return ((row, row.content) for row in rows if row.content is not None)


def _batch(work: _Import, report: ImportReport, name: str, digest: str, mode: Mode) -> int:
    return ImportBatch.objects.create(
        file_name=name[-LONGEST_FILE_NAME:],
        digest=digest,
        mapping=work.map.name[:100],
        mode=mode,
        rows=report.rows,
        imported=report.imported,
        rejected=report.rejected,
        errors=[_plain(error) for error in report.errors],
        warnings=[_plain(warning) for warning in report.warnings],
        at=clock.now(),
        account_id=work.actor.account_id,
        actor_name=work.actor.name,
    ).pk


def _plain(error: RowError) -> dict[str, Any]:
    return {"row": error.row, "field": error.field, "value": error.value, "code": error.code}


def _silent(_done: int, _all: int) -> None:
    """Report no progress."""
