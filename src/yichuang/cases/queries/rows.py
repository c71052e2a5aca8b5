"""A case in a list."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yichuang.cases.rules import Act, Channel, DueKind, PartyKind, State, due_kind, next_act
from yichuang.catalogue.rules import CaseType
from yichuang.core.masking import mask_name

COLUMNS = (
    "id", "case_no", "next_due_on", "item_code", "item_name", "version__name_en", "organisation_id",
    "organisation__short_name", "state", "case_type", "channel", "party_kind", "party_name", "submitted_at",
    "promised_due_on", "corrections", "opinions", "handler_id", "handler__staff__name",
)  # fmt: skip
"""What a list reads of each case, all in its one statement; id, number and due date come first for the cursors."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list. `party_name` is masked unless it is a body's; `item_name_en` may be empty.

    `next` is the act that ordinarily comes next, None in the archive. Applicants do not see the handler.
    """

    case_no: str
    item_code: str
    item_name: str
    item_name_en: str
    organisation_id: int
    organisation_name: str
    state: State
    case_type: CaseType
    channel: Channel
    party_name: str
    submitted_at: datetime
    next_due_on: date | None
    promised_due_on: date | None
    due_kind: DueKind | None
    corrections: int
    opinions: int
    handler_id: int | None
    handler_name: str
    next: Act | None


def case_row(values: tuple[Any, ...], *, is_own: bool = False) -> CaseRow:
    """The row that a statement with `COLUMNS` gave; `is_own` for the applicant himself."""
    (
        _id, case_no, next_due_on, item_code, item_name, name_en, organisation_id, organisation_name, state_value,
        case_type_value, channel, party_kind, party_name, submitted_at, promised_due_on, corrections, opinions, handler_id,
        handler,
    ) = values  # fmt: skip
    state, case_type = State(state_value), CaseType(case_type_value)
    is_open_name = is_own or party_kind == PartyKind.ENTERPRISE.value
    return CaseRow(
        case_no=case_no,
        item_code=item_code,
        item_name=item_name,
        item_name_en=name_en,
        organisation_id=organisation_id,
        organisation_name=organisation_name,
        state=state,
        case_type=case_type,
        channel=Channel(channel),
        party_name=party_name if is_open_name else mask_name(party_name),
        submitted_at=submitted_at,
        next_due_on=next_due_on,
        promised_due_on=promised_due_on,
        due_kind=due_kind(state, is_promised=promised_due_on is not None) if next_due_on else None,
        corrections=corrections,
        opinions=opinions,
        handler_id=None if is_own else handler_id,
        handler_name="" if is_own else handler or "",
        next=next_act(state, case_type),
    )
