"""Writes of products."""

from products.services.lawmoves import follow_law
from products.services.papers import (
    add_grant,
    add_milestone,
    finish_milestone,
    follow_producer,
    open_again,
    product_search_text,
    register_idea,
    save_idea,
    save_plan,
    set_recognition,
)
from products.services.regulations import load_regulations
from products.services.transitions import apply_to_all, apply_transition, may, missing

__all__ = [
    "add_grant",
    "add_milestone",
    "apply_to_all",
    "apply_transition",
    "finish_milestone",
    "follow_law",
    "follow_producer",
    "load_regulations",
    "may",
    "missing",
    "open_again",
    "product_search_text",
    "register_idea",
    "save_idea",
    "save_plan",
    "set_recognition",
]
