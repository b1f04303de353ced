"""Regulations, product sets, products and the cycle with steps 2, 3 and 4 (design §2, §6)."""

from products.models.ground import FINAL_STATES, Cycle, Product, ProductSet, Regulation, RegulationText
from products.models.papers import BusinessPlan, Idea, PaperRemark, PlanLine, SentPaper
from products.models.work import Milestone, MilestoneFile, SupportEntry, SupportGrant

__all__ = [
    "FINAL_STATES",
    "BusinessPlan",
    "Cycle",
    "Idea",
    "Milestone",
    "MilestoneFile",
    "PaperRemark",
    "PlanLine",
    "Product",
    "ProductSet",
    "Regulation",
    "RegulationText",
    "SentPaper",
    "SupportEntry",
    "SupportGrant",
]
