"""What papers say that end a case, prove a delivery, or change or end what was granted."""

import re
from datetime import date

from pydantic import AwareDatetime, Field, field_validator

from yichuang.core.masking import mask_identity_no
from yichuang.documents.rules.papers import CommittedLines, ContestableData, Filled, Long, PaperData, Short, Told

_IDENTITY_NO = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]*[0-9]{6}[0-9A-Za-z]{2,}(?![0-9A-Za-z])", re.ASCII)
"""Anything that may be the number of a document: an identity card, a passport, a permit."""


class ClosureData(ContestableData):
    """办理终结通知书: that the handling ended without a decision, why, and what follows. Law: AY 24, 26, 36.

    `is_on_request`: the applicant withdrew; otherwise the agency ended it, and the remedies are told.
    """

    ended_on: date
    ground: Told
    legal_ground: Short = ""
    consequence: Long = ""
    is_on_request: bool


class DeliveryReceiptData(PaperData):
    """送达回证: what was delivered, how, to whom, where and when, with lines to sign. Law: ALL 44.

    `method` is a code that the form knows (window, post, locker, electronic) or a text shown as it stands. `delivered_at` is
    when it was handed over, posted, put into the locker or reached the account; `receiver`, who took it, is known at once
    only where it was handed over. An identity number that was typed there is masked.
    """

    method: Filled
    receiver: Short = ""
    delivered: tuple[Filled, ...] = Field(min_length=1)
    delivered_at: AwareDatetime
    delivered_by: Short = ""
    tracking_no: Short = ""
    place: Short = ""

    @field_validator("receiver")
    @classmethod
    def _no_identity_number(cls, value: str) -> str:
        return _IDENTITY_NO.sub(lambda found: mask_identity_no(found[0]), value)


class GrantChangeData(PaperData):
    """Any later decision about what was granted: which decision of which day it concerns, and why."""

    original_number: Filled
    granted_on: date
    decided_on: date
    reason: Long = ""


class AmendmentData(GrantChangeData):
    """变更决定书: what of the grant changes. Law: ALL 49."""

    reason: Told
    valid_until: date | None = None
    commitment: CommittedLines | None = None


class RenewalData(GrantChangeData):
    """延续决定书: the grant goes on; `is_by_silence` when the law itself renewed it. Law: ALL 50."""

    valid_until: date | None = None
    commitment: CommittedLines | None = None
    is_by_silence: bool = False


class GrantEndData(GrantChangeData, ContestableData):
    """What ends a grant, with the remedies against it."""

    reason: Told


class RevocationData(GrantEndData):
    """撤销决定书: the grant should never have been given. Law: ALL 69."""


class RecallData(GrantEndData):
    """撤回决定书: law or facts changed since. Law: ALL 8(2)."""


class CancellationData(GrantEndData):
    """注销决定书: the grant is struck from the register. Law: ALL 70."""
