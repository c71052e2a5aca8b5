"""Two at once: one wins, the other is told why, and nothing is half done."""

import io
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from tests.support.catalogue import approve, make_content, make_draft, make_published_item
from tests.support.organisations import make_organisation
from yichuang.catalogue import queries, services
from yichuang.catalogue.errors import ActNotPossibleError, DraftExistsError, ItemExistsError, StaleDraftError
from yichuang.catalogue.models import Item, ItemVersion, VersionEvent
from yichuang.core.actor import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[object]:
    """What each act gave, or the error it ended with, all started at the same moment."""
    barrier = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            results[place] = act()
        except Exception as error:  # noqa: BLE001 - the error is the result
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def errors(results: list[object]) -> list[type]:
    return [type(result) for result in results if isinstance(result, Exception)]


def test_a_version_is_published_once() -> None:
    draft = make_draft()
    approve(draft.version_id)

    def publish() -> object:
        return services.publish(actor=SYSTEM, version_id=draft.version_id)

    assert errors(together(publish, publish)) == [ActNotPossibleError]
    assert VersionEvent.objects.filter(version_id=draft.version_id, act="publish").count() == 1
    assert queries.published_version("A1").id == draft.version_id


def test_of_publishing_and_cancelling_at_once_no_published_version_of_a_cancelled_item_remains() -> None:
    first = make_published_item()
    draft = services.start_draft(actor=SYSTEM, item_id=first.item_id, content=make_content(quota="每年十个"))
    approve(draft.version_id)

    results = together(
        lambda: services.publish(actor=SYSTEM, version_id=draft.version_id),
        lambda: services.cancel_item(actor=SYSTEM, version_id=first.id, reason="废止"),
    )

    assert errors(results) == [ActNotPossibleError]
    states = sorted(ItemVersion.objects.values_list("state", flat=True))
    assert states in (["published", "superseded"], ["cancelled", "discarded"])


def test_one_of_two_drafts_started_at_once() -> None:
    view = make_published_item()

    def start() -> object:
        return services.start_draft(actor=SYSTEM, item_id=view.item_id)

    assert errors(together(start, start)) == [DraftExistsError]


def test_one_of_two_saves_at_once() -> None:
    draft = make_draft()

    def save(quota: str) -> Callable[[], object]:
        return lambda: services.save_draft(
            actor=SYSTEM, version_id=draft.version_id, content=make_content(quota=quota), revision=1
        )

    assert errors(together(save("甲"), save("乙"))) == [StaleDraftError]


def test_one_of_two_items_with_one_code() -> None:
    organisation_id = make_organisation()

    def create() -> object:
        return make_draft("A1", organisation_id=organisation_id)

    assert errors(together(create, create)) == [ItemExistsError]
    assert ItemVersion.objects.count() == 1


def test_two_imports_of_one_file_at_once_import_it_once() -> None:
    make_organisation("示例区某局")
    data = "task_code,name,organisation\n" + "".join(f"A{n},许可{n},示例区某局\n" for n in range(20))

    def take() -> object:
        return services.import_items(actor=SYSTEM, stream=io.BytesIO(data.encode()), name="x.csv").imported

    results = together(take, take)

    assert sorted(results, key=str) == [0, 20]
    assert Item.objects.count() == 20
