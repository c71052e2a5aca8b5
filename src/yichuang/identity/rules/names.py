"""How people and bodies may be called.

Rare characters are taken as they are: nothing is folded that could change a name (㐀, 𠮷, 〇).
"""

import re
import unicodedata

from yichuang.core.errors import FieldProblem, gettext_noop

NAME_MAX = 100
_SHOWN = 5
_DOTS = str.maketrans(dict.fromkeys("•‧・･∙⋅", "·") | dict.fromkeys("‐‑", "-"))
_IN_NAMES = frozenset(" ·-'’.〇")
_MARKUP = frozenset("<>")
# Extensions G to I of the Chinese characters; tables of characters made before them do not know that they are letters.
_RARE = re.compile("[\U00020000-\U000323af]")


def normal_name(name: str) -> str:
    """The name with single spaces, none around, and one kind of middle dot and hyphen."""
    return " ".join(name.translate(_DOTS).split())


def name_problem(name: str, *, is_body: bool = False) -> FieldProblem | None:
    """What is wrong with a name and what to do about it; None when nothing is.

    People's names have letters, marks, spaces, middle dots, hyphens, apostrophes and full stops; names of bodies also
    digits and signs. Nobody's has angle brackets, control characters or marks of direction.
    """
    name = normal_name(name)
    if not name:
        return FieldProblem("name", "identity.name_missing", gettext_noop("Give your name."))
    if len(name) > NAME_MAX:
        text = gettext_noop(
            "A name has at most {most} characters, this one {given}. Shorten it as in your document, or ask at the window."
        )
        return FieldProblem("name", "identity.name_long", text, details={"most": NAME_MAX, "given": len(name)})
    wrong = list(dict.fromkeys(one for one in name if not _may_stand(one, is_body=is_body)))
    hidden = [f"U+{ord(one):04X}" for one in wrong if unicodedata.category(one)[0] == "C"]
    if hidden:
        text = gettext_noop(
            "The name holds hidden or private characters ({found}). Type it by hand instead of pasting it; if your "
            "document has a character that you cannot type, ask at the window."
        )
        return FieldProblem("name", "identity.name_hidden", text, details={"found": ", ".join(hidden[:_SHOWN])})
    if wrong:
        text = gettext_noop("Please take out of the name: {found}")
        return FieldProblem("name", "identity.name_character", text, details={"found": " ".join(wrong[:_SHOWN])})
    return None


def same_name(first: str, second: str) -> bool:
    """Whether two names are the same but for spaces, kinds of dots, and capitals of Latin letters."""
    return normal_name(first).casefold() == normal_name(second).casefold()


def _may_stand(character: str, *, is_body: bool) -> bool:
    if character in _MARKUP:
        return False
    kinds = "LMNPSZ" if is_body else "LM"
    is_known = unicodedata.category(character)[0] in kinds or character in _IN_NAMES
    return is_known or _RARE.match(character) is not None
