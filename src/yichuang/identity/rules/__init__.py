"""What accounts and mandates are, and what names, numbers, logins and passwords must be like."""

from yichuang.identity.rules.identifying import (
    GUARDIAN_AGE,
    check_identity,
    check_login,
    is_child,
    is_personal,
    normal_login,
)
from yichuang.identity.rules.kinds import (
    AccountKind,
    EventKind,
    IdentityType,
    Language,
    LookBy,
    NoticeWay,
)
from yichuang.identity.rules.limits import CODE_MINUTES, CODE_TRIES, LIMITS, Limit, Limited
from yichuang.identity.rules.mandates import (
    MANDATE_DAYS,
    MandateState,
    mandate_problems,
    mandate_state,
    normal_codes,
)
from yichuang.identity.rules.matters import Matter, matters, tell_matters
from yichuang.identity.rules.names import NAME_MAX, name_problem, normal_name, same_name
from yichuang.identity.rules.registering import (
    PASSWORD_MAX,
    PASSWORD_MIN,
    contact_problems,
    password_problems,
    problem_of_value,
    registration_problems,
    takes_messages,
)

__all__ = [
    "CODE_MINUTES",
    "CODE_TRIES",
    "GUARDIAN_AGE",
    "LIMITS",
    "MANDATE_DAYS",
    "NAME_MAX",
    "PASSWORD_MAX",
    "PASSWORD_MIN",
    "AccountKind",
    "EventKind",
    "IdentityType",
    "Language",
    "Limit",
    "Limited",
    "LookBy",
    "MandateState",
    "Matter",
    "NoticeWay",
    "check_identity",
    "check_login",
    "contact_problems",
    "is_child",
    "is_personal",
    "mandate_problems",
    "mandate_state",
    "matters",
    "name_problem",
    "normal_codes",
    "normal_login",
    "normal_name",
    "password_problems",
    "problem_of_value",
    "registration_problems",
    "same_name",
    "takes_messages",
    "tell_matters",
]
