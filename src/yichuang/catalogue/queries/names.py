"""What items are called."""

from collections.abc import Iterable, Mapping

from yichuang.catalogue.models import Item


def names_of(codes: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """The Chinese and the English name (it may be empty) of the items with these codes, also of those that are closed now.

    Items that were never published are left out. One statement, or none.
    """
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    rows = Item.objects.filter(task_code__in=wanted, current__isnull=False)
    return {code: (name, name_en) for code, name, name_en in rows.values_list("task_code", "name", "name_en")}


def names_in(organisation_id: int, *, most: int) -> list[tuple[str, str, str]]:
    """Code, Chinese and English name (it may be empty) of the body's published items in the order of their making."""
    rows = Item.objects.filter(is_listed=True, organisation_id=organisation_id).order_by("pk")
    return list(rows.values_list("task_code", "name", "name_en")[:most])
