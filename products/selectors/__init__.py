"""Reads of products."""

from products.selectors.cycles import (
    PAGES,
    VERBS,
    Act,
    Event,
    cycle_timeline,
    is_under_way,
    next_acts,
    six_steps,
    states_of,
    step_of,
)
from products.selectors.hub import hub_parts, waiting_for
from products.selectors.lists import (
    CYCLE_SORTS,
    PRODUCT_SORTS,
    certificate_state,
    cycle_columns,
    like_products,
    likeness_warning,
    product_columns,
    set_filter_choices,
    with_certificate,
)
from products.selectors.regulations import (
    classification,
    law_for_filing,
    likely_set,
    regulation_for,
    set_choices,
)

__all__ = [
    "CYCLE_SORTS",
    "PAGES",
    "PRODUCT_SORTS",
    "VERBS",
    "Act",
    "Event",
    "certificate_state",
    "classification",
    "cycle_columns",
    "cycle_timeline",
    "hub_parts",
    "is_under_way",
    "like_products",
    "likeness_warning",
    "next_acts",
    "product_columns",
    "law_for_filing",
    "likely_set",
    "regulation_for",
    "set_choices",
    "set_filter_choices",
    "six_steps",
    "states_of",
    "step_of",
    "waiting_for",
    "with_certificate",
]
