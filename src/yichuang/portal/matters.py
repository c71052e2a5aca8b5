"""The services that a mandate can name."""

from collections.abc import Iterable, Mapping

from yichuang.catalogue.queries import names_of, search_items
from yichuang.identity.rules import Matter

_FOUND = 20


class CatalogueMatters:
    """Asks the catalogue, in one statement each time."""

    def named(self, codes: Iterable[str]) -> Mapping[str, Matter]:
        """See `identity.rules.Matters`."""
        return {code: Matter(code, *names) for code, names in names_of(codes).items()}

    def found(self, text: str) -> tuple[Matter, ...]:
        """See `identity.rules.Matters`."""
        return tuple(Matter(row.code, row.name, row.name_en) for row in search_items(text, size=_FOUND).rows)
