"""Case numbers: short enough to read out, unique, and a slip of the finger is found.

A number is the date of filing (8 digits), a serial (6 digits) and a check digit (ISO 7064, MOD 11,10). The serial comes
from one sequence, so no filing waits for another; numbers have gaps, and say nothing about how many cases there are.
"""

from datetime import date

LENGTH = 15


def case_no(filed_on: date, serial: int) -> str:
    """The number of a case filed that day; `serial` from 1 to 999 999."""
    body = f"{filed_on:%Y%m%d}{serial:06d}"
    return body + str(_check_digit(body))


def is_case_no(text: str) -> bool:
    """Whether the text has the form of a case number and its check digit fits."""
    return len(text) == LENGTH and text.isascii() and text.isdigit() and int(text[-1]) == _check_digit(text[:-1])


def _check_digit(body: str) -> int:
    product = 10
    for digit in body:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10
