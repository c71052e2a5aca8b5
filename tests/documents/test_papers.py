"""Papers: numbering, sealing, rendering, verification."""

import io
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from tests.support.documents import SIGNATORY, make_paper, make_sealed_body
from tests.support.organisations import make_organisation
from tests.support.papers import BODY, ISSUED_AT, paper_data, text_of
from yichuang.documents import queries, services
from yichuang.documents.errors import PaperDataError, PaperNotFoundError
from yichuang.documents.models import Paper, PaperFile, StoredContent
from yichuang.documents.rules import PaperKind, Title
from yichuang.documents.vendors import typesetting
from yichuang.organisations.queries import get_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PUBLIC_BASE_URL = "https://centre.example"
    return tmp_path / "files"


def test_numbers_run_per_body_year_and_kind() -> None:
    body, other = make_organisation(), make_organisation()

    numbers = [
        make_paper(body).number,
        make_paper(body).number,
        make_paper(body, PaperKind.RECEIPT).number,
        make_paper(other).number,
        make_paper(body, issued_at=datetime(2026, 12, 31, 15, 59, tzinfo=UTC)).number,
        make_paper(body, issued_at=datetime(2026, 12, 31, 16, 0, tzinfo=UTC)).number,
    ]

    assert numbers == [
        "示市监受〔2026〕1号",
        "示市监受〔2026〕2号",
        "示市监收〔2026〕1号",
        "示市监受〔2026〕1号",
        "示市监受〔2026〕3号",
        "示市监受〔2027〕1号",
    ]


def test_a_number_returns_when_its_transaction_does_not_commit() -> None:
    body = make_organisation()

    with transaction.atomic():
        given = make_paper(body).number
        transaction.set_rollback(True)

    assert given == make_paper(body).number == "示市监受〔2026〕1号"
    assert Paper.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_given_at_once_have_no_gap_and_no_repeat() -> None:
    body = make_organisation()
    gate = threading.Barrier(6)

    def issue(worker: int) -> None:
        try:
            gate.wait(timeout=10)
            for turn in range(5):
                with transaction.atomic():
                    make_paper(body)
                    transaction.set_rollback((worker + turn) % 5 == 0)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=issue, args=(worker,)) for worker in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    serials = sorted(Paper.objects.values_list("serial", flat=True))
    assert serials == list(range(1, 25))


def test_issuing_takes_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    body = make_organisation()

    with django_assert_num_queries(1):
        make_paper(body)


def test_data_of_another_kind_is_refused_and_takes_no_number() -> None:
    body = make_organisation()
    data = {**paper_data(PaperKind.DECISION_DENIED).model_dump(), "reasons": (), "extra": 1}

    with pytest.raises(PaperDataError) as caught:
        services.issue_paper(
            kind=PaperKind.DECISION_DENIED,
            subject="1",
            organisation_id=body,
            organisation_name=BODY,
            prefix="示市监",
            data=data,
            issued_at=ISSUED_AT,
            signatory=SIGNATORY,
        )

    assert [problem.field for problem in caught.value.problems] == ["reasons", "extra"]
    assert make_paper(body, PaperKind.DECISION_DENIED).number == "示市监不准〔2026〕1号"


def test_personal_data_is_sealed_in_the_database() -> None:
    make_paper(make_sealed_body())

    with connection.cursor() as cursor:
        cursor.execute("SELECT documents_paper::text FROM documents_paper")
        (row,) = cursor.fetchone()

    assert "张示例".encode().hex() not in row
    assert "张示例" not in row
    assert Paper.objects.get().data["addressee"] == "张示例"


def test_an_issued_paper_is_sealed_and_says_how_to_check_it() -> None:
    paper = make_paper(make_sealed_body(), PaperKind.EXTENSION)

    text = text_of(services.paper_pdf(paper.id))

    assert paper.number == "示市监延〔2026〕1号"
    assert paper.number in text
    assert f"https://centre.example/verify/{paper.verify_code}" in text
    assert "TESTSEAL" in text


def test_a_paper_to_a_body_may_be_about_no_case() -> None:
    paper = make_paper(make_sealed_body(), PaperKind.SUPERVISE_ORDER, case_no="", item_name="")

    found = queries.verify(paper.verify_code)

    assert "办件编号" not in text_of(services.paper_pdf(paper.id))
    assert found is not None
    assert found.addressee == "示例市市场监督管理局"
    assert found.item_name == ""


def test_a_body_without_prefix_is_named_in_full_in_its_numbers() -> None:
    paper = make_paper(make_sealed_body(), prefix="")

    assert paper.number == "示例区市场监督管理局受〔2026〕1号"


def test_a_paper_is_rendered_once_and_stored() -> None:
    paper = make_paper(make_sealed_body())

    first, second = services.paper_pdf(paper.id), services.paper_pdf(paper.id)

    assert first == second
    assert PaperFile.objects.count() == 1
    assert StoredContent.objects.get().size == len(first)


@pytest.mark.django_db(transaction=True)
def test_two_first_downloads_render_once(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = make_paper(make_sealed_body())
    gate, results, renders = threading.Barrier(3), [], []
    real = typesetting.paper

    def counted(**given: Any) -> tuple[bytes, typesetting.Spot]:
        renders.append(1)
        return real(**given)

    monkeypatch.setattr(typesetting, "paper", counted)

    def download() -> None:
        try:
            gate.wait(timeout=10)
            results.append(services.paper_pdf(paper.id))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=download) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert len(results) == 3
    assert len(set(results)) == 1
    assert len(renders) == 1


def test_a_paper_that_is_not_there_is_not_found() -> None:
    with pytest.raises(PaperNotFoundError):
        services.paper_pdf(1)


def test_the_papers_of_a_subject_come_in_order() -> None:
    body = make_organisation()
    papers = [make_paper(body, kind) for kind in (PaperKind.RECEIPT, PaperKind.ACCEPTANCE)]
    make_paper(body, subject="another")

    assert queries.list_papers("990101-2026-000001") == tuple(papers)


def test_a_code_verifies_its_paper_with_the_person_masked() -> None:
    body = make_sealed_body()
    paper = make_paper(body, PaperKind.DECISION_GRANTED)
    before = queries.verify(paper.verify_code.lower())
    services.paper_pdf(paper.id)

    found = queries.verify(paper.verify_code)

    assert before is not None
    assert before.digest == ""
    assert found == queries.Verification(
        kind=PaperKind.DECISION_GRANTED,
        title=Title("准予行政许可决定书", "Decision granting the application"),
        number=paper.number,
        organisation_name=BODY,
        issued_on=ISSUED_AT.date(),
        addressee="张**",
        item_name="食品经营许可（新办）",
        digest=StoredContent.objects.get().sha256,
        valid_until=date(2031, 10, 19),
        seal_name=f"{get_organisation(body).name}行政审批专用章",
        is_test_seal=True,
        subject=paper.subject,
    )


def test_the_name_of_a_body_is_not_masked() -> None:
    paper = make_paper(make_sealed_body(), addressee="示例餐饮有限公司", is_person=False)

    found = queries.verify(paper.verify_code)

    assert found is not None
    assert found.addressee == "示例餐饮有限公司"


@pytest.mark.parametrize("code", ["", "ABCDE", "ABCDE23456FGHJK789XY", "' OR 1=1 --"])
def test_an_unknown_code_verifies_nothing(code: str) -> None:
    make_paper(make_sealed_body())

    assert queries.verify(code) is None


def test_a_file_verifies_only_with_every_byte_unchanged() -> None:
    paper = make_paper(make_sealed_body())
    pdf = services.paper_pdf(paper.id)

    found = queries.verify_file(io.BytesIO(pdf))

    assert found is not None
    assert found.number == paper.number
    assert queries.verify_file(io.BytesIO(pdf[:-1] + b"x")) is None
