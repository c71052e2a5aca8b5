"""Invented applicants. Their numbers begin with 990101, a region that does not exist."""

import random
from dataclasses import dataclass
from functools import lru_cache

from yichuang.cases.rules import PartyKind
from yichuang.core.identifiers import credit_check_character, identity_check_character
from yichuang.identity.rules import IdentityType

PERSONS, BODIES = 60_000, 12_000
"""How many there are; the first of both have accounts, by which they apply online."""
PERSONS_ONLINE, BODIES_ONLINE = 40, 20
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_GIVEN = "安柏辰川丹恩帆谷禾嘉珂岚明宁鹏其然思棠婉溪雅远泽知舟梓"
_TRADES = ("食品", "餐饮", "商贸", "建材", "物流", "文化传媒", "信息技术", "农业", "医疗器械", "机械")
_PLACES = ("为民路", "学府路", "清溪路", "湖滨路", "新华街", "示范大道")


@dataclass(frozen=True, slots=True)
class Someone:
    """An applicant; `representative` and his number where it is a body."""

    kind: PartyKind
    name: str
    identity_type: IdentityType
    identity_no: str
    phone: str
    address: str
    representative: str
    representative_no: str


@lru_cache(maxsize=PERSONS + BODIES)
def someone(number: int, *, is_person: bool) -> Someone:
    """The person, or the body, of that number: always the same."""
    dice = random.Random(f"someone/{number}/{is_person}")  # noqa: S311 - a story, no secret
    name, own_no = _name(dice), _identity_no(dice, number if is_person else number + PERSONS)
    phone = f"198{'0' if is_person else '1'}{number:07d}"
    address = f"示例省示例市示例区{dice.choice(_PLACES)}{dice.randint(1, 300)}号"
    if is_person:
        return Someone(PartyKind.PERSON, name, IdentityType.RESIDENT_CARD, own_no, phone, address, name, own_no)
    body = f"示例区{dice.choice(_GIVEN)}{dice.choice(_GIVEN)}{dice.choice(_TRADES)}有限公司"
    first = f"91990101MB{number:07d}"
    code = first + credit_check_character(first)
    return Someone(PartyKind.ENTERPRISE, body, IdentityType.CREDIT_CODE, code, phone, address, name, own_no)


def _name(dice: random.Random) -> str:
    return dice.choice(_SURNAMES) + "".join(dice.choice(_GIVEN) for _ in range(dice.choice((1, 2, 2))))


def _identity_no(dice: random.Random, number: int) -> str:
    """Region, day of birth, serial: different for different numbers below 600 000."""
    serial, day = number % 900 + 100, number // 900
    first = f"990101{1950 + day // 12 % 55}{day % 12 + 1:02d}{dice.randint(1, 28):02d}{serial}"
    return first + identity_check_character(first)
