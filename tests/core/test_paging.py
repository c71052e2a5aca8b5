"""Lists of which every page is read."""

import pytest

from yichuang.core.paging import Page, every

PAGES = {None: Page((1, 2), "b"), "b": Page((), "c"), "c": Page((3,))}


def test_every_page_is_read_with_the_cursor_of_the_one_before() -> None:
    assert list(every(lambda cursor: PAGES[cursor])) == [1, 2, 3]


@pytest.mark.parametrize(("rows", "fetched"), [(1, [None]), (3, [None, "b", "c"])])
def test_a_page_is_fetched_when_it_is_come_to(rows: int, fetched: list[str | None]) -> None:
    asked: list[str | None] = []

    def fetch(cursor: str | None) -> Page[int]:
        asked.append(cursor)
        return PAGES[cursor]

    found = every(fetch)
    for _ in range(rows):
        next(found)

    assert asked == fetched
