"""What guides and forms to print say. They are unnumbered and made whenever somebody asks, in Chinese or English."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from yichuang.documents.rules.papers import Filled, Long, Part, Short


class PrintLanguage(StrEnum):
    """In which language the fixed wording of a guide or form is."""

    CHINESE = "zh"
    ENGLISH = "en"


class GuideStep(Part):
    """A step of the handling as the public reads it."""

    name: Filled
    who: Short = ""
    limit: Short = ""
    note: Long = ""


class GuideWay(Part):
    """Something to be known besides what every guide says, under its own words."""

    term: Filled
    text: Long


class GuideMaterial(Part):
    """A material: when it is needed, how many copies in what form, where it comes from, what it must be like."""

    name: Filled
    necessity: Short = ""
    condition: Long = ""
    copies: Short = ""
    source: Long = ""
    note: Long = ""


class GuideFee(Part):
    """A charge, its standard and its basis."""

    name: Filled
    standard: Long
    basis: Long = ""


class GuideNeeded(Part):
    """A certificate that must be there first, and the item that produces it."""

    name: Filled
    note: Long = ""
    where: Long = ""


class GuideResult(Part):
    """What the applicant receives, and for how long it holds."""

    name: Filled
    validity: Short = ""


class GuideWindow(Part):
    """Where to apply: the window, the way to it, its hours and phone."""

    name: Filled
    place: Long = ""
    hours: Short = ""
    phone: Short = ""


class GuideQuestion(Part):
    """A frequent question and its answer."""

    question: Long
    answer: Long


class GuideData(Part):
    """办事指南: the public reading of one published version of an item; unnumbered. Law: ALL 30; OBE 36."""

    language: PrintLanguage = PrintLanguage.CHINESE
    organisation_name: Filled
    item_name: Filled
    item_code: Short = ""
    version_text: Short = ""
    published_on: date | None = None
    effective_on: date | None = None
    summary: Long = ""
    item_type: Short = ""
    case_type: Short = ""
    service_objects: Short = ""
    statutory_limit: Short = ""
    statutory_note: Long = ""
    promised_limit: Short = ""
    promised_note: Long = ""
    more_facts: tuple[GuideWay, ...] = ()
    visit_text: Short = ""
    quota: Long = ""
    fee_text: Short = ""
    legal_bases: tuple[Long, ...] = ()
    conditions: tuple[Long, ...] = ()
    needed: tuple[GuideNeeded, ...] = ()
    materials: tuple[GuideMaterial, ...] = ()
    deferral_note: Long = ""
    procedure: tuple[Long, ...] = ()
    steps: tuple[GuideStep, ...] = ()
    special_procedures: Long = ""
    intermediary_services: Long = ""
    joint_bodies: Short = ""
    ways: tuple[GuideWay, ...] = ()
    fees: tuple[GuideFee, ...] = ()
    results: tuple[GuideResult, ...] = ()
    after: tuple[GuideWay, ...] = ()
    delivery_methods: Short = ""
    address: Long = ""
    map_note: Long = ""
    hours: Long = ""
    windows: tuple[GuideWindow, ...] = ()
    cross_region_scope: Long = ""
    enquiry_phone: Short = ""
    complaint_phone: Short = ""
    remedies: Long = ""
    questions: tuple[GuideQuestion, ...] = ()
    url: Short = ""


class SheetChoice(Part):
    """An answer to choose from; `is_chosen` in a sample."""

    label: Filled
    is_chosen: bool = False


class SheetRow(Part):
    """A question with room for its answer; a sample shows one. `when` says when it is asked."""

    label: Filled
    second_label: Short = ""
    is_required: bool = True
    choices: tuple[SheetChoice, ...] = ()
    is_several: bool = False
    is_long: bool = False
    help: Long = ""
    when: Long = ""
    value: Long = ""


class SheetGroup(Part):
    """Questions that stand together."""

    title: Filled
    rows: tuple[SheetRow, ...]


class SheetMaterial(Part):
    """A line of the list of what is handed in with the form."""

    name: Filled
    condition: Long = ""


class SheetData(Part):
    """申请表: the form of an item on paper, blank or as a sample; an item's own form may replace it. Law: ALL 29, 30."""

    language: PrintLanguage = PrintLanguage.CHINESE
    is_sample: bool = False
    organisation_name: Filled
    item_name: Filled
    item_code: Short = ""
    version_text: Short = ""
    published_on: date | None = None
    groups: tuple[SheetGroup, ...] = Field(min_length=1)
    materials: tuple[SheetMaterial, ...] = ()
    declaration: Long = ""
    url: Short = ""
