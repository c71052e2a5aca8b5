"""Who may open a page of the console: supervisors, and any staff where it is about their own signals."""

from yichuang.core.rights import Right
from yichuang.identity.access import WRITE
from yichuang.identity.access import staff_page as staff

__all__ = ["WRITE", "staff", "supervisor"]

supervisor = staff(Right.SUPERVISE)
