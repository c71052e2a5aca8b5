"""Amounts of money: whole cents and a currency, never floats."""

from dataclasses import dataclass

from typing_extensions import override


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in cents (fen)."""

    cents: int
    currency: str = "CNY"

    @override
    def __str__(self) -> str:
        """The amount with two decimals, as `12.30`."""
        sign = "-" if self.cents < 0 else ""
        yuan, fen = divmod(abs(self.cents), 100)
        return f"{sign}{yuan}.{fen:02d}"
