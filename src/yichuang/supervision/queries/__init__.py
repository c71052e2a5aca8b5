"""Reading supervision."""

from yichuang.supervision.queries.book import RuleView, book, list_rules, unknown_rules
from yichuang.supervision.queries.health import ParkedCase, clock_findings, list_parked
from yichuang.supervision.queries.indicators import (
    INDICATORS,
    Definition,
    FactRow,
    Period,
    Slice,
    Value,
    cases_behind,
    indicators,
)
from yichuang.supervision.queries.measures import MeasureView, list_measures, list_open_measures
from yichuang.supervision.queries.signals import (
    Altered,
    EntryView,
    Lit,
    RuleRecord,
    SignalFilter,
    SignalView,
    count_signals,
    get_signal_view,
    list_entries,
    list_signals,
    lit_now,
    rule_records,
    verify_entries,
)

__all__ = [
    "INDICATORS",
    "Altered",
    "Definition",
    "EntryView",
    "FactRow",
    "Lit",
    "MeasureView",
    "ParkedCase",
    "Period",
    "RuleRecord",
    "RuleView",
    "SignalFilter",
    "SignalView",
    "Slice",
    "Value",
    "book",
    "cases_behind",
    "clock_findings",
    "count_signals",
    "get_signal_view",
    "indicators",
    "list_entries",
    "list_measures",
    "list_open_measures",
    "list_parked",
    "list_rules",
    "list_signals",
    "lit_now",
    "rule_records",
    "unknown_rules",
    "verify_entries",
]
