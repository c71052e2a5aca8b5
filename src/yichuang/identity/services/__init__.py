"""Acts on accounts. Each adds a row of events."""

from yichuang.identity.services.accounts import (
    create_staff_account,
    register_applicant,
    set_active,
    set_language,
    unlock_account,
)
from yichuang.identity.services.looks import record_unmasking, reveal_account
from yichuang.identity.services.passwords import change_password, reset_password
from yichuang.identity.services.sign_in import record_sign_in, record_sign_in_failure, record_sign_out

__all__ = [
    "change_password",
    "create_staff_account",
    "record_sign_in",
    "record_sign_in_failure",
    "record_sign_out",
    "record_unmasking",
    "register_applicant",
    "reset_password",
    "reveal_account",
    "set_active",
    "set_language",
    "unlock_account",
]
