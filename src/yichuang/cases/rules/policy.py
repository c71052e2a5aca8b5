"""What the law leaves to the place: how long, what follows, which procedure stops which clock.

A centre writes what differs from these defaults into a file (setting CASE_POLICY); `yichuang policy` shows what holds. Where
the law sets a limit to the agency the place may be quicker, never slower.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError
from pydantic.fields import FieldInfo
from typing_extensions import override

from yichuang.cases.errors import PolicyInvalidError
from yichuang.cases.rules.states import State
from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.core.labels import Labelled
from yichuang.deadlines.rules import STOPPED_CLOCKS, Clock, Procedure, Term, Unit

NOTICE_LIMIT = Term(5, Unit.WORKING_DAY)
"""In which the applicant is told what is missing; otherwise the application counts as accepted. Law: ALL 32(1)(4)."""

ON_SITE = frozenset({Procedure.SITE_VISIT, Procedure.INSPECTION, Procedure.TEST, Procedure.QUARANTINE})
"""What no official does alone. Law: ALL 34(3), 55(2)."""


class Outcome(Labelled):
    """As what a case ends when the applicant lets a day pass. Law: AY 24, AY 36; ZJ 11; BZ 10, BZ 11."""

    WITHDRAWN = "withdrawn", gettext_noop("The application counts as withdrawn")
    NOT_APPROVED = "not_approved", gettext_noop("The application is not approved")
    ACCEPTANCE_REVOKED = "acceptance_revoked", gettext_noop("The acceptance is revoked")
    CLOSED = "closed", gettext_noop("The case is closed because nothing was corrected")


def _term(value: object) -> object:
    return Term.parse(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class _Within:
    """A limit of the agency: in that unit, and not longer than the law allows."""

    most: int
    unit: Unit = Unit.WORKING_DAY

    def __call__(self, term: Term) -> Term:
        if term.unit is not self.unit or not 1 <= term.value <= self.most:
            raise ValueError(str(self))
        return term

    @override
    def __str__(self) -> str:
        return f"1{self.unit} to {self.most}{self.unit}"


@dataclass(frozen=True, slots=True)
class _OneOf:
    """One of the outcomes that some local rule knows."""

    outcomes: tuple[Outcome, ...]

    def __call__(self, outcome: Outcome) -> Outcome:
        if outcome not in self.outcomes:
            raise ValueError(str(self))
        return outcome

    @override
    def __str__(self) -> str:
        return ", ".join(self.outcomes)


def _within(most: int) -> AfterValidator:
    return AfterValidator(_Within(most))


_Written = Annotated[Term, BeforeValidator(_term), PlainSerializer(str)]
Days = Annotated[_Written, _within(366)]


class Policy(BaseModel):
    """The rules of one place; each default is the law's own, or the local rule that is named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    receipt_limit: Annotated[_Written, _within(5)] = Field(
        Term(1, Unit.WORKING_DAY), description="Taking in an application that came online (AY 42)."
    )
    notice_limit: Annotated[_Written, _within(NOTICE_LIMIT.value)] = Field(
        NOTICE_LIMIT,
        description="Telling everything that is missing, at most 5wd (ALL 32); shorter ones: BZ 10 two days, AY 42 one day. "
        "An application counts as accepted after 5wd, whatever is written here.",
    )
    correction_limit: Days = Field(
        Term(10, Unit.WORKING_DAY),
        description="The applicant's time to correct; the notice names the day. No national rule.",
    )
    missed_correction: Annotated[
        Outcome, AfterValidator(_OneOf((Outcome.WITHDRAWN, Outcome.NOT_APPROVED, Outcome.CLOSED)))
    ] = Field(
        Outcome.WITHDRAWN,
        description="What a correction that does not come leads to: withdrawn (AY 36, ZJ 11), not_approved (BZ 10) or closed.",
    )
    deferral_limit: Days = Field(
        Term(10, Unit.WORKING_DAY),
        description="Bringing deferred materials, where the item sets no time of its own (AY 24).",
    )
    missed_deferral: Annotated[
        Outcome, AfterValidator(_OneOf((Outcome.WITHDRAWN, Outcome.ACCEPTANCE_REVOKED, Outcome.NOT_APPROVED)))
    ] = Field(
        Outcome.WITHDRAWN,
        description="What deferred materials that do not come lead to: withdrawn (AY 24), acceptance_revoked (ZJ 11) or not_approved (BZ 11).",
    )
    verification_limit: Days = Field(
        Term(60, Unit.WORKING_DAY), description="Checking a commitment after the grant (ZJ 14)."
    )
    preliminary_limit: Annotated[_Written, _within(20)] = Field(
        Term(20, Unit.WORKING_DAY), description="Preliminary review before a case is sent up, at most 20wd (ALL 43)."
    )
    extension_limit: Annotated[_Written, _within(10)] = Field(
        Term(10, Unit.WORKING_DAY),
        description="The one extension, where the item's own law sets none: at most 10wd (ALL 42).",
    )
    delivery_limit: Annotated[_Written, _within(10)] = Field(
        Term(10, Unit.WORKING_DAY), description="Issue and delivery after the decision, at most 10wd (ALL 44)."
    )
    hearing_request_days: int = Field(
        5, ge=5, le=60, description="Calendar days in which the applicant may ask for a hearing, at least 5 (ALL 47)."
    )
    hearing_notice_days: int = Field(
        7,
        ge=7,
        le=60,
        description="Calendar days between the notice of a hearing and the hearing, at least 7 (ALL 48).",
    )
    renewal_days: int = Field(
        30, ge=1, le=180, description="Calendar days before expiry by which a renewal is to be applied for (ALL 50)."
    )
    people_on_site: int = Field(
        2,
        ge=2,
        le=9,
        description="How many go to a visit on site, an inspection, a test or a quarantine, at least 2 (ALL 34, 55).",
    )
    stopped_clocks: Mapping[Procedure, frozenset[Clock]] = Field(
        default_factory=lambda: dict(STOPPED_CLOCKS),
        description="Which clocks each procedure stops: the eight of ALL 45 both, public notice the promised one (BZ 19), others none.",
    )

    def limit_of(self, state: State) -> Term | None:
        """How long the next act may take in that state; the item says it for decisions."""
        limits = {
            State.SUBMITTED: self.receipt_limit,
            State.RECEIVED: self.notice_limit,
            State.CORRECTION_REQUESTED: self.correction_limit,
            **dict.fromkeys((State.GRANTED, State.DENIED, State.ISSUED), self.delivery_limit),
        }
        return limits.get(state)

    def clocks_of(self, procedure: Procedure) -> frozenset[Clock]:
        """The clocks that the procedure stops here; the default's where the place says nothing of it."""
        return self.stopped_clocks.get(procedure, STOPPED_CLOCKS[procedure])

    def people_for(self, procedure: Procedure) -> int:
        """How many members of staff carry out the procedure together at least; 0 where the law sets no number. Law: ALL 34, 55."""
        return self.people_on_site if procedure in ON_SITE else 0


@dataclass(frozen=True, slots=True)
class LocalRule:
    """One local rule as people read it: what holds, what would hold otherwise, what may be written, and what the law says."""

    name: str
    value: str
    default: str
    allowed: str
    description: str
    is_own: bool
    """Whether the place has written it itself."""


def read_policy(given: Mapping[str, object]) -> Policy:
    """The rules of a place that wrote these down.

    Raises:
        PolicyInvalidError: a name is unknown or a value is not allowed; each is named with what is allowed.
    """
    try:
        return Policy.model_validate(given)
    except ValidationError as error:
        raise PolicyInvalidError([_problem(one["loc"], one["input"]) for one in error.errors()]) from error


def local_rules(policy: Policy) -> tuple[LocalRule, ...]:
    """Every local rule, in the order of a case's life."""
    values, defaults = policy.model_dump(mode="json"), DEFAULT_POLICY.model_dump(mode="json")
    return tuple(
        LocalRule(
            name=name,
            value=_written(values[name]),
            default=_written(defaults[name]),
            allowed=_allowed(field),
            description=field.description or "",
            is_own=name in policy.model_fields_set,
        )
        for name, field in Policy.model_fields.items()
    )


_UNKNOWN = gettext_noop("There is no local rule “{name}”. There are: {names}")
_NOT_ALLOWED = gettext_noop("“{name}” cannot be {value}. Allowed is: {allowed}")


def _problem(place: tuple[int | str, ...], given: object) -> FieldProblem:
    name = str(place[0])
    field = Policy.model_fields.get(name)
    if field is None:
        details: dict[str, object] = {"name": name, "names": ", ".join(Policy.model_fields)}
        return FieldProblem(name, "cases.rule_unknown", _UNKNOWN, str(given), details)
    details = {"name": ".".join(str(one) for one in place), "value": str(given), "allowed": _allowed(field)}
    return FieldProblem(name, "cases.rule_not_allowed", _NOT_ALLOWED, str(given), details)


def _allowed(field: FieldInfo) -> str:
    for one in field.metadata:
        if isinstance(one, AfterValidator) and isinstance(one.func, _Within | _OneOf):
            return str(one.func)
    if field.annotation is int:
        least, most = (
            next(getattr(one, name) for one in field.metadata if hasattr(one, name)) for name in ("ge", "le")
        )
        return f"{least} to {most}"
    return f"of {', '.join(one.value for one in Procedure)}: a list of {', '.join(one.value for one in Clock)}"


def _written(value: object) -> str:
    """As in the file; of a table only what stops a clock."""
    if not isinstance(value, dict):
        return str(value)
    return "; ".join(f"{name}: {', '.join(sorted(clocks)) or 'none'}" for name, clocks in value.items())


DEFAULT_POLICY = Policy()
OUTCOME_WORDS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.WITHDRAWN: "视为撤回申请",
        Outcome.NOT_APPROVED: "不予审批",
        Outcome.ACCEPTANCE_REVOKED: "撤销受理",
        Outcome.CLOSED: "予以办结",
    }
)
"""As papers say it."""
