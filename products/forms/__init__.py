"""Forms of products. They check the shape; the services check again and write."""

from products.forms.acts import ReturnForm, TransitionForm
from products.forms.registration import ChooseProducerForm, RegisterForm
from products.forms.slips import MoneyTable, PaperForm
from products.forms.work import (
    EntryForm,
    GrantForm,
    MilestoneDoneForm,
    MilestoneFileForm,
    MilestoneForm,
    TakeBackForm,
)

__all__ = [
    "ChooseProducerForm",
    "EntryForm",
    "GrantForm",
    "MilestoneDoneForm",
    "MilestoneFileForm",
    "MilestoneForm",
    "MoneyTable",
    "PaperForm",
    "RegisterForm",
    "ReturnForm",
    "TakeBackForm",
    "TransitionForm",
]
