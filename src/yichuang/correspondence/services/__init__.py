"""Acts of correspondence."""

from yichuang.correspondence.services.answering import answer, pass_on, publish_answer, withdraw_publication
from yichuang.correspondence.services.asking import Asked, Question, ask
from yichuang.correspondence.services.notices import mark_read, take_news_rows
from yichuang.correspondence.services.talking import mark_conversation_read, say
from yichuang.correspondence.services.telling import NewNotice, give

__all__ = [
    "Asked",
    "NewNotice",
    "Question",
    "answer",
    "ask",
    "give",
    "mark_conversation_read",
    "mark_read",
    "pass_on",
    "publish_answer",
    "say",
    "take_news_rows",
    "withdraw_publication",
]
