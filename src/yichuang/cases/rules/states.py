"""States of a case, the acts that move it, and the other words of a case's life."""

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled


class State(Labelled):
    """Where a case stands."""

    SUBMITTED = "submitted", gettext_noop("Submitted")
    RECEIVED = "received", gettext_noop("Received")
    CORRECTION_REQUESTED = "correction_requested", gettext_noop("Waiting for corrections")
    ACCEPTED = "accepted", gettext_noop("Accepted")
    IN_REVIEW = "in_review", gettext_noop("In review")
    SPECIAL = "special", gettext_noop("In a special procedure")
    SENT_UP = "sent_up", gettext_noop("With the higher body")
    GRANTED = "granted", gettext_noop("Granted")
    DENIED = "denied", gettext_noop("Denied")
    ISSUED = "issued", gettext_noop("Result issued")
    DELIVERED = "delivered", gettext_noop("Delivered")
    REFUSED = "refused", gettext_noop("Not accepted")
    NOT_REQUIRED = "not_required", gettext_noop("No permit needed")
    WITHDRAWN = "withdrawn", gettext_noop("Application withdrawn")
    TERMINATED = "terminated", gettext_noop("Terminated")
    LAPSED = "lapsed", gettext_noop("Lapsed")
    ARCHIVED = "archived", gettext_noop("Archived")


class Act(Labelled):
    """What moves a case."""

    SUBMIT = "submit", gettext_noop("Submit")
    RECEIVE = "receive", gettext_noop("Receive")
    REQUEST_CORRECTION = "request_correction", gettext_noop("Tell what is missing")
    CORRECT = "correct", gettext_noop("Correct")
    ACCEPT = "accept", gettext_noop("Accept")
    REFUSE = "refuse", gettext_noop("Refuse to accept")
    REVIEW = "review", gettext_noop("Give an opinion")
    GRANT = "grant", gettext_noop("Grant")
    DENY = "deny", gettext_noop("Deny")
    ISSUE = "issue", gettext_noop("Issue the result")
    DELIVER = "deliver", gettext_noop("Deliver")
    ARCHIVE = "archive", gettext_noop("Archive")
    FIX = "fix", gettext_noop("Correct on the spot")
    NOT_REQUIRED = "not_required", gettext_noop("Tell that no permit is needed")
    DEEM_ACCEPTED = "deem_accepted", gettext_noop("Count as accepted")
    COMMIT = "commit", gettext_noop("Grant on commitment")
    SUPPLY = "supply", gettext_noop("Bring what was deferred")
    STOP = "stop", gettext_noop("Begin a special procedure")
    RESUME = "resume", gettext_noop("End the special procedure")
    EXTEND = "extend", gettext_noop("Extend the limit")
    TELL_HEARING = "tell_hearing", gettext_noop("Tell of the right to a hearing")
    ASK_HEARING = "ask_hearing", gettext_noop("Ask for a hearing")
    SEND_UP = "send_up", gettext_noop("Send up to the higher body")
    ACKNOWLEDGE = "acknowledge", gettext_noop("Note that the higher body has it")
    BRING_BACK = "bring_back", gettext_noop("Bring the answer back")
    WITHDRAW = "withdraw", gettext_noop("Withdraw")
    TERMINATE = "terminate", gettext_noop("Terminate")
    LAPSE = "lapse", gettext_noop("Lapse")
    VERIFY = "verify", gettext_noop("Check the commitment")
    DEEM_RENEWED = "deem_renewed", gettext_noop("Count as renewed")
    AMEND = "amend", gettext_noop("Change what was granted")
    RENEW = "renew", gettext_noop("Renew what was granted")
    REVOKE = "revoke", gettext_noop("Revoke for a fault")
    RECALL = "recall", gettext_noop("Recall in the public interest")
    CANCEL = "cancel", gettext_noop("Cancel the registration")
    RECUSE = "recuse", gettext_noop("Step aside")
    HAND_OVER = "hand_over", gettext_noop("Hand over")
    RECOUNT = "recount", gettext_noop("Count due dates anew")


class Standing(Labelled):
    """What holds of that which a case granted, whatever became of the case since. Law: ALL 8, 69, 70."""

    NONE = "", gettext_noop("Nothing granted")
    VALID = "valid", gettext_noop("In force")
    REVOKED = "revoked", gettext_noop("Grant revoked")
    RECALLED = "recalled", gettext_noop("Grant recalled")
    CANCELLED = "cancelled", gettext_noop("Grant cancelled")


class Hearing(Labelled):
    """How far a hearing has come. Law: ALL 46-48."""

    NONE = "", gettext_noop("No hearing")
    TOLD = "told", gettext_noop("The applicant may ask for a hearing")
    ASKED = "asked", gettext_noop("A hearing was asked for")
    HELD = "held", gettext_noop("The hearing was held")


class PledgeKind(Labelled):
    """What an applicant promised in writing. Law: AY 24-29."""

    DEFERRED = "deferred", gettext_noop("To bring a material later")
    COMMITMENT = "commitment", gettext_noop("To meet the conditions")


class Channel(Labelled):
    """How an application came in. Law: ALL 29."""

    ONLINE = "online", gettext_noop("Online")
    WINDOW = "window", gettext_noop("At the window")
    EXCHANGE = "exchange", gettext_noop("From another system")


class PartyKind(Labelled):
    """Who applies."""

    PERSON = "person", gettext_noop("Person")
    ENTERPRISE = "enterprise", gettext_noop("Enterprise or organisation")


class Opinion(Labelled):
    """What a reviewer proposes."""

    GRANT = "grant", gettext_noop("Proposes to grant")
    DENY = "deny", gettext_noop("Proposes to deny")


class TextKind(Labelled):
    """What a standard text is for."""

    PROBLEM = "problem", gettext_noop("What is wrong with a material")
    REMEDY = "remedy", gettext_noop("How to put it right")
    REFUSAL = "refusal", gettext_noop("Reason not to accept")
    OPINION = "opinion", gettext_noop("Opinion to grant")
    OBJECTION = "objection", gettext_noop("Opinion to deny")
    DENIAL = "denial", gettext_noop("Reason to deny")


class DeliveryMethod(Labelled):
    """How the result reaches the applicant. Law: ALL 44."""

    WINDOW = "window", gettext_noop("Handed over at the window")
    POST = "post", gettext_noop("Sent by post")
    LOCKER = "locker", gettext_noop("Put into a collection locker")
    ELECTRONIC = "electronic", gettext_noop("Electronically")
