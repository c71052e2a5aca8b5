"""A version that is replaced while somebody writes: nothing typed is lost, and the message says what to do."""

import io
import uuid
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import override

from tests.support import cases, identity
from tests.support.acts import case
from tests.support.catalogue import approve, make_content
from tests.support.documents import pdf
from yichuang.cases import queries, services
from yichuang.cases.errors import DraftSubmittedError, ItemClosedError, VersionReplacedError
from yichuang.cases.rules import Channel, Named
from yichuang.catalogue import services as catalogue
from yichuang.catalogue.errors import ItemNotOpenError
from yichuang.catalogue.rules import FieldGroup, FieldKind, FormField, Material
from yichuang.core.actor import SYSTEM
from yichuang.core.problems import message_of

pytestmark = pytest.mark.django_db
NUMBER = identity.identity_no(7)


def begin(desk: cases.Desk) -> UUID:
    """A draft of the applicant that lacks nothing."""
    actor = desk.applicant
    key = services.start_draft(actor=actor, key=uuid.uuid4(), version_id=desk.version.id, channel=Channel.ONLINE)
    form = {"name": "张示例", "identity_no": NUMBER}
    services.save_draft(actor=actor, key=key, revision=1, form=form, party=cases.party_of(actor))
    for code in ("M1", "M2"):
        services.attach_material(actor=actor, key=key, code=code, name=f"{code}.pdf", stream=io.BytesIO(pdf(code)))
    return key


def renew(desk: cases.Desk, **changes: Any) -> int:
    """A newer version of the desk's item is public; its id."""
    draft = catalogue.start_draft(
        actor=SYSTEM, item_id=desk.version.item_id, content=make_content(**{"summary": "新版", **changes})
    )
    approve(draft.version_id)
    catalogue.publish(actor=SYSTEM, version_id=draft.version_id)
    return draft.version_id


def questions(*fields: FormField) -> tuple[FieldGroup, ...]:
    """A form of one group."""
    return (FieldGroup(title="申请人", fields=fields),)


NAME = FormField(id="name", element="person.name", label="姓名", is_personal=True)
AREA = FormField(id="area", element="E.AREA", label="面积", label_en="Area", kind=FieldKind.NUMBER)


def test_a_draft_moves_to_the_newest_version_and_tells_what_changed() -> None:
    desk = cases.make_desk()
    key = begin(desk)
    materials = (Material(code="M1", name="申请书"), Material(code="M3", name="承诺书", name_en="Pledge"))
    newest = renew(desk, form=questions(NAME, AREA), materials=materials)
    before = queries.get_draft_view(desk.applicant, key)

    moved = services.move_draft(actor=desk.applicant, key=key)

    after = queries.get_draft_view(desk.applicant, key)
    assert (moved.is_moved, moved.version_id, moved.number, moved.revision) == (True, newest, 2, before.revision + 1)
    assert moved.new_questions == (Named("area", "面积", "Area"),)
    assert moved.gone_questions == (Named("identity_no", "身份证号码"),)
    assert (moved.to_check, moved.new_materials) == ((), (Named("M3", "承诺书", "Pledge"),))
    assert moved.gone_materials == (Named("M2", "经营场所平面图"),)
    assert (before.is_outdated, after.is_outdated) == (True, False)
    assert (after.version.id, after.form, after.party) == (newest, {"name": "张示例"}, before.party)
    assert {code: len(files) for code, files in after.materials.items()} == {"M1": 1}


def test_a_draft_under_the_newest_version_stays_as_it_is() -> None:
    desk = cases.make_desk()
    key = begin(desk)

    moved = services.move_draft(actor=desk.applicant, key=key)

    assert (moved.is_moved, moved.revision) == (False, 4)


def test_a_moved_draft_can_be_submitted_and_a_confirmation_no_longer_holds() -> None:
    desk = cases.make_desk()
    key = begin(desk)
    services.confirm_draft(actor=desk.applicant, key=key, revision=4)
    newest = renew(desk)

    services.move_draft(actor=desk.applicant, key=key)

    assert queries.get_draft_view(desk.applicant, key).confirmed_at is None
    assert case(services.submit_draft(actor=desk.applicant, key=key).case_no).version_id == newest


def test_a_draft_of_a_replaced_version_is_not_submitted_and_keeps_everything() -> None:
    desk = cases.make_desk()
    key = begin(desk)
    renew(desk, name="食品经营许可（新）")
    before = queries.get_draft_view(desk.applicant, key)

    with pytest.raises(VersionReplacedError) as refusal:
        services.submit_draft(actor=desk.applicant, key=key)
    assert (refusal.value.code, refusal.value.details) == (
        "cases.version_replaced",
        {"item": "食品经营许可（新）", "number": 2},
    )
    with override("zh-hans"):
        assert message_of(refusal.value) == (
            "“食品经营许可（新）”已更新版本。您已填写的内容均已保留：请转到最新版本，核对有变化的内容后再提交。"
        )
    assert queries.get_draft_view(desk.applicant, key) == before


def test_nothing_is_begun_under_a_replaced_version() -> None:
    desk = cases.make_desk()
    renew(desk)

    with pytest.raises(VersionReplacedError):
        services.start_draft(actor=desk.applicant, key=uuid.uuid4(), version_id=desk.version.id, channel=Channel.ONLINE)


def test_a_draft_of_a_suspended_item_can_be_read_and_nothing_else() -> None:
    desk = cases.make_desk()
    key = begin(desk)
    before = queries.get_draft_view(desk.applicant, key)
    catalogue.suspend(actor=SYSTEM, version_id=desk.version.id, reason="系统调整")

    with pytest.raises(ItemNotOpenError):
        services.move_draft(actor=desk.applicant, key=key)
    with pytest.raises(ItemClosedError) as refusal:
        services.submit_draft(actor=desk.applicant, key=key)
    assert refusal.value.code == "cases.item_closed"
    after = queries.get_draft_view(desk.applicant, key)
    assert (after.form, after.materials, after.revision) == (before.form, before.materials, before.revision)


def test_a_submitted_draft_does_not_move() -> None:
    desk = cases.make_desk()
    key = begin(desk)
    done = services.submit_draft(actor=desk.applicant, key=key)
    renew(desk)

    with pytest.raises(DraftSubmittedError) as refusal:
        services.move_draft(actor=desk.applicant, key=key)
    assert refusal.value.details == {"case_no": done.case_no}
