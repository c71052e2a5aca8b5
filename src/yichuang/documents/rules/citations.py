"""How papers cite law: the keys of docs/law.md in words."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

_KEY = re.compile(r"(?P<law>[A-Z]{2,4}) (?P<article>[1-9][0-9]?)(\([0-9]+\))*")
_LAWS: Mapping[str, str] = MappingProxyType(
    {
        "ALL": "《中华人民共和国行政许可法》",
        "OBE": "《优化营商环境条例》",
        "OSR": "《国务院关于在线政务服务的若干规定》",
    }
)
_ONES: tuple[str, ...] = ("", *"一二三四五六七八九")
_TENS: tuple[str, ...] = ("", "十", *(f"{one}十" for one in _ONES[2:]))


def cited(grounds: Iterable[str]) -> str:
    """The grounds as papers cite them, each once: keys such as `ALL 32(4)` in words, anything else as it was given.

    What other places rule (AY, ZJ, BZ) is only the model of the configuration here: it is no law of this place and not cited.
    """
    words = (_in_words(one.strip()) for one in grounds)
    return "；".join(dict.fromkeys(one for one in words if one))


def _in_words(ground: str) -> str:
    key = _KEY.fullmatch(ground)
    if key is None:
        return ground
    law = _LAWS.get(key["law"])
    return f"{law}第{_in_chinese(int(key['article']))}条" if law else ""


def _in_chinese(number: int) -> str:
    """A number below a hundred as laws write it: 十二, 三十二."""
    tens, ones = divmod(number, 10)
    return _TENS[tens] + _ONES[ones]
