"""The papers that change or end what was granted."""

from datetime import date

from yichuang.cases.services.issuing import commitment_lines, common, day, issue, remedies
from yichuang.cases.services.step import Step
from yichuang.documents.rules import DATA_OF, PaperKind

_DATED = (PaperKind.AMENDMENT, PaperKind.RENEWAL)


def add_grant_change(
    step: Step,
    kind: PaperKind,
    *,
    original_number: str,
    granted_on: date,
    reason: str,
    valid_until: date | None = None,
    is_by_silence: bool = False,
) -> None:
    """The step issues the decision that amends, renews, revokes, recalls or cancels what was granted.

    `valid_until` is for amendments and renewals, `is_by_silence` for renewals; other decisions do not say them.

    Law: ALL 8(2), 49, 50, 69, 70.
    """
    said: dict[str, object] = {
        **common(step),
        "original_number": original_number,
        "granted_on": granted_on,
        "decided_on": day(step.at),
        "reason": reason,
    }
    if kind in _DATED:
        said |= {"valid_until": valid_until, "commitment": commitment_lines(step)}
    else:
        said |= remedies(step)
    if kind is PaperKind.RENEWAL:
        said["is_by_silence"] = is_by_silence
    issue(step, kind, DATA_OF[kind].model_validate(said))
