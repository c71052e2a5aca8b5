"""Many whole lives of cases at once, written as the services would have written them one act after the other.

Nothing here knows what an act writes: that is learned from examples (`Patterns.learn`), which are cases led through the services
in a transaction that is taken back. `CaseLot` then writes any number of like cases: rows, digests, numbers and all.

Only for what makes up cases, as the simulated year. Rights are not asked; due dates are counted by the calendar that is given.
"""

from yichuang.cases.services.bulk.course import Applicant, Body, Course, Doer
from yichuang.cases.services.bulk.lots import LAWFUL, CaseLot, Fault
from yichuang.cases.services.bulk.observing import Observed, observe
from yichuang.cases.services.bulk.patterns import Patterns
from yichuang.cases.services.bulk.texts import NotAlikeError, UnclearError

__all__ = [
    "LAWFUL",
    "Applicant",
    "Body",
    "CaseLot",
    "Course",
    "Doer",
    "Fault",
    "NotAlikeError",
    "Observed",
    "Patterns",
    "UnclearError",
    "observe",
]
