"""Uploads on the real database and a real folder."""

import io
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from typing_extensions import override

from tests.support.documents import PDF, pdf
from tests.support.identity import applicant_actor
from yichuang.core.actor import ANONYMOUS, SYSTEM, SignInRequiredError
from yichuang.documents import queries, services
from yichuang.documents.errors import (
    ContentMissingError,
    ExecutableFileError,
    FileEmptyError,
    FileIncompleteError,
    FileTooLargeError,
    UploadNotFoundError,
)
from yichuang.documents.models import StoredContent, Upload


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def _stored_files(store: Path) -> list[Path]:
    return sorted(path for path in store.rglob("*") if path.is_file())


def _upload(content: bytes, name: str = "证明.pdf", **more: int | str | None) -> queries.UploadView:
    return services.store_upload(actor=SYSTEM, name=name, stream=io.BytesIO(content), **more)  # type: ignore[arg-type]  # keywords of tests


@pytest.mark.django_db
def test_an_upload_is_recorded_and_its_bytes_come_back(store: Path) -> None:
    actor = applicant_actor()

    upload = services.store_upload(
        actor=actor,
        name="C:\\证明.pdf",
        stream=io.BytesIO(PDF),
        declared_size=len(PDF),
        subject="D1",
        material_code="M1",
    )

    opened = queries.open_upload(upload.id)
    with opened.stream as stream:
        assert stream.read() == PDF
    assert (opened.name, opened.media_type, opened.size) == ("证明.pdf", "application/pdf", len(PDF))
    assert queries.get_upload(upload.id) == upload
    assert (upload.owner_id, upload.subject, upload.material_code) == (actor.account_id, "D1", "M1")
    assert _stored_files(store) == [store / upload.digest[:2] / upload.digest[2:4] / upload.digest]


@pytest.mark.django_db
def test_the_same_content_is_stored_once_under_any_name(store: Path) -> None:
    first, second, other = _upload(PDF), _upload(PDF, "another.pdf"), _upload(pdf("other"))

    assert first.digest == second.digest != other.digest
    assert (first.name, second.name) == ("证明.pdf", "another.pdf")
    assert StoredContent.objects.count() == 2
    assert len(_stored_files(store)) == 2


@pytest.mark.django_db(transaction=True)
def test_two_equal_uploads_at_once_store_one_content(store: Path) -> None:
    gate, results = threading.Barrier(4), []

    def upload() -> None:
        try:
            gate.wait(timeout=10)
            results.append(_upload(PDF).digest)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=upload) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert len(results) == 4
    assert len(set(results)) == 1
    assert StoredContent.objects.count() == 1
    assert Upload.objects.count() == 4
    assert len(_stored_files(store)) == 1


@pytest.mark.django_db
def test_a_file_over_the_limit_is_refused_before_it_is_read(store: Path, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 2 * 1024 * 1024

    class Untouched(io.BytesIO):
        @override
        def read(self, _size: int | None = -1, /) -> bytes:
            pytest.fail("it was read")

    with pytest.raises(FileTooLargeError) as caught:
        services.store_upload(actor=SYSTEM, name="a.pdf", stream=Untouched(), declared_size=2 * 1024 * 1024 + 1)

    assert caught.value.details == {"limit_mb": 2}
    assert not store.exists()


@pytest.mark.django_db
def test_a_file_that_grows_over_the_limit_is_cut_off_and_leaves_nothing(store: Path, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    stream = io.BytesIO(bytes(3 * 1024 * 1024))

    with pytest.raises(FileTooLargeError):
        services.store_upload(actor=SYSTEM, name="a.pdf", stream=stream, declared_size=10)

    assert stream.tell() <= 1024 * 1024 + 64 * 1024
    assert _stored_files(store) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "declared", "error"),
    [
        (b"", None, FileEmptyError),
        (b"", 0, FileEmptyError),
        (PDF, len(PDF) + 1, FileIncompleteError),
        (PDF, len(PDF) - 1, FileIncompleteError),
        (b"MZ" + bytes(100), None, ExecutableFileError),
    ],
)
def test_a_refused_file_leaves_no_row_and_no_file(
    store: Path, content: bytes, declared: int | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        _upload(content, declared_size=declared)

    assert Upload.objects.count() == 0
    assert StoredContent.objects.count() == 0
    assert _stored_files(store) == []


@pytest.mark.django_db
def test_nobody_uploads_without_signing_in() -> None:
    with pytest.raises(SignInRequiredError):
        services.store_upload(actor=ANONYMOUS, name="a.pdf", stream=io.BytesIO(PDF))


@pytest.mark.django_db
def test_a_rolled_back_upload_leaves_a_file_that_the_next_one_takes_over(store: Path) -> None:
    with transaction.atomic():
        _upload(PDF)
        transaction.set_rollback(True)

    assert StoredContent.objects.count() == 0
    assert len(_stored_files(store)) == 1
    assert _upload(PDF).digest == _stored_files(store)[0].name
    assert len(_stored_files(store)) == 1


@pytest.mark.django_db
def test_the_file_is_on_disk_before_its_row_is_written(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def noted(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def noting(*given: Any, **more: Any) -> Any:
            order.append(name)
            return act(*given, **more)

        return noting

    monkeypatch.setattr(os, "fsync", noted("fsync", os.fsync))
    monkeypatch.setattr(StoredContent.objects, "bulk_create", noted("row", StoredContent.objects.bulk_create))

    _upload(PDF)

    # The file, the two new folders above it in their parents, and the folder that it was moved to.
    assert order == ["fsync", "fsync", "fsync", "fsync", "row"]


@pytest.mark.django_db
def test_a_lost_file_is_reported_and_healed_by_the_next_equal_upload(store: Path) -> None:
    upload = _upload(PDF)
    _stored_files(store)[0].unlink()

    with pytest.raises(ContentMissingError) as caught:
        queries.open_upload(upload.id)

    assert caught.value.details == {"digest": upload.digest}
    _upload(PDF)
    with queries.open_upload(upload.id).stream as stream:
        assert stream.read() == PDF


@pytest.mark.django_db
def test_an_upload_knows_its_owner() -> None:
    owner = applicant_actor()
    upload = services.store_upload(actor=owner, name="a.pdf", stream=io.BytesIO(PDF))

    assert queries.get_upload(upload.id) == upload
    assert upload.owner_id == owner.account_id
    with pytest.raises(UploadNotFoundError):
        queries.get_upload(upload.id + 1)


@pytest.mark.django_db
def test_many_uploads_are_read_in_one_query() -> None:
    ids = [_upload(pdf(str(number))).id for number in range(5)]

    with CaptureQueriesContext(connections["default"]) as captured:
        found = queries.get_uploads([*ids, ids[-1] + 1])

    assert sorted(found) == ids
    assert len(captured) == 1
