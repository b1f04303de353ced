"""What the pages of the room share."""

from datetime import datetime

from core import refusals
from core.exceptions import Refused
from core.formats import show_moment


def refuse(request, form, refusal: Refused) -> int:
    """Put a service's sentence at the field that its code names, record the refused act; the status of the answer."""
    form.add_error(refusal.code if refusal.code in form.fields else None, refusal.sentence)
    refusals.remember(request, refusal)
    return refusal.status


def hour(moment: datetime) -> str:
    """ "14:05" of a moment."""
    return show_moment(moment).partition(",")[0]


def posted(request):
    """What a form is bound to: the posted data, also when it is empty; None for a look at the page."""
    return request.POST if request.method == "POST" else None
