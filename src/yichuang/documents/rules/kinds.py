"""The kinds of papers, how they are numbered and by which code they are verified."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Digits and letters without 0, O, 1, I and L, which are confused when read aloud or copied by hand."""

CODE_LENGTH = 20
_GROUP = 5


class PaperKind(Labelled):
    """What an issued paper is. Law: ALL 8, 32, 38, 42-48, 49, 50, 69, 70; AY 24-29 (promises), 36 (receipt)."""

    RECEIPT = "receipt", gettext_noop("Receipt of application papers")
    ONE_TIME_NOTICE = "one_time_notice", gettext_noop("One-time notice of what is missing")
    ACCEPTANCE = "acceptance", gettext_noop("Notice of acceptance")
    REFUSAL = "refusal", gettext_noop("Notice of refusal to accept")
    DECISION_GRANTED = "decision_granted", gettext_noop("Decision granting the application")
    DECISION_DENIED = "decision_denied", gettext_noop("Decision denying the application")
    DEFERRAL_PROMISE = "deferral_promise", gettext_noop("Promise to hand in deferred materials")
    COMMITMENT = "commitment", gettext_noop("Commitment to meet the conditions")
    SPECIAL_PROCEDURE = "special_procedure", gettext_noop("Notice of the time of a special procedure")
    EXTENSION = "extension", gettext_noop("Notice of extension of the time limit")
    HEARING_RIGHT = "hearing_right", gettext_noop("Notice of the right to a hearing")
    HEARING_NOTICE = "hearing_notice", gettext_noop("Notice of a hearing")
    HEARING_RECORD = "hearing_record", gettext_noop("Record of a hearing")
    TRANSFER = "transfer", gettext_noop("Transfer of materials to the higher body")
    CLOSURE = "closure", gettext_noop("Notice that the handling has ended")
    DELIVERY_RECEIPT = "delivery_receipt", gettext_noop("Proof of delivery")
    AMENDMENT = "amendment", gettext_noop("Decision amending what was granted")
    RENEWAL = "renewal", gettext_noop("Decision renewing what was granted")
    REVOCATION = "revocation", gettext_noop("Decision revoking what was granted")
    RECALL = "recall", gettext_noop("Decision recalling what was granted")
    CANCELLATION = "cancellation", gettext_noop("Decision cancelling the registration")
    SUPERVISE_ORDER = "supervise_order", gettext_noop("Supervision order")
    RECOMMENDATION = "recommendation", gettext_noop("Supervision recommendation")
    FORM_INQUIRY = "form_inquiry", gettext_noop("Formal inquiry into responsibility")
    DISCIPLINE_FILE = "discipline_file", gettext_noop("File handed over to discipline inspection")


@dataclass(frozen=True, slots=True)
class Signatory:
    """Whose act a paper is: the person, the post (empty for the system), and by which authority the post acts."""

    account_id: int | None
    name: str
    title: str
    authority: str


DECIDING = frozenset(
    {
        PaperKind.ACCEPTANCE,
        PaperKind.REFUSAL,
        PaperKind.SPECIAL_PROCEDURE,
        PaperKind.EXTENSION,
        PaperKind.CLOSURE,
        PaperKind.DECISION_GRANTED,
        PaperKind.DECISION_DENIED,
        PaperKind.AMENDMENT,
        PaperKind.RENEWAL,
        PaperKind.REVOCATION,
        PaperKind.RECALL,
        PaperKind.CANCELLATION,
    }
)
"""Papers by which a body decides something: they name the letter of authority of whoever did."""
_LETTER = "授权书"


def authority_by_letter(number: str) -> str:
    """How a signatory's authority cites a letter of authority."""
    return f"{_LETTER}{number}"


def cited_letter(kind: PaperKind, authority: str) -> str:
    """The number of the letter of authority that such a paper prints; empty where it prints none."""
    return authority.removeprefix(_LETTER) if kind in DECIDING and authority.startswith(_LETTER) else ""


_WORDS: Mapping[PaperKind, str] = MappingProxyType(
    {
        PaperKind.RECEIPT: "收",
        PaperKind.ONE_TIME_NOTICE: "补",
        PaperKind.ACCEPTANCE: "受",
        PaperKind.REFUSAL: "不受",
        PaperKind.DECISION_GRANTED: "准",
        PaperKind.DECISION_DENIED: "不准",
        PaperKind.DEFERRAL_PROMISE: "容",
        PaperKind.COMMITMENT: "诺",
        PaperKind.SPECIAL_PROCEDURE: "特",
        PaperKind.EXTENSION: "延",
        PaperKind.HEARING_RIGHT: "听告",
        PaperKind.HEARING_NOTICE: "听通",
        PaperKind.HEARING_RECORD: "听录",
        PaperKind.TRANSFER: "报",
        PaperKind.CLOSURE: "终",
        PaperKind.DELIVERY_RECEIPT: "送",
        PaperKind.AMENDMENT: "变",
        PaperKind.RENEWAL: "续",
        PaperKind.REVOCATION: "撤",
        PaperKind.RECALL: "回",
        PaperKind.CANCELLATION: "销",
        PaperKind.SUPERVISE_ORDER: "督",
        PaperKind.RECOMMENDATION: "监建",
        PaperKind.FORM_INQUIRY: "责",
        PaperKind.DISCIPLINE_FILE: "移",
    }
)


def paper_number(prefix: str, kind: PaperKind, year: int, serial: int) -> str:
    """The number as papers carry it: body's prefix, word of the kind, year in 〔〕, serial without leading zeros.

    Law: GB/T 9704 7.2.5 (hexagonal brackets, full year, no padding, no 第).
    """
    return str(serial).join(number_around(prefix, kind, year))


def number_around(prefix: str, kind: PaperKind, year: int) -> tuple[str, str]:
    """What stands before and after the serial in a paper's number."""
    return f"{prefix}{_WORDS[kind]}〔{year}〕", "号"


def new_verify_code() -> str:
    """A random code of `CODE_LENGTH` characters (about 99 bits), so that codes cannot be guessed."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def grouped_code(code: str) -> str:
    """The code in groups of five, as it is printed."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


@dataclass(frozen=True, slots=True)
class CodeProblem:
    """Why what was typed cannot be a code: a translation source whose placeholders `details` fills."""

    text: str
    details: Mapping[str, object]


LENGTH_WRONG = gettext_noop("A code has {wanted} letters and digits; this one has {given}.")
LETTERS_WRONG = gettext_noop(
    "“{letters}” never stands in a code: 0, O, 1, I and L are left out because they look alike."
)


def code_problem(typed: str) -> CodeProblem | None:
    """Why the text cannot be a code; None when it has the form of one."""
    code = _squeezed(typed)
    wrong = "".join(dict.fromkeys(letter for letter in code if letter not in CODE_ALPHABET))
    if wrong:
        return CodeProblem(LETTERS_WRONG, {"letters": wrong[:CODE_LENGTH]})
    if len(code) != CODE_LENGTH:
        return CodeProblem(LENGTH_WRONG, {"wanted": CODE_LENGTH, "given": len(code)})
    return None


def normal_code(typed: str) -> str | None:
    """The code as stored, from what a person typed (any case, spaces and hyphens); None when it cannot be one."""
    return None if code_problem(typed) else _squeezed(typed)


def _squeezed(typed: str) -> str:
    return "".join(typed.split()).replace("-", "").upper()
