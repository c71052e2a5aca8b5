import pytest

from tests.support.catalogue import *
from yichuang.catalogue import queries


@pytest.mark.django_db
def test_smoke():
    v = make_published_item()
    assert queries.published_version("A1") == v
    print(queries.describe_version(v.id))
    for t in ("食品", "营许", "spjyxk", "食品经营许克", "food", "licnce", "A1"):
        print(t, [r.name for r in queries.search_items(t).rows])
