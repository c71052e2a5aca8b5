"""Reading correspondence: frozen views, texts in the reader's language."""

from yichuang.correspondence.queries.consultations import (
    AnswerView,
    ConsultationRow,
    ConsultationView,
    EventRow,
    WaitingCounts,
    Wording,
    count_waiting,
    find_consultation,
    get_consultation,
    list_consultations,
    list_events,
    list_my_consultations,
    propose_wording,
)
from yichuang.correspondence.queries.conversations import (
    ConversationView,
    MessageView,
    WaitingRow,
    conversation,
    list_waiting,
)
from yichuang.correspondence.queries.notices import NoticeRow, count_unread, list_notices
from yichuang.correspondence.queries.publications import PublicAnswer, get_public_answer, list_public_answers

__all__ = [
    "AnswerView",
    "ConsultationRow",
    "ConsultationView",
    "ConversationView",
    "EventRow",
    "MessageView",
    "NoticeRow",
    "PublicAnswer",
    "WaitingCounts",
    "WaitingRow",
    "Wording",
    "conversation",
    "count_unread",
    "count_waiting",
    "find_consultation",
    "get_consultation",
    "get_public_answer",
    "list_consultations",
    "list_events",
    "list_my_consultations",
    "list_notices",
    "list_public_answers",
    "list_waiting",
    "propose_wording",
]
