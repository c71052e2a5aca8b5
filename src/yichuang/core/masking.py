"""Personal data as it is shown to those who need not see all of it.

Law: PIPL 51 (de-identification); the patterns are ours, the law gives none.
"""

_SHORT = 8


def mask_name(name: str) -> str:
    """The surname and one star per hidden character; Western names keep their first letter."""
    name = name.strip()
    if not name:
        return ""
    if name.isascii():
        return " ".join(word[0] + "***" for word in name.split())
    return name[0] + "*" * max(1, len(name) - 1)


def mask_identity_no(number: str) -> str:
    """First six and last two characters; the birth date between is hidden."""
    return number[:6] + "*" * (len(number) - 8) + number[-2:] if len(number) > _SHORT else "*" * len(number)


def mask_phone(number: str) -> str:
    """First three and last four digits."""
    return number[:3] + "****" + number[-4:] if len(number) >= _SHORT else "*" * len(number)


def mask_address(address: str) -> str:
    """As far as the street or village: the last part is hidden."""
    for mark in ("路", "街", "道", "镇", "乡", "村"):
        at = address.find(mark)
        if at >= 0:
            return address[: at + 1] + "***"
    return address[:6] + "***" if address else ""
