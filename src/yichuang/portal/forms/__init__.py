"""What applicants type: forms made from the item's version, judged by the rules of the contexts below."""

from yichuang.portal.forms.answers import AnswersForm
from yichuang.portal.forms.eligibility import CheckForm, Outcome, Verdict
from yichuang.portal.forms.files import MaterialsForm
from yichuang.portal.forms.party import PartyForm, locked, party_problems, with_own_name
from yichuang.portal.forms.questions import (
    DeclarationForm,
    ProgressForm,
    SearchForm,
    StartForm,
    VerifyCodeForm,
    VerifyFileForm,
)

__all__ = [
    "AnswersForm",
    "CheckForm",
    "DeclarationForm",
    "MaterialsForm",
    "Outcome",
    "PartyForm",
    "ProgressForm",
    "SearchForm",
    "StartForm",
    "Verdict",
    "VerifyCodeForm",
    "VerifyFileForm",
    "locked",
    "party_problems",
    "with_own_name",
]
