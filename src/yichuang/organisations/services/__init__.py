"""Acts on organisations. Each needs the right to keep organisations and adds a row of history."""

from yichuang.organisations.services.bodies import (
    change_organisation,
    close_organisation,
    register_organisation,
    register_region,
    rename_region,
)
from yichuang.organisations.services.hall import (
    change_office,
    change_window,
    close_office,
    close_window,
    open_office,
    open_window,
    rename_office,
)
from yichuang.organisations.services.leaves import end_leave, enter_leave
from yichuang.organisations.services.letters import grant_letter, withdraw_letter
from yichuang.organisations.services.posts import (
    assign_post,
    close_post,
    create_post,
    end_post_holding,
    rename_post,
)
from yichuang.organisations.services.staff import hire_staff, release_staff, rename_staff
from yichuang.organisations.services.stand_ins import appoint_stand_in, end_stand_in, name_deputy

__all__ = [
    "appoint_stand_in",
    "assign_post",
    "change_office",
    "change_organisation",
    "change_window",
    "close_office",
    "close_organisation",
    "close_post",
    "close_window",
    "create_post",
    "end_leave",
    "end_post_holding",
    "end_stand_in",
    "enter_leave",
    "grant_letter",
    "hire_staff",
    "name_deputy",
    "open_office",
    "open_window",
    "register_organisation",
    "register_region",
    "release_staff",
    "rename_office",
    "rename_post",
    "rename_region",
    "rename_staff",
    "withdraw_letter",
]
