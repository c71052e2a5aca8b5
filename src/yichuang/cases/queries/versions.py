"""What runs on a version of an item."""

from dataclasses import dataclass

from yichuang.cases.models import Case, Draft
from yichuang.cases.queries.today import COUNT_MAX
from yichuang.cases.rules import OPEN_STATES


@dataclass(frozen=True, slots=True)
class VersionUse:
    """How many open cases and unsubmitted drafts run on a version, each counted up to `COUNT_MAX`."""

    cases: int
    drafts: int


def use_of_version(version_id: int) -> VersionUse:
    """What runs on the version now. Two statements."""
    cases = Case.objects.filter(version_id=version_id, state__in=[state.value for state in OPEN_STATES])
    drafts = Draft.objects.filter(version_id=version_id, case_no="")
    return VersionUse(cases[:COUNT_MAX].count(), drafts[:COUNT_MAX].count())
