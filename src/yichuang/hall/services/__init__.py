"""What can be done with second screens: each act is one function and one transaction."""

from yichuang.hall.services.answering import (
    choose_language,
    confirm,
    finish_rating,
    say_wrong,
    settle,
    stay,
)
from yichuang.hall.services.pairing import open_screen, pair_screen, take_screen, unpair_screen
from yichuang.hall.services.showing import ask_confirmation, ask_rating, clear, show_draft, show_receipt

__all__ = [
    "ask_confirmation",
    "ask_rating",
    "choose_language",
    "clear",
    "confirm",
    "finish_rating",
    "open_screen",
    "pair_screen",
    "say_wrong",
    "settle",
    "show_draft",
    "show_receipt",
    "stay",
    "take_screen",
    "unpair_screen",
]
