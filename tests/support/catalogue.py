"""Builders of catalogue items for tests: they go through the services."""

from typing import Any

from tests.support.organisations import make_organisation
from yichuang.catalogue import services
from yichuang.catalogue.queries import VersionView, get_version
from yichuang.catalogue.rules import (
    CaseType,
    FieldGroup,
    FieldKind,
    FormField,
    ItemContent,
    ItemType,
    LegalBasis,
    Material,
    ResultProduced,
    ServiceObject,
    Step,
    StepKind,
)
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Role
from yichuang.deadlines.rules import Term, Unit


def wd(days: int) -> Term:
    """A term in working days."""
    return Term(days, Unit.WORKING_DAY)


def make_content(**changes: Any) -> ItemContent:
    """The content of a promised licence that may be published as it is."""
    elements: dict[str, Any] = {
        "name": "食品经营许可",
        "name_en": "Food business licence",
        "item_type": ItemType.LICENCE,
        "case_type": CaseType.PROMISED,
        "service_objects": (ServiceObject.PERSON, ServiceObject.ENTERPRISE),
        "themes": ("准入准营",),
        "legal_bases": (LegalBasis(law="《中华人民共和国食品安全法》", article="第三十五条"),),
        "conditions": ("有与经营的食品品种、数量相适应的场所",),
        "statutory_limit": wd(20),
        "promised_limit": wd(10),
        "materials": (
            Material(code="M1", name="食品经营许可申请书"),
            Material(code="M2", name="经营场所平面图", is_deferrable=True),
        ),
        "form": (
            FieldGroup(
                title="申请人",
                fields=(
                    FormField(id="name", element="person.name", label="姓名", is_personal=True),
                    FormField(
                        id="identity_no",
                        element="person.identity_no",
                        label="身份证号码",
                        kind=FieldKind.IDENTITY_NO,
                        is_personal=True,
                    ),
                ),
            ),
        ),
        "steps": (
            Step(code="S1", name="受理", kind=StepKind.ACCEPT, role=Role.WINDOW_CLERK, limit=wd(1)),
            Step(code="S2", name="审查", kind=StepKind.REVIEW, role=Role.REVIEWER, limit=wd(5)),
            Step(code="S3", name="决定", kind=StepKind.DECIDE, role=Role.APPROVING_OFFICIAL, limit=wd(3)),
        ),
        "is_free": True,
        "results": (ResultProduced(certificate_code="FOOD-LICENCE", name="食品经营许可证"),),
        "address": "示例区政务服务中心一楼",
        "hours": "工作日 9:00-17:00",
        "enquiry_phone": "0990-1234567",
        "complaint_phone": "12345",
        "remedies": "六十日内申请行政复议，六个月内提起行政诉讼",
    }
    return ItemContent(**{**elements, **changes})


def make_instant_content(**changes: Any) -> ItemContent:
    """The content of an item decided on the spot that may be published as it is."""
    steps = (Step(code="S1", name="决定", kind=StepKind.DECIDE, role=Role.WINDOW_CLERK, limit=Term(1, Unit.HOUR)),)
    return make_content(
        **{
            "name": "个体工商户设立登记",
            "name_en": "Registration of a sole trader",
            "case_type": CaseType.INSTANT,
            "promised_limit": wd(0),
            "steps": steps,
            **changes,
        }
    )


def make_draft(
    task_code: str = "A1", content: ItemContent | None = None, organisation_id: int | None = None
) -> services.VersionRef:
    """A draft of a new item."""
    return services.create_item(
        actor=SYSTEM,
        task_code=task_code,
        organisation_id=organisation_id or make_organisation(),
        content=content or make_content(),
    )


def approve(version_id: int) -> None:
    """The draft has passed all reviews."""
    services.submit(actor=SYSTEM, version_id=version_id)
    services.pass_department_review(actor=SYSTEM, version_id=version_id)
    services.pass_legal_review(actor=SYSTEM, version_id=version_id)
    services.pass_centre_review(actor=SYSTEM, version_id=version_id)


def make_published_item(
    task_code: str = "A1", content: ItemContent | None = None, organisation_id: int | None = None
) -> VersionView:
    """The published version of a new item."""
    draft = make_draft(task_code, content, organisation_id)
    approve(draft.version_id)
    services.publish(actor=SYSTEM, version_id=draft.version_id)
    return get_version(draft.version_id)
