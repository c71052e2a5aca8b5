"""What the page of a guide shows, in the reader's language."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.catalogue.queries import GuideView, ItemRow
from yichuang.catalogue.rules import (
    Attachment,
    CertificateNeeded,
    ItemContent,
    Material,
)
from yichuang.core import clock
from yichuang.organisations.queries import WindowView
from yichuang.portal import guides, handled, reading
from yichuang.portal.words import is_english, local, step_limit
from yichuang.ui.parts import Definition, FileLink, FlowBox


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: where links lead, its title, whether a phone shows it unfolded."""

    ident: str
    title: str
    is_main: bool = False

    @property
    def template(self) -> str:
        """What is inside."""
        return f"portal/guide/{self.ident}.html"


@dataclass(frozen=True, slots=True)
class MaterialShown:
    """A line of the checklist."""

    material: Material
    necessity: str
    asked_when: str
    copies: str
    source: str
    notes: tuple[str, ...]
    follows: str
    is_foreign: bool
    files: tuple[FileLink, ...]
    is_shared: bool


@dataclass(frozen=True, slots=True)
class NeededShown:
    """A certificate that must be there first, with the items that produce it."""

    needed: CertificateNeeded
    producers: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class GuidePage:
    """Everything on the page that is not a plain element of the content."""

    sections: tuple[Section, ...]
    facts: tuple[Definition, ...]
    conditions: tuple[str, ...]
    is_conditions_foreign: bool
    materials: tuple[MaterialShown, ...]
    deferral_note: str
    forms: tuple[FileLink, ...]
    flow: tuple[FlowBox, ...]
    ways: tuple[handled.Way, ...]
    silence: str
    followers: tuple[handled.Follower, ...]
    needed: tuple[NeededShown, ...]
    windows: tuple[WindowView, ...]
    other_windows: tuple[WindowView, ...]
    is_chinese_only: bool
    chinese_only: tuple[Definition, ...]
    published_on: str
    effective_on: str
    earlier: str
    coming: str


def guide_page(
    guide: GuideView,
    windows: tuple[WindowView, ...],
    producers: dict[str, tuple[ItemRow, ...]],
    followers: tuple[ItemRow, ...] = (),
) -> GuidePage:
    """The page of the version that is shown now."""
    content, code = guide.version.content, guide.version.item_code
    own = tuple(one for one in windows if one.organisation_id is not None)
    conditions, is_foreign = reading.conditions_of(content)
    return GuidePage(
        sections=_sections(content),
        facts=_facts(content),
        conditions=conditions,
        is_conditions_foreign=is_foreign,
        materials=tuple(_material(content, material, code) for material in content.materials),
        deferral_note=handled.deferral_note(content),
        forms=_forms(content, code),
        flow=_flow(content),
        ways=handled.ways(content),
        silence=handled.silence_text(content),
        followers=handled.followers(followers, code),
        needed=tuple(NeededShown(one, producers.get(one.certificate_code, ())) for one in content.certificates_needed),
        windows=own or windows,
        other_windows=tuple(one for one in windows if one not in own) if own else (),
        is_chinese_only=is_english() and not content.has_english,
        chinese_only=_chinese_only(content),
        published_on=_published(guide),
        effective_on=reading.written_day(content.effective_on),
        earlier=_earlier(guide),
        coming=_coming(guide),
    )


def _sections(content: ItemContent) -> tuple[Section, ...]:
    """The parts in the order in which people ask: may I, what do I bring, how does it go, what does it cost, where."""
    all_parts = [
        (Section("facts", gettext("At a glance"), is_main=True), True),
        (Section("conditions", gettext("Who can apply"), is_main=True), content.conditions),
        (Section("needed", gettext("Certificates you must have first")), content.certificates_needed),
        (Section("materials", gettext("Materials"), is_main=True), True),
        (Section("procedure", gettext("How it goes")), content.steps or content.procedure),
        (Section("fees", gettext("What it costs")), True),
        (Section("result", gettext("What you receive")), True),
        (Section("place", gettext("Where and when")), True),
        (Section("basis", gettext("Legal basis")), content.legal_bases),
        (Section("remedies", gettext("If you disagree")), content.remedies),
        (Section("faq", gettext("Frequent questions")), content.faqs),
        (Section("chinese", gettext("In Chinese only")), _chinese_only(content)),
        (Section("share", gettext("Print and share")), True),
    ]
    return tuple(section for section, is_there in all_parts if is_there)


def _chinese_only(content: ItemContent) -> tuple[Definition, ...]:
    """What a reader of English finds in Chinese only, gathered in one place; nothing for a reader of Chinese."""
    told = [
        (gettext("Promised time limit"), content.promised_limit_note),
        (gettext("Statutory time limit"), content.statutory_limit_note),
        (gettext("Number of permits"), content.quota),
        (gettext("How it goes"), "\n".join(content.procedure)),
        (gettext("Special procedures"), content.special_procedures),
        (gettext("Intermediary services"), content.intermediary_services),
        (gettext("The way there"), content.map_note),
    ]
    return tuple(Definition(term, detail) for term, detail in told if detail) if is_english() else ()


def _facts(content: ItemContent) -> tuple[Definition, ...]:
    """What one wants to know first."""
    objects = reading.listed(gettext(one.label) for one in content.service_objects)
    results = reading.listed(local(one, "name") for one in content.results)
    told = [
        (
            gettext("Promised time limit"),
            reading.limit_text(content),
            reading.only_chinese(content.promised_limit_note),
        ),
        (
            gettext("Statutory time limit"),
            reading.own_limit(content.statutory_limit),
            reading.only_chinese(content.statutory_limit_note),
        ),
        (gettext("Granted on a declaration"), handled.commitment_text(content), ""),
        (gettext("When to apply"), handled.when_to_apply(content), ""),
        (gettext("Decided by"), handled.decided_by(content), ""),
        (gettext("What it costs"), reading.fee_text(content), ""),
        (gettext("Visits to the hall"), reading.visits_text(content.visit_count), ""),
        (gettext("For whom"), objects, ""),
        (gettext("What you receive"), results, ""),
        (gettext("Papers of the case"), handled.papers_text(content), ""),
        (gettext("Kind of item"), gettext(content.item_type.label) if content.item_type else "", ""),
        (gettext("Number of permits"), reading.only_chinese(content.quota), ""),
    ]
    return tuple(Definition(term, detail, note) for term, detail, note in told if detail)


def _material(content: ItemContent, material: Material, code: str) -> MaterialShown:
    return MaterialShown(
        material=material,
        necessity=reading.necessity_text(material),
        asked_when=reading.asked_text(content, material),
        copies=reading.copies_text(material),
        source=reading.source_text(material),
        notes=reading.notes_of(material),
        follows=handled.deferral_text(content) if material.is_deferrable else "",
        is_foreign=is_english() and not material.standard_en,
        files=tuple(
            _file(form, code, label)
            for form, label in (
                (material.blank_form, gettext("Blank form")),
                (material.sample_form, gettext("Sample form")),
            )
            if form is not None
        ),
        is_shared=not material.is_asked,
    )


def _file(form: Attachment, code: str, label: str) -> FileLink:
    url = reverse("portal:item_file", args=[code, form.upload_id])
    return FileLink(label, url, form.size, form.name)


def _forms(content: ItemContent, code: str) -> tuple[FileLink, ...]:
    """The item's own form, to be filled in by hand."""
    if not content.form:
        return ()
    links = [FileLink(gettext("Application form to print, blank"), reverse("portal:form_pdf", args=[code]))]
    if guides.has_sample(content):
        links.append(
            FileLink(gettext("Application form, filled in as a sample"), reverse("portal:sample_pdf", args=[code]))
        )
    return tuple(links)


def _flow(content: ItemContent) -> tuple[FlowBox, ...]:
    applying = FlowBox(
        gettext("Hand in the application"), gettext("Applicant"), "", gettext("Online, or at the window")
    )
    steps = [
        FlowBox(
            local(step, "name") or step.code,
            gettext(step.role.label),
            step_limit(step.limit),
            step.note_en if is_english() else step.note,
        )
        for step in content.steps
    ]
    return (applying, *steps) if steps else ()


def _published(guide: GuideView) -> str:
    at = guide.version.published_at
    return reading.written_day(clock.local(at).date()) if at else ""


def _earlier(guide: GuideView) -> str:
    row = guide.earlier
    if row is None or row.published_at is None:
        return ""
    told = gettext("Version {number}, published on {day}, held before.")
    return told.format(number=row.number, day=reading.written_day(clock.local(row.published_at).date()))


def _coming(guide: GuideView) -> str:
    if guide.coming is None or guide.coming_on is None:
        return ""
    told = gettext("Version {number} is approved and takes effect on {day}; until then this one holds.")
    return told.format(number=guide.coming.number, day=reading.written_day(guide.coming_on))
