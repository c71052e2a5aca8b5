"""Rules that look at counts of many cases, and at what is published."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pydantic import Field

from yichuang.core.errors import gettext_noop
from yichuang.supervision.rules.lights import Category, Light, SubjectKind, Way
from yichuang.supervision.rules.rule import Parameters, Rule
from yichuang.supervision.rules.stories import Outlook


class Counted(NamedTuple):
    """Something found in counts: about which item, body or case, told apart by its place."""

    kind: SubjectKind
    subject: str
    organisation_id: int
    item_code: str
    place: str
    on: date
    account_id: int | None = None
    facts: dict[str, object] = {}


class YearOfItem(NamedTuple):
    """The counts of an item in a calendar year: of what was filed, and of what was decided within a limit."""

    year: int
    organisation_id: int
    item_code: str
    filed: int
    refused: int
    limited: int
    on_due_day: int


class OpenItem(NamedTuple):
    """An item that takes applications: since when, and when the last one came (None: never).

    `seen_to` is the last day of the last whole month of which there are records.
    """

    item_code: str
    organisation_id: int
    open_since: date
    last_filed_on: date | None
    seen_to: date


class PersonDay(NamedTuple):
    """How many cases somebody decided on a day outside office hours."""

    account_id: int
    organisation_id: int
    on: date
    number: int


class LikeCases(NamedTuple):
    """A case that was denied although the same answers for the same item were granted in another."""

    case_no: str
    other_no: str
    organisation_id: int
    item_code: str
    decided_on: date
    other_on: date
    decided_by: int | None


class ItemLacks(NamedTuple):
    """What the published version of an item lacks, by the names of its elements."""

    item_code: str
    organisation_id: int
    version_id: int
    elements: tuple[str, ...]


class RefusalShare(Parameters):
    """When refusals are conspicuous."""

    share: float = Field(0.3, gt=0, le=1, description="Refused of all that were filed in a calendar year.")
    at_least: int = Field(10, ge=2, le=1000, description="Cases in the year below which nothing is concluded.")


def refusal_share(years: Iterable[YearOfItem], parameters: RefusalShare, _outlook: Outlook) -> Iterator[Counted]:
    """An item is refused conspicuously often in a year."""
    for one in years:
        if one.filed >= parameters.at_least and one.refused >= parameters.share * one.filed:
            yield _of_year(one, {"number": one.refused, "of": one.filed})


class Punctuality(Parameters):
    """When decisions on the last day are conspicuous."""

    share: float = Field(0.5, gt=0, le=1, description="Decided on the very day they were due, of all with a limit.")
    at_least: int = Field(8, ge=2, le=1000, description="Decisions in the year below which nothing is concluded.")


def suspicious_punctuality(
    years: Iterable[YearOfItem], parameters: Punctuality, _outlook: Outlook
) -> Iterator[Counted]:
    """Most of it is decided on the very day on which it is due: somebody enters what is wanted."""
    for one in years:
        if one.limited >= parameters.at_least and one.on_due_day >= parameters.share * one.limited:
            yield _of_year(one, {"number": one.on_due_day, "of": one.limited})


def _of_year(one: YearOfItem, facts: dict[str, object]) -> Counted:
    on = date(one.year, 12, 31)
    return Counted(SubjectKind.ITEM, one.item_code, one.organisation_id, one.item_code, str(one.year), on, None, facts)


class Asleep(Parameters):
    """When an item sleeps."""

    months: int = Field(12, ge=3, le=120, description="Whole months without an application.")


def no_case_in_a_year(items: Iterable[OpenItem], parameters: Asleep, _outlook: Outlook) -> Iterator[Counted]:
    """An item that takes applications had none for a year: it sleeps, or it is handled elsewhere (僵尸事项)."""
    for one in items:
        months = one.seen_to.year * 12 + one.seen_to.month - parameters.months
        first = date(months // 12, months % 12 + 1, 1)
        is_asked = one.last_filed_on is not None and one.last_filed_on >= first
        if one.open_since <= first and not is_asked:
            since = one.last_filed_on or one.open_since
            facts: dict[str, object] = {"since": since.isoformat(), "is_never": one.last_filed_on is None}
            place = f"since:{since.isoformat()}" if one.last_filed_on else "never"
            yield Counted(
                SubjectKind.ITEM, one.item_code, one.organisation_id, one.item_code, place, one.seen_to, None, facts
            )


class OffHours(Parameters):
    """When nobody should be deciding."""

    opens: int = Field(7 * 60, ge=0, le=8 * 60, description="Minute of the day from which deciding is nothing unusual.")
    closes: int = Field(
        20 * 60, ge=18 * 60, le=24 * 60, description="Minute of the day up to which it is nothing unusual."
    )
    is_day_off_counted: bool = Field(default=True, description="Whether all of a day off counts.")
    at_least: int = Field(5, ge=2, le=1000, description="Decisions of one person on one day.")


def off_hours_bulk(days: Iterable[PersonDay], parameters: OffHours, _outlook: Outlook) -> Iterator[Counted]:
    """One person decided many cases of a day outside office hours."""
    for one in days:
        if one.number >= parameters.at_least:
            facts: dict[str, object] = {"number": one.number}
            place = f"{one.on.isoformat()}:{one.account_id}"
            yield Counted(
                SubjectKind.BODY,
                str(one.organisation_id),
                one.organisation_id,
                "",
                place,
                one.on,
                one.account_id,
                facts,
            )


def differs(pairs: Iterable[LikeCases], _parameters: Parameters, _outlook: Outlook) -> Iterator[Counted]:
    """Like cases were decided differently. Law: ALL 5."""
    for one in pairs:
        facts: dict[str, object] = {"other": one.other_no}
        on = max(one.decided_on, one.other_on)
        yield Counted(
            SubjectKind.CASE, one.case_no, one.organisation_id, one.item_code, "like", on, one.decided_by, facts
        )


def incomplete(items: Iterable[ItemLacks], _parameters: Parameters, outlook: Outlook) -> Iterator[Counted]:
    """What is published of an item lacks what must be public. Law: ALL 30; OBE 35, 36."""
    for one in items:
        if one.elements:
            facts: dict[str, object] = {"elements": ", ".join(one.elements)}
            place = f"version:{one.version_id}"
            yield Counted(
                SubjectKind.ITEM, one.item_code, one.organisation_id, one.item_code, place, outlook.today, None, facts
            )


def _count_rule(
    rule_id: str, category: Category, words: Sequence[str], basis: tuple[str, ...], light: Light, way: Way, examine: object,
    parameters: type[Parameters] = Parameters,
) -> Rule:  # fmt: skip
    title, protects = words
    return Rule(rule_id, category, title, protects, basis, light, way, examine, parameters)  # type: ignore[arg-type]  # each takes counts of its own


COUNT_RULES = (
    _count_rule(
        "acceptance.refusal_share",
        Category.ACCEPTANCE,
        (gettext_noop("Refused conspicuously often"), gettext_noop("That lawful applications are accepted.")),
        ("ALL 32", "ESV-a 6"),
        Light.YELLOW,
        Way.COUNT,
        refusal_share,
        RefusalShare,
    ),
    _count_rule(
        "discretion.differs",
        Category.DISCRETION,
        (
            gettext_noop("Like cases decided differently"),
            gettext_noop("Equal treatment of whoever meets the conditions."),
        ),
        ("ALL 5",),
        Light.YELLOW,
        Way.COUNT,
        differs,
    ),
    _count_rule(
        "publication.incomplete",
        Category.PUBLICATION,
        (
            gettext_noop("The guide is not complete"),
            gettext_noop("The public's right to read everything that is asked for."),
        ),
        ("ALL 30", "OBE 35", "OBE 36"),
        Light.YELLOW,
        Way.ITEM,
        incomplete,
    ),
    _count_rule(
        "anomaly.no_case_in_a_year",
        Category.ANOMALY,
        (gettext_noop("No case in a year"), gettext_noop("That items listed in the hall are alive and handled there.")),
        ("AY 13",),
        Light.BLUE,
        Way.COUNT,
        no_case_in_a_year,
        Asleep,
    ),
    _count_rule(
        "anomaly.off_hours_bulk",
        Category.ANOMALY,
        (
            gettext_noop("Many decided outside office hours"),
            gettext_noop("That decisions are made when and where they are entered."),
        ),
        ("ALL 34",),
        Light.YELLOW,
        Way.COUNT,
        off_hours_bulk,
        OffHours,
    ),
    _count_rule(
        "anomaly.suspicious_punctuality",
        Category.ANOMALY,
        (gettext_noop("Suspiciously punctual"), gettext_noop("That the figures tell what happened.")),
        ("OBE 36",),
        Light.BLUE,
        Way.COUNT,
        suspicious_punctuality,
        Punctuality,
    ),
)
