"""Reading ratings: the applicant his own, everybody else counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from yichuang.cases.queries import CaseView, get_case_view
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.feedback.models import Rating
from yichuang.feedback.rules import Level, RatingChannel, Refusal, Service, Tag, refusal, visit_of


@dataclass(frozen=True, slots=True)
class RatingView:
    """What the applicant said of a case."""

    case_no: str
    channel: RatingChannel
    level: Level
    tags: tuple[Tag, ...]
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RatingSummary:
    """How many ratings there were of each level in the last `days` days."""

    days: int
    counts: Mapping[Level, int]

    @property
    def total(self) -> int:
        """How many there were."""
        return sum(self.counts.values())

    @property
    def bad(self) -> int:
        """How many were bad reviews."""
        return sum(number for level, number in self.counts.items() if level.is_bad)

    @property
    def satisfied_percent(self) -> int | None:
        """How many in a hundred were of the levels 1 to 3, rounded down; None without ratings."""
        return (self.total - self.bad) * 100 // self.total if self.total else None


def rating_of(actor: Actor, case_no: str) -> RatingView | None:
    """What the actor, whose own case it is, said of it last; None when he said nothing, and for everybody else.

    Raises:
        CaseNotFoundError, CaseNoMistypedError, SignInRequiredError: the actor may not see the case.
    """
    if not get_case_view(actor, case_no).is_own:
        return None
    row = Rating.objects.filter(case_no=case_no).order_by("-at", "-pk").first()
    if row is None:
        return None
    return RatingView(
        case_no=case_no,
        channel=RatingChannel(row.channel),
        level=Level(row.level),
        tags=tuple(Tag(tag) for tag in row.tags),
        text=row.text,
        at=row.at,
    )


def may_rate(actor: Actor, case_no: str) -> Refusal | None:
    """Why the actor, as applicant, cannot rate his case online now; None when he can. Others cannot (`NOT_SERVED`).

    Raises:
        CaseNotFoundError, CaseNoMistypedError, SignInRequiredError: the actor may not see the case.
    """
    case = get_case_view(actor, case_no)
    return refusal_of(case, RatingChannel.ONLINE) if case.is_own else Refusal.NOT_SERVED


def refusal_of(case: CaseView, channel: RatingChannel) -> Refusal | None:
    """Why the case cannot be rated there now; None when it can."""
    today = clock.today()
    rated = Rating.objects.filter(case_no=case.case_no, channel=channel.value, visit_on=visit_of(channel, today))
    return refusal(channel, Service(case.received_at, case.closed_at, rated.exists()), clock.now())


def summary(actor: Actor, organisation_id: int | None = None, days: int = 30) -> RatingSummary:
    """Counts by level of the last `days` days: of one organisation, or of all that the actor may see. One statement.

    Raises:
        SignInRequiredError, RightMissingError: the actor may not see the cases there.
    """
    actor.require(Right.VIEW_CASES, organisation_id)
    rows = Rating.objects.filter(at__gte=clock.now() - timedelta(days=days))
    reach = actor.organisations_for(Right.VIEW_CASES)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    elif reach is not None:
        rows = rows.filter(organisation_id__in=sorted(reach))
    counted = dict(rows.order_by().values_list("level").annotate(number=Count("id")))
    return RatingSummary(days, {level: counted.get(level.value, 0) for level in Level})
