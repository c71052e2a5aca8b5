"""What regions, organisations and windows are, and what a region's code says of it.

Law: GB39046 A.2 (levels 1 national to 6 village).
"""

import re
from dataclasses import dataclass

from yichuang.core.errors import gettext_noop
from yichuang.core.identifiers import check_phone
from yichuang.core.labels import Labelled
from yichuang.organisations.errors import (
    NameMissingError,
    RegionCodeError,
    RegionLevelError,
    RegionParentError,
    TextTooLongError,
    WindowKindError,
)

NATIONAL = "000000000000"
NOTE_MAX, HOURS_MAX, NAME_EN_MAX = 300, 200, 100
# Digits that count at each level: province 2, city 4, county 6, township 9, village 12.
_SIGNIFICANT = {"1": 0, "2": 2, "3": 4, "4": 6, "5": 9, "6": 12}
_DIRECTLY_ADMINISTERED = "90"


class RegionLevel(Labelled):
    """Levels of government. Law: GB39046 A.2."""

    NATIONAL = "1", gettext_noop("National")
    PROVINCE = "2", gettext_noop("Province")
    CITY = "3", gettext_noop("City")
    COUNTY = "4", gettext_noop("County")
    TOWNSHIP = "5", gettext_noop("Township")
    VILLAGE = "6", gettext_noop("Village")


class OrganisationKind(Labelled):
    """What a body is to the centre."""

    CENTRE_AUTHORITY = "centre_authority", gettext_noop("Authority of the centre")
    DEPARTMENT = "department", gettext_noop("Department")
    TOWNSHIP_CENTRE = "township_centre", gettext_noop("Township service centre")
    VILLAGE_STATION = "village_station", gettext_noop("Village service station")
    OTHER = "other", gettext_noop("Other body")

    @property
    def decides(self) -> bool:
        """Whether it acts in its own name, and so needs a credit code."""
        return self in {OrganisationKind.CENTRE_AUTHORITY, OrganisationKind.DEPARTMENT}


class WindowKind(Labelled):
    """Whether a window takes everything or one body's items. Law: OBE 37."""

    COMPREHENSIVE = "comprehensive", gettext_noop("Comprehensive window")
    DEDICATED = "dedicated", gettext_noop("Dedicated window")


@dataclass(frozen=True, slots=True)
class Place:
    """How to find a window or office and when: the way in words, the hours, the phone (a hotline may have 5 digits)."""

    location_note: str = ""
    hours: str = ""
    phone: str = ""

    def checked(self) -> "Place":
        """The same without spaces around.

        Raises:
            TextTooLongError, PhoneShapeError: what is wrong with it.
        """
        note, hours, phone = self.location_note.strip(), self.hours.strip(), self.phone.strip()
        for text, most in ((note, NOTE_MAX), (hours, HOURS_MAX)):
            if len(text) > most:
                raise TextTooLongError(most=most, given=len(text))
        is_hotline = re.fullmatch(r"[0-9]{5}", phone) is not None
        return Place(note, hours, phone if is_hotline or not phone else check_phone(phone))


@dataclass(frozen=True, slots=True)
class WindowEnglish:
    """Name, place and hours of a window for readers of English, who read the Chinese where one is empty."""

    name: str = ""
    location: str = ""
    hours: str = ""

    def checked(self) -> "WindowEnglish":
        """The same without spaces around.

        Raises:
            TextTooLongError: one is longer than there is room for.
        """
        given = (self.name.strip(), NAME_EN_MAX), (self.location.strip(), HOURS_MAX), (self.hours.strip(), HOURS_MAX)
        for text, most in given:
            if len(text) > most:
                raise TextTooLongError(most=most, given=len(text))
        return WindowEnglish(*(text for text, _most in given))


class Act(Labelled):
    """What was done to an organisation, window or post."""

    REGISTERED = "registered", gettext_noop("Registered")
    CHANGED = "changed", gettext_noop("Changed")
    OPENED = "opened", gettext_noop("Opened")
    CLOSED = "closed", gettext_noop("Closed")
    ASSIGNED = "assigned", gettext_noop("Assigned")
    ENDED = "ended", gettext_noop("Ended")
    GRANTED = "granted", gettext_noop("Authority granted")
    WITHDRAWN = "withdrawn", gettext_noop("Letter withdrawn")


class Thing(Labelled):
    """To what it was done."""

    REGION = "region", gettext_noop("Region")
    ORGANISATION = "organisation", gettext_noop("Organisation")
    OFFICE = "office", gettext_noop("Office")
    WINDOW = "window", gettext_noop("Window")
    POST = "post", gettext_noop("Post")
    STAFF = "staff", gettext_noop("Member of staff")
    HOLDING = "holding", gettext_noop("Holding of a post")
    LEAVE = "leave", gettext_noop("Leave")
    LETTER = "letter", gettext_noop("Letter of authority")


def check_region_code(code: str) -> str:
    """The code without spaces around it.

    Raises:
        RegionCodeError: not 12 ASCII digits.
    """
    code = code.strip()
    if not re.fullmatch(r"[0-9]{12}", code):
        raise RegionCodeError(given=code)
    return code


def level_of(code: str) -> RegionLevel:
    """The level that the zeros of the code say.

    Raises:
        RegionCodeError: not a region code.
    """
    code = check_region_code(code)
    return next(level for level in RegionLevel if not code[_SIGNIFICANT[level.value] :].strip("0"))


def check_level(code: str, level: RegionLevel | None) -> RegionLevel:
    """The level of a region: what its code says.

    Counties that a province governs without a city between (city digits 90) may also be registered as cities.

    Raises:
        RegionCodeError: not a region code.
        RegionLevelError: the level given is another.
    """
    expected = level_of(code)
    if level is None or level == expected:
        return expected
    directly = expected is RegionLevel.COUNTY and code[2:4] == _DIRECTLY_ADMINISTERED
    if directly and level is RegionLevel.CITY:
        return level
    raise RegionLevelError(region_code=code, expected=expected.value, given=level.value)


def encloses(parent_code: str, code: str) -> bool:
    """Whether the region of the first code contains the region of the second, and is another."""
    significant = _SIGNIFICANT[level_of(parent_code).value]
    return parent_code != code and code.startswith(parent_code[:significant])


def check_parent(code: str, parent_code: str | None) -> None:
    """Nothing, when the region may lie directly in that parent.

    Raises:
        RegionParentError: the parent does not enclose it, or one but the nation has none.
    """
    if parent_code is None and code == NATIONAL:
        return
    if parent_code is None or not encloses(parent_code, code):
        raise RegionParentError(region_code=code, parent_code=parent_code or "-")


def code_chain(code: str) -> tuple[str, ...]:
    """The code and those that enclose it by its digits, up to the nation.

    Raises:
        RegionCodeError: not a region code.
    """
    code = check_region_code(code)
    chain = [code]
    for significant in sorted(_SIGNIFICANT.values(), reverse=True):
        above = code[:significant].ljust(12, "0")
        if above not in chain:
            chain.append(above)
    return tuple(chain)


def check_name(name: str) -> str:
    """The name without spaces around it.

    Raises:
        NameMissingError: nothing is left.
    """
    name = name.strip()
    if not name:
        raise NameMissingError
    return name


def check_window_kind(kind: WindowKind, organisation_id: int | None) -> None:
    """Nothing, when kind and organisation go together.

    Raises:
        WindowKindError: a dedicated window without organisation, or a comprehensive one with.
    """
    if (kind is WindowKind.DEDICATED) != (organisation_id is not None):
        raise WindowKindError
