"""What people say for what names say: words that mean the same, everyday words for official ones, and words to pass over.

A line `a, b, c` holds words of which each finds the others. A line `a, b > c, d` holds everyday words on the left that also
find the official ones on the right, and not the other way round. English words are found with or without their plural s.
"""

import re
from collections.abc import Iterator

from yichuang.core import search

WORDS = """
补贴, 津贴, 补助, subsidy, allowance, benefit
老人, 老年, 老年人, 高龄, 敬老, 八十岁, 80岁, elderly, old-age, old age
换证, 换发, 换领, 更换, exchange, replacement
续期, 延续, 续证, 延期, renewal, renew
补办, 补领, 补证, 补发
变更, 更改, 改名, 更名
注销, 销户, 关店, deregistration, cancellation
设立, 开办, 新办
户口, 户籍, hukou, household registration
身份证, 居民身份证, id card, identity card
社保卡, 社会保障卡, social security card
社保, 社会保险, 社会保障, social insurance, social security
医保, 医疗保险, 医疗保障, medical insurance, health insurance
公积金, 住房公积金, housing fund, provident fund
低保, 最低生活保障, subsistence allowance
残疾人, 残疾, disabled, disability
许可, 许可证, 执照, licence, license, permit
登记, 注册, registration, register
备案, filing
证明, 证书, certificate
外国人, 外籍, 老外, foreigner, alien
工作许可, 工作证, work permit
结婚, 领证, marriage, married
护照, passport
居住证, 暂住证, residence permit
住宿, 居住, accommodation, lodging, residence
公司, 企业, company, enterprise, business
个体工商户, 个体户, 小店, individual business, sole trader
药品, 药店, 药房, medicine, pharmacy, drug
烟草, 香烟, 卖烟, tobacco, cigarette
食品, food
教师, 老师, teacher
护士, nurse
医生, 医师, doctor, physician
车辆, 货车, vehicle, truck, lorry
退役军人, 退伍军人, 老兵, veteran
房产, 不动产, 房屋, real estate, property, home
饭店, 餐馆, 饭馆, 餐饮, 餐厅, 小吃店, 奶茶店, 开饭店, 食堂, restaurant, cafe, catering > 食品经营
超市, 便利店, 小卖部, shop, supermarket, grocery > 食品经营, 烟草
旅店, 宾馆, 民宿, hotel, guesthouse > 旅馆, 公共场所
理发店, 美容院, 浴室, 游泳馆, hairdresser > 公共场所
网吧, 歌厅, ktv, karaoke > 娱乐场所
开公司, 办公司, 营业执照 > 公司设立, 个体工商户设立
business licence, business license > business licence, business license, 公司设立, 个体工商户设立
生孩子, 准生证, 生二胎, birth, maternity > 生育
买房, 卖房, 过户, 房产证, 二手房 > 不动产, 房
看病, 住院 > 医疗, 就医
丢了, 丢失, 遗失, 挂失, lost > 补领, 补办
到期, 过期, expired, expiry > 延续, 换领
养老金, 退休金, 养老保险, pension > 养老保险
失业金, 没工作, unemployed > 失业
打官司, 律师, lawyer > 法律援助
砍树, 伐木 > 采伐
打井, 用水 > 取水
招牌, 广告牌, billboard > 户外广告
visa, 签证 > 外国人, 护照
"""

# Said around what is asked for; dropped when anything else is left.
PASSED_OVER = """
我要 我想 我想要 想要 请问 怎么办 怎么 怎样 如何 哪里 哪儿 在哪 去哪 需要 什么 哪些 材料 手续 流程 办理 申请 办 个 的 了 吗 呢 要 去 给 把 开
how to i we my me get a an the for of in do need want where can what is apply application please your at on and
"""


def _groups() -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in WORDS.strip().splitlines():
        said, _, official = line.partition(">")
        asked = [search.normalised(word) for word in said.split(",")]
        others = [search.normalised(word) for word in official.split(",") if word.strip()] or asked
        for word in asked:
            # Every name is in Chinese, so English words would only find for a Chinese one what it did not ask for.
            found = [other for other in others if other != word and (word.isascii() or not other.isascii())]
            if found:
                yield from ((one, (word, *found)) for one in {word, _plural(word)})


def _plural(word: str) -> str:
    """The plural of an English word; a Chinese one as it is."""
    if not word.isascii():
        return word
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


SYNONYMS = dict(_groups())
_PASSED_OVER = frozenset(PASSED_OVER.split())
_AROUND = tuple(word for word in _PASSED_OVER if not word.isascii())
_LONGEST_FIRST = sorted(SYNONYMS, key=lambda word: (-len(word), word))
_CHINESE = "|".join(word for word in _LONGEST_FIRST if not word.isascii())
_ENGLISH = "|".join(word for word in _LONGEST_FIRST if word.isascii())
_SAID = re.compile(rf"(?<![a-z0-9])(?:{_ENGLISH})(?![a-z0-9])|{_CHINESE}")


def meant(text: str) -> tuple[tuple[str, ...], ...]:
    """What a normalised text asks for: for each of its parts the part itself, then what may stand for it.

    Words that are passed over are left out, unless nothing else would be left.
    """
    found: list[tuple[str, ...]] = []
    end = 0
    for match in _SAID.finditer(text):
        found += _plain(text[end : match.start()])
        found.append(SYNONYMS[match.group()])
        end = match.end()
    found += _plain(text[end:])
    return tuple(dict.fromkeys(found)) or tuple((word,) for word in search.words(text))


def _plain(text: str) -> list[tuple[str, ...]]:
    kept = []
    for word in search.words(text):
        if word.isascii():
            kept += [] if word in _PASSED_OVER else [_singular(word)]
        else:
            kept.append(_core(word))
    return [(word,) for word in kept if word]


def _core(word: str) -> str:
    """A run of Chinese without the words around it that are passed over; empty when it is nothing else."""
    while word:
        start, end = _edges(word)
        if (start, end) == (0, len(word)):
            return word
        word = word[start:end]
    return word


def _edges(word: str) -> tuple[int, int]:
    start = max((len(one) for one in _AROUND if word.startswith(one)), default=0)
    end = max((len(one) for one in _AROUND if word[start:].endswith(one)), default=0)
    return start, len(word) - end


def _singular(word: str) -> str:
    """A beginning that singular and plural share."""
    if len(word) > 4 and word.endswith("ies"):  # noqa: PLR2004
        return word[:-3]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word  # noqa: PLR2004
