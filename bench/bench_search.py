"""Searching a catalogue of ten thousand items: whole calls, one caller, in milliseconds."""

import statistics
import time
from typing import Any

from bench.load_cases import load
from yichuang.catalogue.queries import search_items

_ASKED = {
    "Chinese": ("食品经营许可", "道路", "养老备案", "外国人资格认定"),
    "one character": ("许", "人", "证"),
    "everyday words": ("老人补贴", "开饭店", "怎么办烟草执照", "注册企业"),
    "initials": ("spjy", "gtgsh", "jy"),
    "English": ("food licence", "how to apply for a business license", "registration", "l"),
    "mistyped Chinese": ("食品经营许克", "个体工商互食品", "消防甚批备案"),
    "mistyped English": ("fod licens", "enviroment aproval", "advertizing"),
    "nothing": ("火星移民", "zzzz"),
}
_TIMES = 30


def run() -> dict[str, Any]:
    load(number=0)
    return {kind: {text: _asked(text) for text in texts} for kind, texts in _ASKED.items()}


def _asked(text: str) -> dict[str, float | int]:
    found = len(search_items(text).rows)
    times = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        search_items(text)
        times.append((time.perf_counter() - started) * 1000)
    return {"rows": found, "p50": round(statistics.median(times), 1), "p95": round(sorted(times)[-2], 1)}
