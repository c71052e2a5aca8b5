"""The content of one version of a service item: everything a guide, form, checklist and clock is made from.

A version's content is one frozen document. Drafts may be incomplete (every element has an empty default);
`publication.missing_elements` says what is still missing. Published content never changes, so it may be cached.

Law: ALL 30; OBE 35, 36 (what must be public); elements after GB/T 39046 table 4 and the national exchange form.
"""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.rights import Role
from yichuang.deadlines.rules import Term


def _storable(text: str) -> str:
    """Refuse what the database cannot keep.

    Raises:
        ValueError: the text has a null character or half of a surrogate pair.
    """
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        message = "unstorable character"
        raise ValueError(message)
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000), AfterValidator(_storable)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_storable)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
ATTACHMENT_SUBJECT = "catalogue"
"""The subject of uploads that are made to be fetched with guides; no other upload may be named by an `Attachment`."""


class ItemType(Labelled):
    """GB/T 39046 code A.1: what kind of act the item is."""

    LICENCE = "01", gettext_noop("Administrative licence")
    PENALTY = "02", gettext_noop("Administrative penalty")
    COERCION = "03", gettext_noop("Administrative coercion")
    LEVY = "04", gettext_noop("Administrative levy")
    PAYMENT = "05", gettext_noop("Administrative payment")
    INSPECTION = "06", gettext_noop("Administrative inspection")
    CONFIRMATION = "07", gettext_noop("Administrative confirmation")
    REWARD = "08", gettext_noop("Administrative reward")
    RULING = "09", gettext_noop("Administrative ruling")
    OTHER_POWER = "10", gettext_noop("Other administrative power")
    PUBLIC_SERVICE = "20", gettext_noop("Public service")


class CaseType(Labelled):
    """GB/T 39046 code A.6: decided on the spot, or within a promised limit."""

    INSTANT = "instant", gettext_noop("Decided on the spot")
    PROMISED = "promised", gettext_noop("Within a promised limit")


class ServiceObject(Labelled):
    """GB/T 39046 code A.4: whom the item serves."""

    PERSON = "1", gettext_noop("Natural person")
    ENTERPRISE = "2", gettext_noop("Enterprise")
    INSTITUTION = "3", gettext_noop("Public institution")
    SOCIAL_ORGANISATION = "4", gettext_noop("Social organisation")
    GOVERNMENT_BODY = "5", gettext_noop("Government body")
    OTHER = "6", gettext_noop("Other organisation")


class Necessity(Labelled):
    """Whether a material must be handed in."""

    REQUIRED = "required", gettext_noop("Required")
    CONDITIONAL = "conditional", gettext_noop("Required in some cases")
    OPTIONAL = "optional", gettext_noop("Optional")


class MaterialForm(Labelled):
    """In what form a material is taken."""

    PAPER = "paper", gettext_noop("Paper")
    ELECTRONIC = "electronic", gettext_noop("Electronic")
    EITHER = "either", gettext_noop("Paper or electronic")


class SourceChannel(Labelled):
    """Where a material comes from. Law: OSR 7 (what is shared is not asked for)."""

    APPLICANT = "applicant", gettext_noop("Prepared by the applicant")
    GOVERNMENT = "government", gettext_noop("Issued by a government body")
    INTERMEDIARY = "intermediary", gettext_noop("Issued by an intermediary")
    SHARED = "shared", gettext_noop("Obtained by data sharing, not asked for")
    ANSWERS = "answers", gettext_noop("Made from your answers to the form, not asked for")


class FieldKind(Labelled):
    """What a form field takes."""

    TEXT = "text", gettext_noop("Text")
    LONG_TEXT = "long_text", gettext_noop("Long text")
    NUMBER = "number", gettext_noop("Number")
    DATE = "date", gettext_noop("Date")
    CHOICE = "choice", gettext_noop("One of a list")
    CHOICES = "choices", gettext_noop("Several of a list")
    YES_NO = "yes_no", gettext_noop("Yes or no")
    PHONE = "phone", gettext_noop("Telephone number")
    IDENTITY_NO = "identity_no", gettext_noop("Identity number")
    CREDIT_CODE = "credit_code", gettext_noop("Unified social credit code")
    ADDRESS = "address", gettext_noop("Address")


class StepKind(Labelled):
    """The part of a case's life that a step belongs to."""

    ACCEPT = "accept", gettext_noop("Acceptance")
    REVIEW = "review", gettext_noop("Review")
    DECIDE = "decide", gettext_noop("Decision")
    ISSUE = "issue", gettext_noop("Issue")
    DELIVER = "deliver", gettext_noop("Delivery")


class Reply(Labelled):
    """An answer to a question about oneself."""

    YES = "yes", gettext_noop("Yes")
    NO = "no", gettext_noop("No")


class Purpose(Labelled):
    """What an application for the item is about (业务办理项). Law: ALL 49, 50, 70."""

    NEW = "new", gettext_noop("Something that the applicant does not have yet")
    AMEND = "amend", gettext_noop("A change of what was granted")
    RENEW = "renew", gettext_noop("A renewal of what was granted")
    CANCEL = "cancel", gettext_noop("The end of what was granted")


class Part(BaseModel):
    """A frozen part of the content; unknown elements are refused rather than dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(Part):
    """When something is asked for: the answer to the question `field` is (or, of several, contains) one of `any_of`."""

    field: Code
    any_of: tuple[Name, ...] = Field(min_length=1)


class Attachment(Part):
    """A file that the public may fetch with the guide; `upload_id` names the stored upload."""

    upload_id: int
    name: Name
    media_type: str = Field(max_length=100)
    size: int = Field(ge=0)


class LegalBasis(Part):
    law: Name
    article: Name = ""
    text: Text = ""


class Material(Part):
    """One paper of the checklist. `code` is stable between versions; `certificate_code` names what it proves, if it is a certificate."""

    code: Code
    name: Name
    name_en: Name = ""
    necessity: Necessity = Necessity.REQUIRED
    condition: Text = ""
    condition_en: Text = ""
    form: MaterialForm = MaterialForm.EITHER
    copies: int = Field(default=1, ge=0, le=20)
    source: SourceChannel = SourceChannel.APPLICANT
    source_note: Text = ""
    basis: Text = ""
    standard: Text = ""
    standard_en: Text = ""
    fill_note: Text = ""
    is_deferrable: bool = False
    certificate_code: Code | None = None
    when: Condition | None = None
    blank_form: Attachment | None = None
    sample_form: Attachment | None = None

    @property
    def is_asked(self) -> bool:
        """Whether the applicant hands it in: not what is shared already, nor the form that his answers fill. Law: OSR 7."""
        return self.source not in {SourceChannel.SHARED, SourceChannel.ANSWERS}


class Choice(Part):
    value: Code
    label: Name
    label_en: Name = ""


class FormField(Part):
    """One question. `element` is the data-element id by which forms of several items can be merged."""

    id: Code
    element: Code
    label: Name
    label_en: Name = ""
    kind: FieldKind = FieldKind.TEXT
    is_required: bool = True
    is_personal: bool = False
    choices: tuple[Choice, ...] = ()
    max_length: int = Field(default=200, ge=1, le=5000)
    pattern: str = Field(default="", max_length=200)
    help: Text = ""
    help_en: Text = ""
    sample: Text = ""
    when: Condition | None = None


class FieldGroup(Part):
    """Questions that belong on one page."""

    title: Name
    title_en: Name = ""
    fields: tuple[FormField, ...]


class Step(Part):
    """A step of the handling with the role that takes it and its own limit."""

    code: Code
    name: Name
    name_en: Name = ""
    kind: StepKind
    role: Role
    limit: Term
    note: Text = ""
    note_en: Text = ""


class Fee(Part):
    """A charge. `amount_cents` is None where the standard is not one fixed amount. Law: ALL 58, 59; OBE 25."""

    name: Name
    name_en: Name = ""
    standard: Text
    standard_en: Text = ""
    basis: Text
    amount_cents: int | None = Field(default=None, ge=0)
    is_reducible: bool = False
    reduction_note: Text = ""


class ResultProduced(Part):
    """What the applicant receives. `certificate_code` is by what other items name it when they need it."""

    certificate_code: Code
    name: Name
    name_en: Name = ""
    valid_months: int | None = Field(default=None, ge=1)


class CertificateNeeded(Part):
    """A certificate that must exist before this item can be granted."""

    certificate_code: Code
    name: Name
    name_en: Name = ""
    note: Text = ""


class Check(Part):
    """A question by which somebody finds out whether to apply; `advice` says what to do when the answer is not `wanted`."""

    question: Text = Field(min_length=1)
    question_en: Text = ""
    wanted: Reply = Reply.YES
    advice: Text = ""
    advice_en: Text = ""


class Faq(Part):
    question: Text
    answer: Text
    question_en: Text = ""
    answer_en: Text = ""


class Commitment(Part):
    """Grant on commitment (告知承诺): what the applicant declares to meet, and what follows if that is not true.

    The declaration is `terms`, one sentence each; the decision is made on the spot and what was declared is checked afterwards.

    Law: AY 25-29; ZJ 14; OBE 40.
    """

    terms: tuple[Text, ...] = ()
    terms_en: tuple[Text, ...] = ()
    consequence: Text = ""
    consequence_en: Text = ""

    @property
    def has_english(self) -> bool:
        """Whether a reader of English finds all of it in English."""
        return len(self.terms_en) == len(self.terms) and bool(self.consequence_en)


class Handling(Part):
    """What may happen in a case of the item off the straight road.

    `commitment` None: not granted on commitment. `deferral_limit`, counted from acceptance: until when materials that may follow
    later follow; `extension_limit`: by how much the limit is extended at most; None for both: the centre's own. `upper_body`: the
    higher body that decides after a preliminary review here (上报件). `are_duties_apart`: nobody reviews what he received.
    `is_bilingual`: its papers are in Chinese and English. `is_renewed_by_silence`: a renewal that is not decided before the
    licence expires counts as granted.

    Law: ALL 42, 43, 50; AY 24.
    """

    purpose: Purpose = Purpose.NEW
    commitment: Commitment | None = None
    deferral_limit: Term | None = None
    extension_limit: Term | None = None
    upper_body: Name = ""
    upper_body_en: Name = ""
    are_duties_apart: bool = False
    is_bilingual: bool = False
    is_renewed_by_silence: bool = True


class ItemContent(Part):
    """All elements of one version. Shapes: terms as {"value": 20, "unit": "wd"}; amounts in cents; dates as ISO."""

    name: Name
    name_en: Name = ""
    item_type: ItemType | None = None
    case_type: CaseType = CaseType.PROMISED
    service_objects: tuple[ServiceObject, ...] = ()
    themes: tuple[Name, ...] = ()
    exercise_level: str = Field(default="4", pattern=r"^[1-7]$")
    power_source: Name = ""
    summary: Text = ""
    summary_en: Text = ""
    legal_bases: tuple[LegalBasis, ...] = ()
    conditions: tuple[Text, ...] = ()
    conditions_en: tuple[Text, ...] = ()
    checks: tuple[Check, ...] = ()
    quota: Text = ""
    statutory_limit: Term | None = None
    statutory_limit_note: Text = ""
    promised_limit: Term | None = None
    promised_limit_note: Text = ""
    visit_count: int = Field(default=1, ge=0, le=9)
    online_depth: int = Field(default=1, ge=1, le=8)
    materials: tuple[Material, ...] = ()
    form: tuple[FieldGroup, ...] = ()
    steps: tuple[Step, ...] = ()
    procedure: tuple[Text, ...] = ()
    special_procedures: Text = ""
    handling: Handling = Handling()
    is_free: bool | None = None
    fees: tuple[Fee, ...] = ()
    results: tuple[ResultProduced, ...] = ()
    certificates_needed: tuple[CertificateNeeded, ...] = ()
    intermediary_services: Text = ""
    joint_bodies: tuple[Name, ...] = ()
    cross_region_scope: Text = ""
    delivery_methods: tuple[Name, ...] = ()
    address: Text = ""
    address_en: Text = ""
    map_note: Text = ""
    hours: Text = ""
    hours_en: Text = ""
    enquiry_phone: Name = ""
    complaint_phone: Name = ""
    remedies: Text = ""
    remedies_en: Text = ""
    faqs: tuple[Faq, ...] = ()
    effective_on: date | None = None
    cancelled_on: date | None = None
    source_note: Text = ""

    @property
    def fields(self) -> tuple[FormField, ...]:
        """All questions of the form in order."""
        return tuple(field for group in self.form for field in group.fields)

    @property
    def has_english(self) -> bool:
        """Whether a reader of English finds every main element in English."""
        main = bool(self.name_en and self.summary_en and self.address_en and self.hours_en)
        named = (self.materials, self.results, self.certificates_needed, self.steps)
        are_named = all(part.name_en for parts in named for part in parts)
        is_declared = self.handling.commitment is None or self.handling.commitment.has_english
        return main and len(self.conditions_en) == len(self.conditions) and are_named and is_declared

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files that may be fetched with the guide, in the order of the materials."""
        found = (form for material in self.materials for form in (material.blank_form, material.sample_form))
        return tuple(form for form in found if form is not None)
