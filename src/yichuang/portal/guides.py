"""What is printed for an item: its guide, and its form blank or as a sample, made from its published version."""

from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import override as language

from yichuang.catalogue.queries import ItemRow, VersionView
from yichuang.catalogue.rules import FieldKind, FormField, ItemContent, Step
from yichuang.core import clock
from yichuang.core.labels import Labelled
from yichuang.documents.rules import (
    TEXT_MAX,
    GuideData,
    GuideQuestion,
    GuideStep,
    GuideWay,
    GuideWindow,
    PrintLanguage,
    SheetChoice,
    SheetData,
    SheetGroup,
    SheetMaterial,
    SheetRow,
)
from yichuang.documents.services import render_guide, render_sheet
from yichuang.organisations.queries import WindowView
from yichuang.portal import handled, reading
from yichuang.portal.guide_needs import needs, short
from yichuang.portal.words import is_english, local, step_limit, told

_LANGUAGES = {PrintLanguage.CHINESE: "zh-hans", PrintLanguage.ENGLISH: "en"}
_NAME, _NUMBER, _PHONE = "张示例", "990101199003078885", "13900001234"


def guide_data(
    version: VersionView,
    *,
    organisation_name: str,
    address: str,
    windows: tuple[WindowView, ...] = (),
    producers: dict[str, tuple[ItemRow, ...]] | None = None,
    followers: tuple[ItemRow, ...] = (),
    tongue: PrintLanguage = PrintLanguage.CHINESE,
) -> GuideData:
    """What the guide of that version says; `address` is the path of its page.

    Law: ALL 30; OBE 36.
    """
    with language(_LANGUAGES[tongue]):
        return GuideData(
            language=tongue,
            **_head(version, organisation_name, address),
            **_promises(version.content),
            **needs(version.content, producers or {}),
            **_handling(version.content),
            **_off_the_road(version, followers),
            **_places(version.content, windows),
        )


def sheet_data(
    version: VersionView,
    *,
    organisation_name: str,
    address: str,
    is_sample: bool = False,
    tongue: PrintLanguage = PrintLanguage.CHINESE,
) -> SheetData:
    """What the form of that version asks on paper; a sample is filled in with what the item gives as samples.

    Law: ALL 29, 30.
    """
    content = version.content
    with language(_LANGUAGES[tongue]):
        head = _head(version, organisation_name, address)
        groups = [] if _asks_who(content) else [_applicant(is_sample=is_sample)]
        groups += [
            SheetGroup(
                title=local(group, "title"), rows=tuple(_row(content, asked, is_sample) for asked in group.fields)
            )
            for group in content.form
        ]
        handed_in = [one for one in content.materials if one.is_asked and one.copies > 0]
        return SheetData(
            language=tongue,
            is_sample=is_sample,
            organisation_name=told(organisation_name),
            item_name=str(head["item_name"]),
            version_text=str(head["version_text"]),
            groups=tuple(groups),
            materials=tuple(
                SheetMaterial(name=local(one, "name"), condition=reading.asked_text(content, one)) for one in handed_in
            ),
            declaration=gettext("I have checked what is written here. It is true, and I am answerable for its truth."),
            url=str(head["url"]),
        )


def has_sample(content: ItemContent) -> bool:
    """Whether a sample of the form shows anything."""
    return any(asked.sample for asked in content.fields)


@lru_cache(maxsize=64)
def guide_file(data: GuideData) -> bytes:
    """The guide as PDF; the same data gives the same bytes, so they are kept."""
    return render_guide(data)


@lru_cache(maxsize=64)
def sheet_file(data: SheetData) -> bytes:
    """The form as PDF; kept likewise."""
    return render_sheet(data)


def _head(version: VersionView, organisation_name: str, address: str) -> dict[str, object]:
    return {
        "organisation_name": told(organisation_name),
        "item_name": local(version.content, "name"),
        "item_code": version.item_code,
        "version_text": gettext("Version {number}").format(number=version.number),
        "published_on": clock.local(version.published_at).date() if version.published_at else None,
        "effective_on": version.content.effective_on,
        "url": short(f"{settings.PUBLIC_BASE_URL.rstrip('/')}{address}"),
    }


def _promises(content: ItemContent) -> dict[str, object]:
    return {
        "summary": local(content, "summary"),
        "item_type": _label(content.item_type),
        "case_type": _label(content.case_type),
        "service_objects": short(reading.listed(_label(one) for one in content.service_objects)),
        "statutory_limit": reading.own_limit(content.statutory_limit),
        "statutory_note": reading.only_chinese(content.statutory_limit_note),
        "promised_limit": reading.limit_text(content),
        "promised_note": reading.only_chinese(content.promised_limit_note),
        "visit_text": reading.visits_text(content.visit_count),
        "quota": reading.only_chinese(content.quota),
        "fee_text": reading.fee_text(content),
        "legal_bases": tuple(f"{basis.law}{basis.article}" for basis in content.legal_bases),
        "conditions": reading.conditions_of(content)[0],
    }


def _handling(content: ItemContent) -> dict[str, object]:
    return {
        "procedure": () if is_english() else content.procedure,
        "steps": tuple(map(_step, content.steps)),
        "special_procedures": reading.only_chinese(content.special_procedures),
        "intermediary_services": reading.only_chinese(content.intermediary_services),
        "joint_bodies": short(reading.listed(map(told, content.joint_bodies))),
        "remedies": local(content, "remedies"),
        "questions": tuple(
            GuideQuestion(question=local(one, "question"), answer=local(one, "answer")) for one in content.faqs
        ),
    }


def _off_the_road(version: VersionView, followers: tuple[ItemRow, ...]) -> dict[str, object]:
    content = version.content
    facts = (
        (gettext("Granted on a declaration"), handled.commitment_text(content)),
        (gettext("When to apply"), handled.when_to_apply(content)),
        (gettext("Decided by"), handled.decided_by(content)),
        (gettext("Papers of the case"), handled.papers_text(content)),
    )
    after = (
        (gettext("If it is not decided in time"), handled.silence_text(content)),
        *(
            (one.label, "\n".join(part for part in (local(one.row, "name"), one.note) if part))
            for one in handled.followers(followers, version.item_code)
        ),
    )
    return {
        "more_facts": _told(facts),
        "deferral_note": handled.deferral_note(content),
        "ways": _told((way.term, "\n".join(way.lines)) for way in handled.ways(content)),
        "after": _told(after),
    }


def _told(pairs: Iterable[tuple[str, str]]) -> tuple[GuideWay, ...]:
    return tuple(GuideWay(term=term, text=text[:TEXT_MAX]) for term, text in pairs if text)


def _places(content: ItemContent, windows: tuple[WindowView, ...]) -> dict[str, object]:
    return {
        "address": local(content, "address"),
        "map_note": reading.only_chinese(content.map_note),
        "hours": local(content, "hours"),
        "cross_region_scope": told(content.cross_region_scope),
        "enquiry_phone": content.enquiry_phone,
        "complaint_phone": content.complaint_phone,
        "windows": _windows(windows),
    }


def _windows(windows: tuple[WindowView, ...]) -> tuple[GuideWindow, ...]:
    """The body's own windows one by one, and the comprehensive ones in one line; these one by one where it has no own."""
    own = tuple(one for one in windows if one.organisation_id is not None)
    others = tuple(one for one in windows if one.organisation_id is None) if own else ()
    rows = tuple(
        GuideWindow(
            name=f"{one.number} {local(one, 'name')}".strip(),
            place=" ".join(part for part in (local(one, "location"), reading.only_chinese(one.location_note)) if part),
            hours=local(one, "hours"),
            phone=one.phone,
        )
        for one in own or windows
    )
    if not others:
        return rows
    name = gettext("Comprehensive windows {numbers}").format(numbers=reading.listed(one.number for one in others))
    return (*rows, GuideWindow(name=name, hours=local(others[0], "hours"), phone=others[0].phone))


def _step(step: Step) -> GuideStep:
    return GuideStep(
        name=local(step, "name") or step.code,
        who=gettext(step.role.label),
        limit=step_limit(step.limit),
        note=step.note_en if is_english() else step.note,
    )


def _asks_who(content: ItemContent) -> bool:
    """Whether the item's own questions say who applies and how to reach him."""
    kinds = {asked.kind for asked in content.fields}
    return FieldKind.PHONE in kinds and bool(kinds & {FieldKind.IDENTITY_NO, FieldKind.CREDIT_CODE})


def _applicant(*, is_sample: bool) -> SheetGroup:
    """Who applies: asked of everybody."""
    asked = [
        (gettext("Name of the applicant"), _NAME),
        (gettext("Identity number or unified social credit code"), _NUMBER),
        (gettext("Telephone"), _PHONE),
    ]
    rows = tuple(SheetRow(label=label, value=value if is_sample else "") for label, value in asked)
    return SheetGroup(title=gettext("Applicant"), rows=rows)


def _row(content: ItemContent, asked: FormField, is_sample: bool) -> SheetRow:  # noqa: FBT001 - one of two kinds of sheet
    written, chosen = reading.sample_of(asked) if is_sample else ("", frozenset())
    offered = [(one.value, local(one, "label")) for one in asked.choices]
    if asked.kind is FieldKind.YES_NO:
        offered = [("yes", gettext("Yes")), ("no", gettext("No"))]
    label = local(asked, "label")
    return SheetRow(
        label=label,
        second_label=asked.label if asked.label != label else "",
        is_required=asked.is_required,
        choices=tuple(SheetChoice(label=text, is_chosen=value in chosen) for value, text in offered),
        is_several=asked.kind is FieldKind.CHOICES,
        is_long=asked.kind is FieldKind.LONG_TEXT,
        help=local(asked, "help"),
        when=reading.when_text(content, asked.when),
        value=written,
    )


def _label(value: Labelled | None) -> str:
    return gettext(value.label) if value else ""
