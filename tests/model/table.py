"""Which act is possible in which state and where it leads, copied from the table of the law (rows numbered as there)."""

ORDER, STANDING = "cases.act_not_allowed", "cases.standing"
BEFORE_DECISION = {"submitted", "received", "correction_requested", "accepted", "in_review", "special", "sent_up"}
UNDER_DECISION = {"accepted", "in_review", "special", "sent_up"}
CLOSED = {"delivered", "refused", "not_required", "withdrawn", "terminated", "lapsed"}
HANDED_OVER = {"delivered", "archived"}
STOPS = {"test": "SP", "hearing": "SP", "public_notice": "P", "site_visit": "", "referral": "SP"}
"""Which of the statutory and the promised clock each procedure stops. Law: ALL 45; BZ 19."""

# From which states each act leads where (domain 2.1); "=" keeps the state.
ROWS: dict[str, tuple[set[str], str]] = {
    "receive": ({"submitted"}, "received"),  # 2
    "not_required": ({"submitted", "received"}, "not_required"),  # 3
    "refuse": ({"submitted", "received"}, "refused"),  # 4, 9
    "fix": ({"submitted", "received"}, "="),  # 5
    "request_correction": ({"received"}, "correction_requested"),  # 6
    "deem_accepted": ({"submitted", "received"}, "accepted"),  # 6x
    "correct": ({"correction_requested"}, "received"),  # 7
    "lapse": ({"correction_requested", *UNDER_DECISION}, "lapsed"),  # 7x, 10
    "accept": ({"received"}, "accepted"),  # 8, 10
    "commit": ({"received"}, "granted"),  # 11
    "supply": (UNDER_DECISION, "="),  # 10
    "review": ({"accepted", "in_review"}, "in_review"),  # 12
    "stop": ({"accepted", "in_review"}, "special"),  # 13
    "resume": ({"special"}, "in_review"),  # 14
    "extend": ({"accepted", "in_review", "special"}, "="),  # 15
    "tell_hearing": ({"in_review"}, "="),  # ALL 47
    "ask_hearing": ({"in_review", "special", "sent_up"}, "="),  # ALL 47
    "send_up": ({"in_review"}, "sent_up"),  # ALL 43
    "acknowledge": ({"sent_up"}, "="),  # ALL 43
    "bring_back": ({"sent_up"}, "in_review"),  # ALL 43
    "grant": ({"in_review"}, "granted"),  # 16
    "deny": ({"in_review"}, "denied"),  # 16
    "withdraw": (BEFORE_DECISION, "withdrawn"),  # 17
    "terminate": (BEFORE_DECISION, "terminated"),  # 18
    "issue": ({"granted"}, "issued"),  # 19
    "deliver": ({"granted", "denied", "issued"}, "delivered"),  # 19
    "archive": (CLOSED, "archived"),  # 20
    "verify": ({"granted", "issued", *HANDED_OVER}, "="),  # 11
    "revoke": ({"granted", "issued", *HANDED_OVER}, "="),  # 21
    "recall": (HANDED_OVER, "="),
    "cancel": (HANDED_OVER, "="),
    "deem_renewed": (BEFORE_DECISION - {"correction_requested"}, "granted"),  # 21
    "recuse": (BEFORE_DECISION, "="),  # ALL 48
}
