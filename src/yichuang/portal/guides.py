"""The printed guide of an item, made from its published version. Papers are in Chinese."""

from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import override as language

from yichuang.catalogue.queries import VersionView
from yichuang.catalogue.rules import Fee, ItemContent, Material, Step
from yichuang.core import clock
from yichuang.core.labels import Labelled
from yichuang.deadlines.rules import Term
from yichuang.documents.rules import GuideData, GuideFee, GuideMaterial, GuideQuestion, GuideStep
from yichuang.documents.services import render_guide
from yichuang.portal.words import term_text

_SHORT, _LONG = 300, 5000


def guide_data(version: VersionView, organisation_name: str, address: str) -> GuideData:
    """What the guide of that version says; `address` is the path of its page.

    Law: ALL 30; OBE 36.
    """
    content = version.content
    with language("zh-hans"):
        return GuideData(
            organisation_name=organisation_name,
            item_name=version.name,
            item_code=version.item_code,
            version_text=f"第{version.number}版",
            published_on=clock.local(version.published_at).date() if version.published_at else None,
            item_type=_label(content.item_type),
            case_type=_label(content.case_type),
            service_objects=_short("、".join(_label(one) for one in content.service_objects)),
            statutory_limit=_limit(content.statutory_limit),
            promised_limit=_limit(content.promised_limit),
            visit_count=content.visit_count,
            legal_bases=tuple(f"{basis.law}{basis.article}" for basis in content.legal_bases),
            conditions=content.conditions,
            materials=tuple(map(_material, content.materials)),
            steps=tuple(map(_step, content.steps)),
            special_procedures=content.special_procedures,
            url=_short(f"{settings.PUBLIC_BASE_URL.rstrip('/')}{address}"),
            **_outcome(content),
        )


@lru_cache(maxsize=64)
def guide_file(data: GuideData) -> bytes:
    """The guide as PDF; the same data gives the same bytes, so they are kept."""
    return render_guide(data)


def _outcome(content: ItemContent) -> dict[str, object]:
    return {
        "is_free": content.is_free,
        "fees": tuple(map(_fee, content.fees)),
        "results": tuple(result.name for result in content.results),
        "delivery_methods": _short("、".join(content.delivery_methods)),
        "address": content.address,
        "hours": content.hours,
        "enquiry_phone": content.enquiry_phone,
        "complaint_phone": content.complaint_phone,
        "remedies": content.remedies,
        "questions": tuple(GuideQuestion(question=one.question, answer=one.answer) for one in content.faqs),
    }


def _material(material: Material) -> GuideMaterial:
    note = "；".join(part for part in (material.condition, material.standard, material.fill_note) if part)
    return GuideMaterial(
        name=material.name or material.code,
        copies=material.copies,
        form=_label(material.form),
        necessity=_label(material.necessity),
        source=_short(material.source_note or _label(material.source)),
        note=note[:_LONG],
    )


def _step(step: Step) -> GuideStep:
    return GuideStep(name=step.name or step.code, limit=_limit(step.limit), note=step.note)


def _fee(fee: Fee) -> GuideFee:
    return GuideFee(name=fee.name or "收费", standard=fee.standard, basis=fee.basis)


def _limit(term: Term | None) -> str:
    return term_text(term) if term else ""


def _label(value: Labelled | None) -> str:
    return gettext(value.label) if value else ""


def _short(text: str) -> str:
    return text[:_SHORT]
