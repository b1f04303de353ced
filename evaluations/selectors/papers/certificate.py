"""Giấy chứng nhận as data: the certificate's own texts, frozen at issue, with its public code and address."""

from core import audit
from evaluations.codes import show_code
from evaluations.enums import PaperKind
from evaluations.models import Certificate
from evaluations.selectors.certificates import verify_url


def certificate_data(certificate: Certificate) -> dict:
    """Everything that the printed certificate shows; an imported one may lack its decision."""
    decision = certificate.decision
    return audit.plain(
        {
            "template": "certificate-1", "kind": PaperKind.CERTIFICATE.value, "number": certificate.number,
            "code": certificate.code, "code_shown": show_code(certificate.code), "address": verify_url(certificate),
            "stars": certificate.stars, "issuer": certificate.issuer, "product_name": certificate.product_name,
            "producer_name": certificate.producer_name, "place": certificate.place,
            "product_code": certificate.product_code, "issued_on": certificate.issued_on,
            "valid_to": certificate.valid_to, "decision_number": decision.number if decision else "",
            "decided_on": decision.decided_on if decision else None, "signer": decision.signer if decision else "",
            "created_at": certificate.created_at,
        }
    )  # fmt: skip
