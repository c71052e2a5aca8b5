"""Items from a file: tried first, then taken in; every refused row is named with its field."""

import base64
import binascii
import io
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from yichuang.catalogue.rules import fitting_map
from yichuang.catalogue.services import ImportReport, import_items
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.core.tables import read_table
from yichuang.staffdesk.access import BOTH, desk
from yichuang.staffdesk.forms.items import FITTING, ImportForm
from yichuang.staffdesk.views.import_problems import grouped, packed, problem_file
from yichuang.staffdesk.views.items import editable_departments
from yichuang.staffdesk.views.shown import Refused, organisation_choices, page, whole
from yichuang.ui.parts import Column, Figure, Tone

# What a page can carry back without choosing the file again.
_MOST_KEPT_BYTES = 3 * 1024 * 1024
_UNPROCESSABLE = 422


@desk(Right.EDIT_ITEMS, methods=BOTH)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A file is tried (nothing is written) or taken in; the answer lists every row that was refused, with its field."""
    form = _form(request, actor)
    if request.method != "POST":
        return page(request, "import", {"form": form})
    if "errors" in request.POST:
        return problem_file(request.POST["errors"])
    name, data = _file(request)
    form.fields["file"].required = not name
    if not form.is_valid():
        return page(request, "import", {"form": form}, Refused("import", form, _UNPROCESSABLE))
    is_dry_run = "import" not in request.POST
    try:
        report = _imported(actor, form, name, io.BytesIO(data), is_dry_run=is_dry_run)
    except ForbiddenError:
        raise
    except DomainError as error:
        form.refuse(error)
        return page(request, "import", {"form": form}, Refused("import", form, status_of(error)))
    return page(request, "import", _context(form, report, name, data, is_dry_run=is_dry_run))


def _form(request: HttpRequest, actor: Actor) -> ImportForm:
    is_sent = request.method == "POST"
    return ImportForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        organisations=organisation_choices(editable_departments(actor)),
        may_register=actor.may(Right.MANAGE_ORGANISATIONS),
        initial={"mapping": FITTING, "mode": "keep_good", "existing": "refuse"},
    )


def _file(request: HttpRequest) -> tuple[str, bytes]:
    """The file that was chosen, else the one that the page carried back."""
    chosen = request.FILES.get("file")
    if chosen is not None:
        return chosen.name or "", chosen.read()
    try:
        return request.POST.get("kept_name", ""), base64.b64decode(request.POST.get("kept", ""), validate=True)
    except binascii.Error:
        return "", b""


def _imported(actor: Actor, form: ImportForm, name: str, stream: BinaryIO, *, is_dry_run: bool) -> ImportReport:
    given = form.cleaned_data
    return import_items(
        actor=actor,
        stream=stream,
        name=name,
        mapping=_mapping(given["mapping"], name, stream),
        mode=given["mode"],
        existing=given["existing"],
        is_dry_run=is_dry_run,
        create_organisations=given.get("create_organisations", False),
        organisation_id=whole(given["organisation"]),
    )


def _mapping(chosen: str, name: str, stream: BinaryIO) -> str:
    """The map that was chosen, or the one that fits the columns; the stream stands at its begin afterwards."""
    if chosen != FITTING:
        return chosen
    fitting = fitting_map(read_table(stream, name).columns)
    stream.seek(0)
    return fitting


def _context(form: ImportForm, report: ImportReport, name: str, data: bytes, *, is_dry_run: bool) -> dict[str, object]:
    shown = form.cleaned_data
    can_keep = is_dry_run and len(data) <= _MOST_KEPT_BYTES
    return {
        "form": form,
        "report": report,
        "name": name,
        "is_dry_run": is_dry_run,
        "figures": _figures(report, is_dry_run=is_dry_run),
        "columns": [Column(gettext("Row"), is_number=True)]
        + [Column(text) for text in (gettext("Field"), gettext("Value"), gettext("Problem"))],
        "errors": grouped(report.errors),
        "warnings": grouped(report.warnings),
        "packed": packed(report.errors) if report.errors else "",
        "repeated": sorted((code, gettext(", ").join(map(str, rows))) for code, rows in report.repeated.items()),
        "kept": base64.b64encode(data).decode() if can_keep else "",
        "chosen": {key: value for key, value in shown.items() if key not in {"file", "kept", "kept_name"} and value},
    }


def _figures(report: ImportReport, *, is_dry_run: bool) -> list[Figure]:
    taken = gettext("Rows that can be taken") if is_dry_run else gettext("Rows taken")
    return [
        Figure(gettext("Rows"), report.rows),
        Figure(taken, report.imported, Tone.GOOD),
        Figure(gettext("Unchanged"), report.unchanged),
        Figure(gettext("Refused"), report.rejected, Tone.BAD if report.rejected else None),
    ]
