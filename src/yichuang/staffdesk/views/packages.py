"""The packages of an archived case: what there is, who was given it, and the download for a reason. Law: ARC 37; PIPL 51."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import FileResponse, HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext

from yichuang.archives.queries import PackageView, list_packages, list_reads
from yichuang.archives.services import read_package
from yichuang.cases.queries import CaseView, get_case_view
from yichuang.cases.rules import State
from yichuang.core.actor import Actor
from yichuang.core.errors import InvalidError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.staffdesk.access import WRITE, desk, require_any
from yichuang.staffdesk.errors import NotArchivedError, PageNotFoundError
from yichuang.staffdesk.forms.fields import in_language
from yichuang.staffdesk.forms.packages import ReadForm
from yichuang.staffdesk.views.shown import Refused, actor_text, day, label, moment, page
from yichuang.ui.parts import Column, Definition, Row

_UNPROCESSABLE = 422
_ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class PackagePart:
    """A package on the page; `is_open` when the form for it was refused."""

    id: int
    title: str
    details: Sequence[Definition]
    reads: Sequence[Row]
    form: ReadForm
    is_open: bool


@desk(Right.ARCHIVE)
def show(request: HttpRequest, actor: Actor, case_no: str) -> HttpResponse:
    """The packages of the case, the newest first, and who was given each.

    Raises:
        RightMissingError: the actor does not keep the archive of the body.
        NotArchivedError: the case is not in the archive.
    """
    return _packages(request, actor, _archived(actor, case_no))


@desk(Right.ARCHIVE, methods=WRITE)
def download(request: HttpRequest, actor: Actor, case_no: str, package_id: int) -> FileResponse | HttpResponse:
    """The package as a file, once it is on record who was given it and what for.

    Raises:
        PageNotFoundError: the case has no such package.
        Otherwise as `show`.
    """
    view = _archived(actor, case_no)
    if package_id not in {one.id for one in _of_case(actor, view)}:
        raise PageNotFoundError
    name, form = str(package_id), ReadForm(request.POST, ident=_ident(package_id))
    if not form.is_valid():
        return _packages(request, actor, view, Refused(name, form, _UNPROCESSABLE))
    try:
        opened = read_package(actor=actor, package_id=package_id, reason=form.cleaned_data["reason"])
    except InvalidError as error:
        form.refuse(error)
        return _packages(request, actor, view, Refused(name, form, status_of(error)))
    answer = FileResponse(opened.stream, as_attachment=True, filename=opened.name, content_type=_ZIP)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _archived(actor: Actor, case_no: str) -> CaseView:
    view = get_case_view(actor, case_no)
    require_any(actor, [Right.ARCHIVE], view.organisation_id)
    if view.state is not State.ARCHIVED:
        raise NotArchivedError(case_no=view.case_no, state=view.state)
    return view


def _of_case(actor: Actor, view: CaseView) -> Sequence[PackageView]:
    """All of them: one for each act after the first archiving, which are few."""
    return list_packages(actor, organisation_id=view.organisation_id, case_no=view.case_no).rows


def _packages(request: HttpRequest, actor: Actor, view: CaseView, refused: Refused | None = None) -> HttpResponse:
    names = (gettext("Handed out at"), gettext("To whom"), gettext("What for"))
    context = {
        "case": view,
        "item_name": in_language(view.item_name, view.version.content.name_en),
        "packages": [_part(actor, one, refused) for one in _of_case(actor, view)],
        "columns": [Column(name) for name in names],
    }
    return page(request, "packages", context, refused)


def _part(actor: Actor, one: PackageView, refused: Refused | None) -> PackagePart:
    mine = refused if refused is not None and refused.name == str(one.id) else None
    form = mine.form if mine is not None and isinstance(mine.form, ReadForm) else ReadForm(ident=_ident(one.id))
    reads = [
        Row((moment(read.at), gettext(", ").join(filter(None, (actor_text(read.actor_name), read.title))), read.reason))
        for read in list_reads(actor, one.id)
    ]
    title = gettext("Package {number}").format(number=one.number)
    return PackagePart(one.id, title, _details(one), reads, form, is_open=mine is not None)


def _details(one: PackageView) -> list[Definition]:
    until = day(one.retain_until) if one.retain_until else gettext("For ever")
    return [
        Definition(gettext("Made at"), moment(one.made_at)),
        Definition(gettext("Ledger up to row"), one.seq),
        Definition(gettext("Size"), filesizeformat(one.size)),
        Definition(gettext("Digest of the file (SM3)"), one.digest),
        Definition(gettext("Kept until"), until, note=label(one.retention) if one.retain_until else ""),
    ]


def _ident(package_id: int) -> str:
    return f"package-{package_id}"
