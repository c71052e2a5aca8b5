"""Reading which packages there are, and who was given one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yichuang.archives import access
from yichuang.archives.models import Package, PackageRead
from yichuang.archives.rules import Retention
from yichuang.core.actor import Actor
from yichuang.core.paging import Page, decode_id, page_of
from yichuang.core.rights import Right


@dataclass(frozen=True, slots=True)
class PackageView:
    """A package without its content. `digest` is SM3 of the ZIP file, `size` in bytes; `retain_until` None: for ever.

    `number` counts the packages of the case from 1; `seq` is the last row of the ledger in it; `public_key` is the SM2 key of
    the centre's signature, in hexadecimal.
    """

    id: int
    case_no: str
    number: int
    seq: int
    organisation_id: int
    digest: str
    size: int
    public_key: str
    retention: Retention
    retain_until: date | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ReadView:
    """A handing-out of a package."""

    actor_name: str
    title: str
    reason: str
    at: datetime


def package_view(row: Package, number: int) -> PackageView:
    """The view of a row, which is that package of its case."""
    return PackageView(
        id=row.pk,
        case_no=row.case_no,
        number=number,
        seq=row.seq,
        organisation_id=row.organisation_id,
        digest=row.digest,
        size=row.size,
        public_key=row.public_key,
        retention=Retention(row.retention),
        retain_until=row.retain_until,
        made_at=row.made_at,
    )


def get_package(actor: Actor, package_id: int) -> PackageView:
    """The package. Raises: as `access.get_package`."""
    return _views([access.get_package(actor, package_id)])[0]


def not_packed(cases: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Those of the cases, given with the last row of their ledger, of which no package holds that row."""
    packed = set(Package.objects.filter(case_no__in=[one for one, _seq in cases]).values_list("case_no", "seq"))
    return tuple(case_no for case_no, seq in cases if (case_no, seq) not in packed)


def list_packages(
    actor: Actor,
    *,
    organisation_id: int | None = None,
    case_no: str = "",
    cursor: str | None = None,
    size: int = 50,
) -> Page[PackageView]:
    """The packages of the bodies whose archives the actor keeps (or of one of them, or of one case), newest first.

    Raises:
        SignInRequiredError, RightMissingError: the actor keeps no archive, or not that one.
        CursorError: the cursor is not one of this list.
    """
    actor.require(Right.ARCHIVE, organisation_id)
    rows = Package.objects.order_by("-pk")
    bodies = actor.organisations_for(Right.ARCHIVE) if organisation_id is None else frozenset({organisation_id})
    if bodies is not None:
        rows = rows.filter(organisation_id__in=bodies)
    if case_no:
        rows = rows.filter(case_no=case_no)
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    found = _views(rows[: size + 1])
    return page_of(found, size, [(row.id,) for row in found])


def list_reads(actor: Actor, package_id: int) -> tuple[ReadView, ...]:
    """Who was given the package, oldest first: few in its life. Raises: as `access.get_package`."""
    package = access.get_package(actor, package_id)
    rows = PackageRead.objects.filter(package=package).order_by("pk")
    return tuple(ReadView(row.actor_name, row.title, row.reason, row.at) for row in rows)


def _views(rows: Iterable[Package]) -> list[PackageView]:
    """The views of the rows, with one more query to number them."""
    held = list(rows)
    known = Package.objects.filter(case_no__in={row.case_no for row in held})
    places = list(known.values_list("case_no", "seq"))
    return [
        package_view(row, sum(case_no == row.case_no and seq <= row.seq for case_no, seq in places)) for row in held
    ]
