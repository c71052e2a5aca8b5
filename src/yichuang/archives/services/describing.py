"""The metadata of a package: content, structure, background and management. Law: ARC 37; ARI 39.

Each element is `{"title": ..., "value": ...}`, and `"text"` where the value is a code: all in Chinese, in which records are kept,
and in local time.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from yichuang.archives.rules import ALGORITHM, VERSION, Listed, Retention, Role
from yichuang.cases.queries import CaseRecord
from yichuang.cases.rules import CLOSED_STATES, Act, Standing, State
from yichuang.catalogue.queries import VersionView
from yichuang.core import clock
from yichuang.core.labels import Labelled
from yichuang.organisations.queries import OrganisationView

Group = dict[str, dict[str, object]]


# How a case ends, whatever else is done with the result afterwards.
_ENDS = {State.GRANTED, State.DENIED, *CLOSED_STATES} - {State.DELIVERED, State.ARCHIVED}


@dataclass(frozen=True, slots=True)
class Former:
    """A package that was made of the case before: how many rows of the ledger it holds, the last one's digest, and its own."""

    rows: int
    ledger_digest: str
    sm3: str


@dataclass(frozen=True, slots=True)
class Kept:
    """How long the package is kept, and the packages of the case that came before it."""

    retention: Retention
    retain_until: date | None
    former: tuple[Former, ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """What the metadata is made from. `files` are those that are in the package so far."""

    record: CaseRecord
    version: VersionView
    organisation: OrganisationView
    files: tuple[Listed, ...]
    kept: Kept


def metadata(about: Described) -> Mapping[str, Group]:
    """The four groups of elements."""
    with translation.override("zh-hans"):
        return {
            "content": _content(about),
            "structure": _structure(about),
            "background": _background(about),
            "management": _management(about),
        }


def _element(title: str, value: object) -> dict[str, object]:
    if isinstance(value, Labelled):
        return {"title": title, "value": value.value, "text": gettext(value.label)}
    if isinstance(value, datetime):
        return {"title": title, "value": clock.local(value).isoformat(timespec="seconds")}
    return {"title": title, "value": value}


def _content(about: Described) -> Group:
    record, body = about.record, about.organisation
    return {
        "case_no": _element("办件编号", record.case_no),
        "title": _element("题名", f"{record.party_name}申请{record.item_name}"),
        "responsible_body": _element("责任者", body.name),
        "responsible_body_code": _element("责任者统一社会信用代码", body.credit_code),
        "item_code": _element("事项编码", record.item_code),
        "item_name": _element("事项名称", record.item_name),
        "item_version": _element("事项版本", about.version.number),
        "case_type": _element("办件类型", record.case_type),
        "channel": _element("申请渠道", record.channel),
        "applicant_kind": _element("申请人类型", record.party_kind),
        "applicant_name": _element("申请人", record.party_name),
        "applicant_identity_type": _element("申请人证件类型", record.identity_type),
        "applicant_identity_no": _element("申请人证件号码", record.identity_no),
        "applicant_phone": _element("申请人联系电话", record.phone),
        "submitted_at": _element("申请时间", record.submitted_at),
        "received_at": _element("收件时间", record.received_at),
        "accepted_at": _element("受理时间", record.accepted_at),
        "decided_at": _element("决定时间", record.decided_at),
        "closed_at": _element("办结时间", record.closed_at),
        "state": _element("办件状态", record.state),
        "result": _element("办理结果", _result(record)),
        "certificate_no": _element("结果文书编号", record.certificate_no),
        "valid_until": _element("结果有效期至", record.valid_until),
        "standing": _element("结果效力", None if record.standing is Standing.NONE else record.standing),
    }


def _result(record: CaseRecord) -> Act | None:
    """The act by which the case came to its end: to grant, to deny, not to accept, to withdraw and so on."""
    ends = (row.entry for row in reversed(record.ledger) if row.entry.before != row.entry.after)
    return next((Act(entry.act) for entry in ends if State(entry.after) in _ENDS), None)


def _structure(about: Described) -> Group:
    roles = Counter(one.role for one in about.files)
    return {
        "layout_version": _element("信息包结构版本", VERSION),
        "material_files": _element("材料文件数", roles[Role.MATERIAL]),
        "materials": _element("材料份数", sum(one.copies for one in about.record.materials)),
        "papers": _element("文书件数", roles[Role.PAPER]),
        "ledger_rows": _element("办理记录条数", about.record.seq),
        "media_types": _element("文件格式", sorted({one.media_type for one in about.files})),
        "charset": _element("文本编码", "UTF-8"),
    }


def _background(about: Described) -> Group:
    record = about.record
    handled = dict.fromkeys(
        (row.entry.actor_name, row.entry.post_title) for row in record.ledger if row.entry.actor_name
    )
    laws = dict.fromkeys(law for row in record.ledger for law in row.entry.law)
    bases = about.version.content.legal_bases
    return {
        "centre": _element("政务服务中心", settings.CENTRE_NAME),
        "region_code": _element("行政区划代码", settings.REGION_CODE),
        "handled_by": _element("经办人", [{"name": name, "post": post} for name, post in handled]),
        "legal_bases": _element("设定依据", [one.model_dump(mode="json") for one in bases]),
        "ledger_law": _element("办理环节依据", list(laws)),
        "statutory_due_on": _element("法定期限届满日", record.statutory_due_on),
        "promised_due_on": _element("承诺期限届满日", record.promised_due_on),
        "made_by": _element("形成系统", "yichuang"),
    }


def _management(about: Described) -> Group:
    record = about.record
    archived = next((row.entry for row in reversed(record.ledger) if row.entry.act == Act.ARCHIVE.value), None)
    return {
        "archived_at": _element("归档时间", archived.at if archived else None),
        "archived_by": _element("归档人", archived.actor_name if archived else None),
        "retention": _element("保管期限", about.kept.retention),
        "retain_until": _element("保管期限届满日", about.kept.retain_until),
        "package_number": _element("信息包序号", len(about.kept.former) + 1),
        "former_packages": _element("此前的信息包", [asdict(one) for one in about.kept.former]),
        "ledger_digest": _element("办理记录末行摘要", record.digest),
        "digest_algorithms": _element("摘要算法", ["SM3", "SHA-256"]),
        "signature_algorithm": _element("签名算法", ALGORITHM),
    }
