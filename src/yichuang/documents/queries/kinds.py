"""Which papers many subjects have."""

from collections.abc import Iterable, Mapping

from yichuang.core.prepared import run_prepared

_KINDS = "SELECT subject, kind, count(*) FROM documents_paper WHERE subject = ANY(%(subjects)s) GROUP BY subject, kind"


def count_kinds(subjects: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
    """How many papers of each kind each subject has, in one statement; those without papers are left out."""
    found: dict[str, dict[str, int]] = {}
    for subject, kind, number in run_prepared(_KINDS, {"subjects": list(subjects)}):
        found.setdefault(subject, {})[kind] = number
    return found
