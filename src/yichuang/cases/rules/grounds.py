"""On what grounds a case or a grant is ended, each with its article."""

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.cases.rules.states import Act
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled


class TerminationGround(Labelled):
    """Why a case cannot go on. The Licensing Law is silent; sectoral rules and practice name these."""

    GONE = "gone", gettext_noop("The applicant has died or was dissolved")
    ABOLISHED = "abolished", gettext_noop("The item was abolished, or its legal basis has changed")
    FORCE_MAJEURE = "force_majeure", gettext_noop("Force majeure makes it impossible")
    OTHER = "other", gettext_noop("Another ground that the law names")


class RevocationGround(Labelled):
    """Why something granted is revoked. Law: ALL 69."""

    ABUSE = "abuse", gettext_noop("It was granted by abuse of office or neglect of duty")
    BEYOND_POWERS = "beyond_powers", gettext_noop("It was granted beyond the powers of the agency")
    PROCEDURE = "procedure", gettext_noop("It was granted against the procedure that the law prescribes")
    UNQUALIFIED = "unqualified", gettext_noop("The applicant does not meet the conditions")
    FRAUD = "fraud", gettext_noop("It was obtained by deceit, bribery or other improper means")
    BROKEN_COMMITMENT = "broken_commitment", gettext_noop("The commitment on which it was granted is not met")
    OTHER = "other", gettext_noop("Another ground that the law names")


class RecallGround(Labelled):
    """Why something granted is recalled though it was right. Law: ALL 8(2)."""

    LAW_CHANGED = "law_changed", gettext_noop("The law on which it rests was changed or repealed")
    FACTS_CHANGED = "facts_changed", gettext_noop("The circumstances on which it rests have changed greatly")


class CancellationGround(Labelled):
    """Why the registration of something granted is cancelled. Law: ALL 70."""

    EXPIRED = "expired", gettext_noop("It has expired and was not renewed")
    PERSON = "person", gettext_noop("The holder has died or cannot act any more")
    DISSOLVED = "dissolved", gettext_noop("The holding body was dissolved")
    ENDED = "ended", gettext_noop("It was revoked or recalled, or the licence was withdrawn as a penalty")
    IMPOSSIBLE = "impossible", gettext_noop("Force majeure makes what was granted impossible")
    ON_REQUEST = "on_request", gettext_noop("The holder asks for it")


GROUNDS_OF: Mapping[Act, type[Labelled]] = MappingProxyType(
    {
        Act.TERMINATE: TerminationGround,
        Act.REVOKE: RevocationGround,
        Act.RECALL: RecallGround,
        Act.CANCEL: CancellationGround,
    }
)
"""The grounds to choose from, for the acts that need one."""
GROUND_WORDS: Mapping[Labelled, str] = MappingProxyType(
    {
        TerminationGround.GONE: "申请人死亡或者终止",
        TerminationGround.ABOLISHED: "事项取消或者设定依据发生变化",
        TerminationGround.FORCE_MAJEURE: "因不可抗力无法继续办理",
        TerminationGround.OTHER: "法律、法规规定的其他情形",
        RevocationGround.ABUSE: "行政机关工作人员滥用职权、玩忽职守作出准予决定",
        RevocationGround.BEYOND_POWERS: "超越法定职权作出准予决定",
        RevocationGround.PROCEDURE: "违反法定程序作出准予决定",
        RevocationGround.UNQUALIFIED: "对不具备申请资格或者不符合法定条件的申请人准予",
        RevocationGround.FRAUD: "以欺骗、贿赂等不正当手段取得",
        RevocationGround.BROKEN_COMMITMENT: "未履行承诺或者承诺内容不属实",
        RevocationGround.OTHER: "依法可以撤销的其他情形",
        RecallGround.LAW_CHANGED: "所依据的法律、法规、规章修改或者废止",
        RecallGround.FACTS_CHANGED: "所依据的客观情况发生重大变化",
        CancellationGround.EXPIRED: "有效期届满未延续",
        CancellationGround.PERSON: "持有人死亡或者丧失行为能力",
        CancellationGround.DISSOLVED: "法人或者其他组织依法终止",
        CancellationGround.ENDED: "依法被撤销、撤回，或者证件依法被吊销",
        CancellationGround.IMPOSSIBLE: "因不可抗力导致事项无法实施",
        CancellationGround.ON_REQUEST: "持有人申请注销",
    }
)
"""As papers say them."""
