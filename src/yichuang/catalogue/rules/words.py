"""Words by which other catalogues name what is a code here, as data. A word that is not here is reported, not guessed."""

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.catalogue.rules.content import CaseType, ItemType, Purpose, ServiceObject, StepKind
from yichuang.core.rights import Role

ITEM_TYPES: Mapping[str, ItemType] = MappingProxyType(
    {
        "行政许可": ItemType.LICENCE,
        "行政处罚": ItemType.PENALTY,
        "行政强制": ItemType.COERCION,
        "行政征收": ItemType.LEVY,
        "行政给付": ItemType.PAYMENT,
        "行政检查": ItemType.INSPECTION,
        "行政确认": ItemType.CONFIRMATION,
        "行政奖励": ItemType.REWARD,
        "行政裁决": ItemType.RULING,
        "其他行政权力": ItemType.OTHER_POWER,
        "公共服务": ItemType.PUBLIC_SERVICE,
    }
)
CASE_TYPES: Mapping[str, CaseType] = MappingProxyType({"即办件": CaseType.INSTANT, "承诺件": CaseType.PROMISED})
LEVELS: Mapping[str, str] = MappingProxyType(
    {
        "国家级": "1",
        "省级": "2",
        "市级": "3",
        "县级": "4",
        "区级": "4",
        "乡级": "5",
        "镇级": "5",
        "村级": "6",
        "社区": "6",
        "分级管理": "7",
    }
)
SERVICE_OBJECTS: Mapping[str, tuple[ServiceObject, ...]] = MappingProxyType(
    {
        "自然人": (ServiceObject.PERSON,),
        "个人": (ServiceObject.PERSON,),
        "公民": (ServiceObject.PERSON,),
        "市民": (ServiceObject.PERSON,),
        "企业": (ServiceObject.ENTERPRISE,),
        "企业法人": (ServiceObject.ENTERPRISE,),
        "营利法人": (ServiceObject.ENTERPRISE,),
        "事业法人": (ServiceObject.INSTITUTION,),
        "事业单位法人": (ServiceObject.INSTITUTION,),
        "社会组织": (ServiceObject.SOCIAL_ORGANISATION,),
        "社会组织法人": (ServiceObject.SOCIAL_ORGANISATION,),
        "社会团体": (ServiceObject.SOCIAL_ORGANISATION,),
        "社会团体法人": (ServiceObject.SOCIAL_ORGANISATION,),
        "基金会法人": (ServiceObject.SOCIAL_ORGANISATION,),
        "民办非企业法人": (ServiceObject.SOCIAL_ORGANISATION,),
        "行政机关": (ServiceObject.GOVERNMENT_BODY,),
        "国家机关": (ServiceObject.GOVERNMENT_BODY,),
        "其他组织": (ServiceObject.OTHER,),
        "非法人企业": (ServiceObject.OTHER,),
    }
)
PURPOSES: Mapping[str, Purpose] = MappingProxyType(
    {
        "新办": Purpose.NEW,
        "首次申请": Purpose.NEW,
        "设立": Purpose.NEW,
        "变更": Purpose.AMEND,
        "变更申请": Purpose.AMEND,
        "延续": Purpose.RENEW,
        "延续申请": Purpose.RENEW,
        "注销": Purpose.CANCEL,
        "注销申请": Purpose.CANCEL,
    }
)
YES_OR_NO: Mapping[str, bool] = MappingProxyType(
    {"是": True, "有": True, "true": True, "yes": True, "1": True, "否": False, "无": False, "false": False, "no": False, "0": False}
)  # fmt: skip
FREE: Mapping[str, bool] = MappingProxyType(
    {
        "不收费": True,
        "免费": True,
        "无": True,
        "否": True,
        "收费": False,
        "是": False,
        "true": True,
        "false": False,
    }
)
# The role is a proposal to the writer of the draft; the review confirms it.
STEP_KINDS: Mapping[str, tuple[StepKind, Role]] = MappingProxyType(
    {
        "受理": (StepKind.ACCEPT, Role.WINDOW_CLERK),
        "窗口受理": (StepKind.ACCEPT, Role.WINDOW_CLERK),
        "综合窗口收件": (StepKind.ACCEPT, Role.WINDOW_CLERK),
        "初审": (StepKind.REVIEW, Role.REVIEWER),
        "复审": (StepKind.REVIEW, Role.REVIEWER),
        "审查": (StepKind.REVIEW, Role.REVIEWER),
        "审核": (StepKind.REVIEW, Role.REVIEWER),
        "现场核查": (StepKind.REVIEW, Role.REVIEWER),
        "专家评审": (StepKind.REVIEW, Role.REVIEWER),
        "审批": (StepKind.DECIDE, Role.APPROVING_OFFICIAL),
        "审批决定": (StepKind.DECIDE, Role.APPROVING_OFFICIAL),
        "领导审批": (StepKind.DECIDE, Role.APPROVING_OFFICIAL),
        "决定": (StepKind.DECIDE, Role.APPROVING_OFFICIAL),
        "制证": (StepKind.ISSUE, Role.WINDOW_CLERK),
        "发证": (StepKind.ISSUE, Role.WINDOW_CLERK),
        "办结": (StepKind.ISSUE, Role.WINDOW_CLERK),
        "制证送达": (StepKind.DELIVER, Role.WINDOW_CLERK),
        "送达": (StepKind.DELIVER, Role.WINDOW_CLERK),
    }
)
