"""What papers are called: one name for each kind of paper, kind of item and purpose, on the paper and wherever it is named."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from yichuang.documents.rules.kinds import PaperKind

PaperPurpose = Literal["new", "amend", "renew", "cancel"]
"""What an application is about: something new, or a change, renewal or end of what was granted. Law: ALL 49, 50, 70."""


class Title(NamedTuple):
    """A name in Chinese and in English."""

    zh: str
    en: str


_TITLES: Mapping[PaperKind, Title] = MappingProxyType(
    {
        PaperKind.RECEIPT: Title("申请材料收件凭证", "Receipt of application materials"),
        PaperKind.ONE_TIME_NOTICE: Title("申请材料补正一次性告知书", "One-time notice of corrections"),
        PaperKind.ACCEPTANCE: Title("申请受理通知书", "Notice of acceptance"),
        PaperKind.REFUSAL: Title("申请不予受理通知书", "Notice of refusal to accept"),
        PaperKind.DEFERRAL_PROMISE: Title("容缺受理承诺书", "Promise to hand in deferred materials"),
        PaperKind.COMMITMENT: Title("告知承诺书", "Notification and commitment"),
        PaperKind.SPECIAL_PROCEDURE: Title("特别程序时限告知书", "Notice of the time of a special procedure"),
        PaperKind.EXTENSION: Title("延长期限告知书", "Notice of extension of the time limit"),
        PaperKind.HEARING_RIGHT: Title("听证告知书", "Notice of the right to a hearing"),
        PaperKind.HEARING_NOTICE: Title("听证通知书", "Notice of a hearing"),
        PaperKind.HEARING_RECORD: Title("听证笔录", "Record of the hearing"),
        PaperKind.TRANSFER: Title("上报材料移送单", "Transfer of materials to the higher body"),
        PaperKind.CLOSURE: Title("办理终结通知书", "Notice that the handling has ended"),
        PaperKind.DELIVERY_RECEIPT: Title("送达回证", "Proof of delivery"),
        PaperKind.SUPERVISE_ORDER: Title("督办单", "Supervision order"),
        PaperKind.RECOMMENDATION: Title("监察建议书", "Supervision recommendation"),
        PaperKind.FORM_INQUIRY: Title("格式文书问责单", "Formal inquiry into responsibility"),
        PaperKind.DISCIPLINE_FILE: Title("问题线索移送书", "File for discipline inspection"),
    }
)
_OF_LICENCES = frozenset({PaperKind.ONE_TIME_NOTICE, PaperKind.ACCEPTANCE, PaperKind.REFUSAL})
"""The notices that are about 行政许可申请 where the item is a licence."""
_CHANGES: Mapping[PaperKind, Title] = MappingProxyType(
    {
        PaperKind.AMENDMENT: Title("变更", "amendment"),
        PaperKind.RENEWAL: Title("延续", "renewal"),
        PaperKind.REVOCATION: Title("撤销", "revocation"),
        PaperKind.RECALL: Title("撤回", "recall"),
        PaperKind.CANCELLATION: Title("注销", "cancellation"),
    }
)
_DECISIONS: Mapping[PaperKind, Title] = MappingProxyType(
    {
        PaperKind.DECISION_GRANTED: Title("准予", "Decision granting the"),
        PaperKind.DECISION_DENIED: Title("不予", "Decision denying the"),
    }
)
_PURPOSES: Mapping[str, Title] = MappingProxyType(
    {
        "new": Title("", "application"),
        "amend": Title("变更", "amendment"),
        "renew": Title("延续", "renewal"),
        "cancel": Title("注销", "cancellation"),
    }
)


def paper_title(kind: PaperKind, *, is_licence: bool, purpose: str = "new") -> Title:
    """The name of such a paper; decisions about licences and about changes say so. Law: ALL 38, 49, 50, 69, 70."""
    licence = "行政许可" if is_licence else ""
    if kind in _DECISIONS:
        verb, about = _DECISIONS[kind], _PURPOSES[purpose]
        what = about.zh + licence or "办理"
        return Title(f"{verb.zh}{what}决定书", f"{verb.en} {about.en}")
    if kind in _CHANGES:
        change = _CHANGES[kind]
        return Title(f"{change.zh}{licence}决定书", f"Decision of {change.en}")
    title = _TITLES[kind]
    return Title(licence + title.zh, title.en) if kind in _OF_LICENCES else title


def title_of(kind: PaperKind, data: Mapping[str, Any]) -> Title:
    """The name of the paper that carries these data, also of one issued before they said a purpose."""
    return paper_title(kind, is_licence=data["is_licence"], purpose=data.get("purpose", "new"))
