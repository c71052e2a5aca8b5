"""What was answered and handed in, as parts of pages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, DraftView, PartyView
from yichuang.cases.rules import FormValue, asked_fields, asked_materials, excused, is_required
from yichuang.catalogue.queries import VersionView
from yichuang.catalogue.rules import FieldKind, FormField, ItemContent, Material, Necessity, SourceChannel
from yichuang.documents.queries import UploadView
from yichuang.identity.rules import IdentityType
from yichuang.portal.besides import to_follow
from yichuang.portal.drafts import Page
from yichuang.portal.forms import MaterialsForm
from yichuang.portal.forms.files import can_be_sent
from yichuang.portal.reading import asked_text, necessity_text, notes_of
from yichuang.portal.words import day_text, local
from yichuang.ui.parts import Definition, FileLink


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that was handed in: where to fetch it, and by which value it is removed."""

    link: FileLink
    remove: str


@dataclass(frozen=True, slots=True)
class MaterialBox:
    """A material with its files; `field` takes more of them, where it can be sent online and there is a form.

    `is_made` says that it is made from the answers, `is_given` that it was handed in, as a file or on paper; `necessity`, `asked` and `notes` when it is needed and what it
    must be like. `ident` is the id of its list of files on the page. `may_follow`: it may be promised for later, `is_later`: it
    is; `follows` says so, and by when.
    """

    material: Material
    name: str
    is_shared: bool
    is_made: bool
    is_on_paper: bool
    files: tuple[HandedIn, ...]
    field: BoundField | None = None
    is_given: bool = False
    is_required: bool = False
    necessity: str = ""
    asked: str = ""
    notes: tuple[str, ...] = ()
    forms: tuple[FileLink, ...] = ()
    may_follow: bool = False
    is_later: bool = False
    follows: str = ""

    @property
    def ident(self) -> str:
        """The id of the list of its files on the page."""
        return f"files-{self.material.code}"

    @property
    def is_wanted(self) -> bool:
        """Whether the applicant hands it in, as a file or on paper."""
        return not (self.is_shared or self.is_made)


@dataclass(frozen=True, slots=True)
class Answered:
    """A group of questions with its answers and where to change them."""

    title: str
    url: str
    rows: tuple[Definition, ...]


def party_rows(party: Mapping[str, str]) -> list[Definition]:
    """The data of an applicant in a draft."""
    known = {kind.value: kind for kind in IdentityType}
    kind = known.get(party.get("identity_type", ""), IdentityType.RESIDENT_CARD)
    return _party(party.get("name", ""), kind, party.get("identity_no", ""), party.get("phone", ""))


def case_party_rows(party: PartyView) -> list[Definition]:
    """The data of the applicant of a case."""
    return _party(party.name, party.identity_type, party.identity_no, party.phone)


def _party(name: str, kind: IdentityType, number: str, phone: str) -> list[Definition]:
    rows = [(gettext("Name"), name), (gettext(kind.label), number), (gettext("Phone number"), phone)]
    return [Definition(term, detail or gettext("Not given")) for term, detail in rows]


def answer_rows(draft: DraftView, pages: Sequence[Page]) -> list[Answered]:
    """The answers of a draft by group, as typed."""
    content = draft.version.content
    urls = {page.number: f"{page.url}?check=1" for page in pages if page.number}
    asked = {question.id for question in asked_fields(content, draft.form)}
    return [group for group in _answered(content, draft.form, urls, asked) if group.rows]


def case_answers(view: CaseView) -> list[Answered]:
    """The answers of a case by group; questions that were not answered are left out."""
    given = {answer.field for answer in view.answers}
    groups = _answered(view.version.content, view.form, {}, given)
    return [group for group in groups if group.rows]


def _answered(
    content: ItemContent, form: Mapping[str, FormValue], urls: Mapping[int, str], only: Collection[str] | None = None
) -> list[Answered]:
    return [
        Answered(
            title=local(group, "title"),
            url=urls.get(number, ""),
            rows=tuple(
                Definition(local(question, "label"), answer_text(question, form.get(question.id, "")))
                for question in group.fields
                if only is None or question.id in only
            ),
        )
        for number, group in enumerate(content.form, start=1)
    ]


def answer_text(question: FormField, value: FormValue) -> str:
    """An answer as people read it."""
    labels = {choice.value: local(choice, "label") for choice in question.choices}
    if question.kind is FieldKind.YES_NO:
        labels = {"yes": gettext("Yes"), "no": gettext("No")}
    parts = value if isinstance(value, list) else [value]
    text = gettext(", ").join(labels.get(part, part) for part in parts if part)
    return text or gettext("Not answered")


def material_boxes(draft: DraftView, form: MaterialsForm | None = None) -> list[MaterialBox]:
    """The materials of a draft with the files given so far."""
    return [
        _box(
            material,
            [_handed_in(reverse("portal:draft_file", args=[draft.key, one.id]), material.code, one)
             for one in draft.materials.get(material.code, ())],
            form[material.code] if form is not None and material.code in form.fields else None,
            version=draft.version,
            later=_later(draft, material),
            is_excused=is_excused(draft, material),
        )
        for material in asked_materials(draft.version.content, draft.form)
    ]  # fmt: skip


def _later(draft: DraftView, material: Material) -> str:
    """That the material follows later, or need not come on commitment, as the applicant wishes; empty where it must be there."""
    if draft.materials.get(material.code) or not is_required(material):
        return ""
    if is_excused(draft, material):
        return gettext("Not needed on commitment")
    is_later = material.code in excused(draft.version.content, draft.later, is_on_commitment=False)
    return gettext("Follows later, as you promise") if is_later else ""


def is_excused(draft: DraftView, material: Material) -> bool:
    """Whether the material need not be handed in, because the applicant chose commitment. Law: AY 25."""
    return draft.is_on_commitment and material.code in excused(draft.version.content, (), is_on_commitment=True)


def needed_boxes(version: VersionView) -> list[MaterialBox]:
    """What an application may need, before anything is answered."""
    return [_box(material, [], None, version=version, is_decided=False) for material in version.content.materials]


def case_boxes(view: CaseView, form: MaterialsForm | None = None) -> list[MaterialBox]:
    """The materials of a case with the files handed in."""
    uploads = {material.code: material.uploads for material in view.materials}
    given = {material.code for material in view.materials if material.is_given}
    later = _promised(view)
    shown = set(uploads) | given | {material.code for material in asked_materials(view.version.content, view.form)}
    return [
        _box(
            material,
            [_handed_in(reverse("portal:case_file", args=[view.case_no, one.id]), material.code, one)
             for one in uploads.get(material.code, ())],
            form[material.code] if form is not None and material.code in form.fields else None,
            version=view.version,
            is_given=material.code in given,
            later=later.get(material.code, ""),
        )
        for material in view.version.content.materials
        if material.code in shown
    ]  # fmt: skip


def _promised(view: CaseView) -> dict[str, str]:
    """What is to follow, by its code, and by when."""
    if view.accepted_at is None:
        return dict.fromkeys(view.deferred_wish, gettext("Follows later, as you promised"))
    told = gettext("To follow by {day}")
    return {one.code: told.format(day=day_text(one.due_on)) for one in to_follow(view)}


def _box(
    material: Material,
    files: list[HandedIn],
    field: BoundField | None,
    *,
    version: VersionView,
    is_given: bool = False,
    is_decided: bool = True,
    later: str = "",
    is_excused: bool = False,
) -> MaterialBox:
    is_needed = is_required(material) and not is_excused
    if field is not None:
        field.field.required = field.field.required and not is_excused
    return MaterialBox(
        material=material,
        name=local(material, "name"),
        is_shared=material.source is SourceChannel.SHARED,
        is_made=material.source is SourceChannel.ANSWERS,
        is_on_paper=material.is_asked and not can_be_sent(material),
        files=tuple(files),
        field=field,
        is_given=is_given,
        is_required=is_needed,
        necessity=_necessity(material, is_needed=is_decided and is_needed, is_excused=is_excused),
        asked=asked_text(version.content, material),
        notes=notes_of(material),
        forms=_forms(version.item_code, material),
        may_follow=field is not None and material.is_deferrable and is_needed,
        is_later=bool(later),
        follows=later,
    )


def _necessity(material: Material, *, is_needed: bool, is_excused: bool) -> str:
    if is_excused:
        return gettext("Not needed on commitment")
    return gettext(Necessity.REQUIRED.label) if is_needed else necessity_text(material)


def _forms(item_code: str, material: Material) -> tuple[FileLink, ...]:
    """The blank form and the sample that can be fetched, if there are any."""
    named = [(gettext("Blank form"), material.blank_form), (gettext("Filled-in sample"), material.sample_form)]
    return tuple(
        FileLink(label, reverse("portal:item_file", args=[item_code, form.upload_id]), form.size)
        for label, form in named
        if form
    )


def _handed_in(url: str, code: str, upload: UploadView) -> HandedIn:
    return HandedIn(FileLink(upload.name, url, upload.size), f"{code}:{upload.id}")
