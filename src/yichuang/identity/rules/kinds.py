"""The kinds of accounts, papers, events, languages and notices."""

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled


class AccountKind(Labelled):
    """Whose account it is."""

    APPLICANT = "applicant", gettext_noop("Applicant")
    STAFF = "staff", gettext_noop("Staff")


class IdentityType(Labelled):
    """The papers by which applicants identify themselves."""

    RESIDENT_CARD = "resident_card", gettext_noop("Resident identity card")
    CREDIT_CODE = "credit_code", gettext_noop("Unified social credit code")
    PASSPORT = "passport", gettext_noop("Passport")
    FOREIGNER_PERMIT = "foreigner_permit", gettext_noop("Foreigner's permanent residence card")
    HMT_RESIDENCE = "hmt_residence", gettext_noop("Residence permit for Hong Kong, Macao and Taiwan residents")
    HM_TRAVEL = "hm_travel", gettext_noop("Mainland travel permit for Hong Kong and Macao residents")
    TW_TRAVEL = "tw_travel", gettext_noop("Mainland travel permit for Taiwan residents")


class EventKind(Labelled):
    """What happened to or through an account."""

    CREATED = "created", gettext_noop("Account created")
    SIGNED_IN = "signed_in", gettext_noop("Signed in")
    SIGNED_OUT = "signed_out", gettext_noop("Signed out")
    SIGN_IN_FAILED = "sign_in_failed", gettext_noop("Sign-in failed")
    LOCKED = "locked", gettext_noop("Locked after failed sign-ins")
    UNLOCKED = "unlocked", gettext_noop("Unlocked")
    PASSWORD_CHANGED = "password_changed", gettext_noop("Password changed")
    PASSWORD_RESET = "password_reset", gettext_noop("Password reset")
    SWITCHED_OFF = "switched_off", gettext_noop("Account switched off")
    SWITCHED_ON = "switched_on", gettext_noop("Account switched on")
    UNMASKED = "unmasked", gettext_noop("Personal data shown unmasked")
    MANDATE_GIVEN = "mandate_given", gettext_noop("Mandate given")
    MANDATE_WITHDRAWN = "mandate_withdrawn", gettext_noop("Mandate withdrawn")
    MANDATE_LAID_DOWN = "mandate_laid_down", gettext_noop("Mandate laid down by the agent")
    ACTING_BEGAN = "acting_began", gettext_noop("Began to act for somebody")
    ACTING_ENDED = "acting_ended", gettext_noop("Stopped acting for somebody")
    CODE_SENT = "code_sent", gettext_noop("Code for a new password sent")
    CODE_FAILED = "code_failed", gettext_noop("Wrong code for a new password")
    PASSWORD_RECOVERED = "password_recovered", gettext_noop("New password set with a code")
    CORRECTED = "corrected", gettext_noop("Own data corrected")
    EXPORTED = "exported", gettext_noop("Own data exported")


class Language(Labelled):
    """The languages of the interface, each by its own name."""

    CHINESE = "zh-hans", "中文"
    ENGLISH = "en", "English"


class NoticeWay(Labelled):
    """How a person wants to be told of news about their cases; on this site they always stand too."""

    SMS = "sms", gettext_noop("By short message to my phone")
    EMAIL = "email", gettext_noop("By e-mail")
    HERE = "here", gettext_noop("Only here, when I sign in")


class LookBy(Labelled):
    """Who looked at somebody's data. Staff are named by organisation and post, not by person."""

    STAFF = "staff", gettext_noop("Staff")
    AGENT = "agent", gettext_noop("An agent with a mandate")
    SYSTEM = "system", gettext_noop("Another system")
