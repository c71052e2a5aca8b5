"""The guide of a service, as a page and on paper."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yichuang.catalogue.queries import VersionView, current_version, is_open_for_cases
from yichuang.catalogue.rules import ItemContent, Material, SourceChannel, VersionState
from yichuang.organisations.queries import get_organisation, list_windows
from yichuang.portal.guides import guide_data, guide_file
from yichuang.portal.views.common import GONE, OK, pdf_file
from yichuang.portal.words import local, term_text
from yichuang.ui.parts import Cell, Column, Crumb, Definition, Row


@require_safe
def item(request: HttpRequest, item_code: str) -> HttpResponse:
    """Everything the public may know of a service; of a cancelled one, that it is cancelled (410). Law: ALL 30."""
    version = current_version(item_code)
    organisation = get_organisation(version.organisation_id)
    is_cancelled = version.state is VersionState.CANCELLED
    content = version.content
    context = {
        "version": version,
        "content": content,
        "organisation": organisation,
        "crumbs": _crumbs(version),
        "is_cancelled": is_cancelled,
        "is_open": not is_cancelled and is_open_for_cases(version.id),
        "windows": () if is_cancelled else list_windows(version.organisation_id),
        "facts": _facts(content),
        **_tables(content),
    }
    return render(request, "portal/item.html", context, status=GONE if is_cancelled else OK)


@require_safe
def guide_pdf(request: HttpRequest, item_code: str) -> HttpResponseBase:
    """The guide on paper, of the version shown now."""
    version = current_version(item_code)
    organisation = get_organisation(version.organisation_id)
    data = guide_data(version, organisation.name, reverse("portal:item", args=[item_code]))
    return pdf_file(guide_file(data), f"{version.name}-办事指南")


def _crumbs(version: VersionView) -> list[Crumb]:
    return [
        Crumb(gettext("Home"), "/"),
        Crumb(gettext("Find a service"), reverse("portal:items")),
        Crumb(local(version.content, "name")),
    ]


def _tables(content: ItemContent) -> dict[str, object]:
    return {
        "material_columns": _material_columns(),
        "material_rows": [_material_row(material) for material in content.materials],
        "step_columns": [Column(gettext("Step")), Column(gettext("Time limit")), Column(gettext("Note"))],
        "step_rows": [Row((local(step, "name"), term_text(step.limit), step.note)) for step in content.steps],
        "fee_columns": [Column(gettext("Charge")), Column(gettext("Charging standard")), Column(gettext("Basis"))],
        "fee_rows": [Row((fee.name, Cell(fee.standard, note=fee.reduction_note), fee.basis)) for fee in content.fees],
    }


def _facts(content: ItemContent) -> list[Definition]:
    """What one wants to know first."""
    limit, statutory = content.promised_limit, content.statutory_limit
    told = [
        (gettext("Kind of item"), gettext(content.item_type.label) if content.item_type else "", ""),
        (gettext("Kind of case"), gettext(content.case_type.label), ""),
        (gettext("For whom"), gettext(", ").join(gettext(one.label) for one in content.service_objects), ""),
        (gettext("Promised time limit"), term_text(limit) if limit else "", content.promised_limit_note),
        (gettext("Statutory time limit"), term_text(statutory) if statutory else "", content.statutory_limit_note),
        (gettext("Visits to the hall"), _visits(content.visit_count), ""),
        (gettext("What it costs"), _fees(content), ""),
        (gettext("Number of permits"), content.quota, ""),
    ]
    return [Definition(term, detail, note) for term, detail, note in told if detail]


def _visits(count: int) -> str:
    return gettext("None: everything can be done online") if count == 0 else gettext("At most {n}").format(n=count)


def _fees(content: ItemContent) -> str:
    if content.is_free is None:
        return ""
    return gettext("No fee is charged") if content.is_free else gettext("Charged, see the fees below")


def _material_columns() -> list[Column]:
    return [
        Column(gettext("Material")),
        Column(gettext("Needed")),
        Column(gettext("In what form")),
        Column(gettext("Copies"), is_number=True),
        Column(gettext("Where it comes from")),
        Column(gettext("Standard and notes")),
    ]


def _material_row(material: Material) -> Row:
    is_shared, source = material.source is SourceChannel.SHARED, gettext(material.source.label)
    notes = [material.fill_note, gettext("May follow later") if material.is_deferrable else "", material.basis]
    return Row(
        (
            local(material, "name"),
            Cell(gettext(material.necessity.label), note=material.condition),
            gettext(material.form.label),
            "" if is_shared else material.copies,
            Cell(source, note="" if material.source_note == source else material.source_note),
            Cell(material.standard, note="\n".join(note for note in notes if note)),
        )
    )
