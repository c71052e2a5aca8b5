"""How often something may be tried, so that numbers, codes and names cannot be guessed by trying."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

CODE_MINUTES = 10
CODE_TRIES = 5


class Limited(StrEnum):
    """What is counted, and by whom: an address, an account, or a login."""

    REGISTER = "register"
    FIND_PERSON = "find_person"
    RECOVER_LOGIN = "recover_login"
    RECOVER_ADDRESS = "recover_address"
    TRY_CODE = "try_code"
    LOOK_UP = "look_up"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in that time, counted from the first."""

    most: int
    within: timedelta = timedelta(hours=1)


# A hall full of people shares one address, so limits by address are wider than those by account or login.
LIMITS: Mapping[Limited, Limit] = MappingProxyType(
    {
        Limited.REGISTER: Limit(30),
        Limited.FIND_PERSON: Limit(10),
        Limited.RECOVER_LOGIN: Limit(5),
        Limited.RECOVER_ADDRESS: Limit(30),
        Limited.TRY_CODE: Limit(60),
        Limited.LOOK_UP: Limit(60),
    }
)
