"""The law of counting days: terms, calendars, due dates. Plain Python; the calendar and the start are arguments."""

from yichuang.deadlines.rules.terms import Term, Unit

__all__ = ["Term", "Unit"]
