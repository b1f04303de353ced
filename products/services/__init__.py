"""Writes of products."""

from products.services.lawmoves import follow_law
from products.services.papers import (
    follow_producer,
    open_again,
    product_search_text,
    register_idea,
    save_idea,
    save_plan,
    set_recognition,
)
from products.services.plans import save_plan_money
from products.services.regulations import load_regulations
from products.services.remarks import send_back
from products.services.support import add_grant, enter, take_back
from products.services.transitions import apply_to_all, apply_transition, may, missing
from products.services.work import add_milestone, add_milestone_file, finish_milestone

__all__ = [
    "add_grant",
    "add_milestone",
    "add_milestone_file",
    "apply_to_all",
    "apply_transition",
    "enter",
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
    "save_plan_money",
    "send_back",
    "set_recognition",
    "take_back",
]
