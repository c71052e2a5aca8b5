"""Acts on accounts and mandates. Each adds a row of events."""

from yichuang.identity.services.accounts import (
    check_registration,
    create_staff_account,
    register_applicant,
    set_active,
    set_language,
    unlock_account,
)
from yichuang.identity.services.limits import count_try
from yichuang.identity.services.looks import record_unmasking, reveal_account
from yichuang.identity.services.mandates import choose_principal, give_mandate, withdraw_mandate
from yichuang.identity.services.passwords import change_password, reset_password
from yichuang.identity.services.personal import Correction, correct_own_data, export_own
from yichuang.identity.services.recovery import finish_recovery, start_recovery
from yichuang.identity.services.sign_in import record_sign_in, record_sign_in_failure, record_sign_out

__all__ = [
    "Correction",
    "change_password",
    "check_registration",
    "choose_principal",
    "correct_own_data",
    "count_try",
    "create_staff_account",
    "export_own",
    "finish_recovery",
    "give_mandate",
    "record_sign_in",
    "record_sign_in_failure",
    "record_sign_out",
    "record_unmasking",
    "register_applicant",
    "reset_password",
    "reveal_account",
    "set_active",
    "set_language",
    "start_recovery",
    "unlock_account",
    "withdraw_mandate",
]
