"""The services that a mandate names, told by whoever knows them: accounts stand below the catalogue and know none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Matter:
    """A service by its code; `name_en` may be empty."""

    code: str
    name: str
    name_en: str = ""


class Matters(Protocol):
    """Who knows the services."""

    def named(self, codes: Iterable[str]) -> Mapping[str, Matter]:
        """The services with these codes, also those that are closed now; unknown codes are left out."""

    def found(self, text: str) -> tuple[Matter, ...]:
        """The open services that fit the text best, a page of them at most."""


class _OnlyCodes:
    """As long as nobody has told of services, a code stands for itself."""

    def named(self, codes: Iterable[str]) -> Mapping[str, Matter]:
        return {code: Matter(code, code) for code in codes}

    def found(self, text: str) -> tuple[Matter, ...]:
        return (Matter(text, text),) if text else ()


_known: list[Matters] = [_OnlyCodes()]


def tell_matters(known: Matters) -> None:
    """From now on `known` is asked for services. Called once, when the process starts."""
    _known[:] = [known]


def matters() -> Matters:
    """Who knows the services."""
    return _known[0]
