"""Legal bases of a report: those of products, which official papers of step 5 cite too."""

from products.legal import NATIONAL, PRIME_MINISTER, LegalBasis, bases, regulation_number

__all__ = ["NATIONAL", "PRIME_MINISTER", "LegalBasis", "bases", "regulation_number"]
