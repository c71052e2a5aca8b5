"""What was granted to an applicant here and is in force, so that he can have it changed, renewed or ended. Law: ALL 49, 50, 70."""

from dataclasses import dataclass
from datetime import date, timedelta

from yichuang.cases import access
from yichuang.cases.models import Case
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import KEPT, Act, Standing, is_concerned
from yichuang.catalogue.queries import VersionView, get_version
from yichuang.catalogue.rules import Purpose
from yichuang.core.actor import Actor


@dataclass(frozen=True, slots=True)
class GrantRow:
    """Something in force that was granted by a case; `valid_until` None: without end."""

    case_no: str
    item_name: str
    item_name_en: str
    certificate_no: str
    valid_until: date | None


def list_grants(actor: Actor, version: VersionView, *, limit: int = 20) -> tuple[GrantRow, ...]:
    """What the actor (or whom he acts for) holds that an application for the item can be about, the newest first.

    Nothing where the item grants something new. What only changed or renewed another grant is not listed: the first one is.
    """
    if version.content.handling.purpose is Purpose.NEW:
        return ()
    rows = access.own_cases(actor).filter(
        standing=Standing.VALID.value,
        state__in=[state.value for state in KEPT[Act.AMEND]],
        organisation_id=version.organisation_id,
        about__isnull=True,
    )
    rows = rows.exclude(purpose=Purpose.CANCEL.value).order_by("-id")[:limit]
    return tuple(_row(case) for case in rows if is_concerned(get_version(case.version_id).content, version.content))


def renew_by(valid_until: date | None) -> date | None:
    """By when a renewal is to be applied for; None for what does not end. Law: ALL 50(1)."""
    return None if valid_until is None else valid_until - timedelta(days=policy().renewal_days)


def _row(case: Case) -> GrantRow:
    name_en = get_version(case.version_id).content.name_en
    return GrantRow(case.case_no, case.item_name, name_en, case.certificate_no, case.valid_until)
