"""What the printed guide says of what one brings, pays and gets."""

from django.utils.translation import gettext

from yichuang.catalogue.queries import ItemRow
from yichuang.catalogue.rules import ItemContent, Material
from yichuang.documents.rules import LINE_MAX, TEXT_MAX, GuideFee, GuideMaterial, GuideNeeded, GuideResult
from yichuang.portal import handled, reading
from yichuang.portal.words import local, told


def short(text: str) -> str:
    """The text as far as a line of the printed guide takes it."""
    return text[:LINE_MAX]


def needs(content: ItemContent, producers: dict[str, tuple[ItemRow, ...]]) -> dict[str, object]:
    """Certificates, materials, fees and results, as the printed guide lists them."""
    return {
        "needed": tuple(
            GuideNeeded(
                name=local(one, "name"),
                note=reading.only_chinese(one.note),
                where=reading.listed(local(row, "name") for row in producers.get(one.certificate_code, ())),
            )
            for one in content.certificates_needed
        ),
        "materials": tuple(_material(content, material) for material in content.materials),
        "fees": tuple(
            GuideFee(name=local(fee, "name") or gettext("Charge"), standard=local(fee, "standard"), basis=fee.basis)
            for fee in content.fees
        ),
        "results": tuple(
            GuideResult(name=local(result, "name"), validity=reading.months_text(result.valid_months))
            for result in content.results
        ),
        "delivery_methods": short(reading.listed(map(told, content.delivery_methods))),
    }


def _material(content: ItemContent, material: Material) -> GuideMaterial:
    more = handled.deferral_text(content) if material.is_deferrable else ""
    return GuideMaterial(
        name=local(material, "name") or material.code,
        necessity=reading.necessity_text(material),
        condition=reading.asked_text(content, material),
        copies=reading.copies_text(material),
        source=reading.source_text(material),
        note="\n".join(part for part in (*reading.notes_of(material), more) if part)[:TEXT_MAX],
    )
