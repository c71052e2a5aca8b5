"""Forms to fetch with a guide: only what was stored for guides may be published."""

import io

import pytest

from tests.support.catalogue import make_content, make_draft
from tests.support.documents import pdf
from tests.support.identity import applicant_actor
from yichuang.catalogue import queries, services
from yichuang.catalogue.errors import NotPublishableError
from yichuang.catalogue.rules import (
    ATTACHMENT_SUBJECT,
    Attachment,
    Check,
    Condition,
    FieldGroup,
    FieldKind,
    FormField,
    ItemContent,
    Material,
)
from yichuang.core.actor import SYSTEM
from yichuang.documents.services import store_upload

pytestmark = pytest.mark.django_db


def _stored(subject: str) -> Attachment:
    kept = store_upload(actor=applicant_actor(), name="表.pdf", stream=io.BytesIO(pdf()), subject=subject)
    return Attachment(upload_id=kept.id, name=kept.name, media_type=kept.media_type, size=kept.size)


def _content(form: Attachment) -> ItemContent:
    return make_content(materials=(Material(code="M1", name="申请书", blank_form=form),))


def test_a_form_stored_for_guides_is_published() -> None:
    draft = make_draft("A1", _content(_stored(ATTACHMENT_SUBJECT)))

    services.submit(actor=SYSTEM, version_id=draft.version_id)

    assert queries.describe_version(draft.version_id).missing == ()


@pytest.mark.parametrize("change", [{"upload_id": 999999}, {"size": 1}, {"name": "别的.pdf"}])
def test_a_form_that_is_not_the_one_stored_is_told(change: dict[str, object]) -> None:
    draft = make_draft("A1", _content(_stored(ATTACHMENT_SUBJECT).model_copy(update=change)))

    with pytest.raises(NotPublishableError) as refused:
        services.submit(actor=SYSTEM, version_id=draft.version_id)

    assert [(one.field, one.code) for one in refused.value.problems] == [
        ("materials.0.blank_form", "catalogue.attachment_missing")
    ]


def test_what_somebody_handed_in_is_never_published_as_a_form() -> None:
    draft = make_draft("A1", _content(_stored("20260101000001")))

    with pytest.raises(NotPublishableError):
        services.submit(actor=SYSTEM, version_id=draft.version_id)


def test_the_new_elements_come_back_from_an_exported_file() -> None:
    content = make_content(
        conditions_en=("Suitable premises",),
        checks=(Check(question="是否有场所？", question_en="Premises?", wanted="yes", advice="先租房"),),
        form=(
            FieldGroup(
                title="仓库",
                fields=(
                    FormField(id="store", element="store", label="外设仓库", kind=FieldKind.YES_NO, sample="yes"),
                    FormField(id="at", element="at", label="地址", when=Condition(field="store", any_of=("yes",))),
                ),
            ),
        ),
        materials=(
            Material(
                code="M1",
                name="仓库说明",
                condition_en="if there is one",
                when=Condition(field="store", any_of=("yes",)),
            ),
        ),
    )
    draft = make_draft("A1", content)
    file = queries.export_items("xlsx", is_published_only=False)

    report = services.import_items(
        actor=SYSTEM, stream=io.BytesIO(file), name="x.xlsx", existing="draft", is_dry_run=True
    )

    assert (report.unchanged, report.errors) == (1, ())
    assert queries.get_version(draft.version_id).content == content
