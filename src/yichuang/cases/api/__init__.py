"""Cases for programs: the acts of signed-in persons, and the applications that other systems file."""

from yichuang.cases.api.acts import router
from yichuang.cases.api.applications import router as applications

__all__ = ["applications", "router"]
