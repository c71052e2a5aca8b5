"""What is told of items: every public element, with codes where the law has codes."""

from datetime import date, datetime

from ninja import Schema

from yichuang.catalogue.rules import (
    CaseType,
    FieldKind,
    ItemType,
    MaterialForm,
    Necessity,
    Purpose,
    ServiceObject,
    SourceChannel,
    StepKind,
)
from yichuang.catalogue.rules.lifecycle import VersionState
from yichuang.deadlines.rules import Unit


class TermOut(Schema):
    """How long: a number of working days (`wd`), calendar days (`cd`) or hours (`h`)."""

    value: int
    unit: Unit


class DepartmentOut(Schema):
    """The body that carries the item out."""

    id: int
    name: str


class ItemRowOut(Schema):
    """An item in a list. An application names `version_id`."""

    code: str
    version_id: int
    name: str
    name_en: str
    department: DepartmentOut
    item_type: ItemType | None
    case_type: CaseType
    service_objects: tuple[ServiceObject, ...]
    themes: tuple[str, ...]
    promised_limit: TermOut | None


class ItemsOut(Schema):
    """A page of items; `next_cursor` is null on the last."""

    rows: tuple[ItemRowOut, ...]
    next_cursor: str | None


class ItemChangeOut(Schema):
    """An item that changed. `state` is `published`, `suspended` or `cancelled`."""

    code: str
    version_id: int
    name: str
    department: DepartmentOut
    state: VersionState
    changed_at: datetime


class ItemChangesOut(Schema):
    """A page of changes, the oldest first; `next_cursor` is null on the last."""

    rows: tuple[ItemChangeOut, ...]
    next_cursor: str | None


class ConditionOut(Schema):
    """Asked for only when the answer to the question `field` is, or contains, one of `any_of`."""

    field: str
    any_of: tuple[str, ...]


class ChoiceOut(Schema):
    """One of the answers to choose from; `value` is what is sent."""

    value: str
    label: str
    label_en: str


class FieldOut(Schema):
    """One question of the form. Its answer is sent under `id`."""

    id: str
    element: str
    label: str
    label_en: str
    kind: FieldKind
    is_required: bool
    is_personal: bool
    choices: tuple[ChoiceOut, ...]
    max_length: int
    pattern: str
    help: str
    help_en: str
    sample: str
    when: ConditionOut | None


class GroupOut(Schema):
    """Questions that belong together."""

    title: str
    title_en: str
    fields: tuple[FieldOut, ...]


class AttachmentOut(Schema):
    """A file that belongs to a material."""

    name: str
    media_type: str
    size: int


class MaterialOut(Schema):
    """One paper of the checklist. Uploads for it are sent under `code`. What is `shared` is not asked for."""

    code: str
    name: str
    name_en: str
    necessity: Necessity
    condition: str
    when: ConditionOut | None
    form: MaterialForm
    copies: int
    source: SourceChannel
    source_note: str
    basis: str
    standard: str
    fill_note: str
    is_deferrable: bool
    certificate_code: str | None
    blank_form: AttachmentOut | None
    sample_form: AttachmentOut | None


class StepOut(Schema):
    """A step of the handling and its own limit."""

    code: str
    name: str
    name_en: str
    kind: StepKind
    limit: TermOut
    note: str


class FeeOut(Schema):
    """A charge; `amount_cents` is null where the standard is no fixed amount."""

    name: str
    standard: str
    basis: str
    amount_cents: int | None
    is_reducible: bool
    reduction_note: str


class LegalBasisOut(Schema):
    """A law on which the item rests."""

    law: str
    article: str
    text: str


class ResultOut(Schema):
    """What the applicant receives."""

    certificate_code: str
    name: str
    name_en: str
    valid_months: int | None


class CertificateOut(Schema):
    """A certificate that must exist before."""

    certificate_code: str
    name: str
    note: str


class FaqOut(Schema):
    """A question that is often asked."""

    question: str
    answer: str


class CommitmentOut(Schema):
    """Grant on commitment: what the applicant declares to meet, and what follows if that is not true."""

    terms: tuple[str, ...]
    terms_en: tuple[str, ...]
    consequence: str
    consequence_en: str


class HandlingOut(Schema):
    """How a case may go off the straight road.

    `commitment` is null where nothing is granted on commitment. `deferral_limit`, counted from acceptance, is until when a
    material with `is_deferrable` follows; `extension_limit` by how much the limit is extended at most; null: the centre's
    own rule holds. `upper_body` decides after a preliminary review here; empty: the department itself decides.
    """

    purpose: Purpose
    commitment: CommitmentOut | None
    deferral_limit: TermOut | None
    extension_limit: TermOut | None
    upper_body: str
    upper_body_en: str
    is_bilingual: bool
    is_renewed_by_silence: bool


class WindowOut(Schema):
    """Where one may apply in person."""

    number: str
    name: str
    location: str
    location_note: str
    hours: str
    phone: str


class ContentOut(Schema):
    """The elements of one version of an item. Law: ALL 30; OBE 35, 36."""

    name: str
    name_en: str
    item_type: ItemType | None
    case_type: CaseType
    service_objects: tuple[ServiceObject, ...]
    themes: tuple[str, ...]
    exercise_level: str
    power_source: str
    summary: str
    summary_en: str
    legal_bases: tuple[LegalBasisOut, ...]
    conditions: tuple[str, ...]
    quota: str
    statutory_limit: TermOut | None
    statutory_limit_note: str
    promised_limit: TermOut | None
    promised_limit_note: str
    visit_count: int
    online_depth: int
    materials: tuple[MaterialOut, ...]
    form: tuple[GroupOut, ...]
    steps: tuple[StepOut, ...]
    procedure: tuple[str, ...]
    special_procedures: str
    handling: HandlingOut
    is_free: bool | None
    fees: tuple[FeeOut, ...]
    results: tuple[ResultOut, ...]
    certificates_needed: tuple[CertificateOut, ...]
    intermediary_services: str
    joint_bodies: tuple[str, ...]
    cross_region_scope: str
    delivery_methods: tuple[str, ...]
    address: str
    map_note: str
    hours: str
    enquiry_phone: str
    complaint_phone: str
    remedies: str
    faqs: tuple[FaqOut, ...]
    effective_on: date | None
    cancelled_on: date | None


class GuideOut(Schema):
    """The guide of an item. Applications are taken while `is_open`, under `version_id`."""

    code: str
    version_id: int
    version: int
    published_at: datetime | None
    state: VersionState
    is_open: bool
    department: DepartmentOut
    windows: tuple[WindowOut, ...]
    content: ContentOut
