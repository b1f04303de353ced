"""Rows of the complaint that anybody sends from a public page: see tests/matrix/__init__.py."""

from core import clock
from evaluations.models import Complaint
from ocop_portal.public import product_tail
from tests.matrix import public

RECEIPT = "A" * 22
OF_PRODUCT = {"args": lambda w: {"tail": product_tail(w.a_product)}}
OF_CERTIFICATE = {"args": lambda w: {"code": w.a_certificate.code}}


def build(world):
    """One that was sent from the public page of a product."""
    world.extra["web_complaint"] = Complaint.objects.create(
        number="PA-2026-0100", product=world.extra["a_product"], channel="web", content="Nội dung kín",
        from_name="Người kín", receipt=RECEIPT, received_on=clock.today(),
    )  # fmt: skip


ROWS = [
    public("public:complain-product", **OF_PRODUCT),
    public("public:complain-product", 422, method="post", **OF_PRODUCT),
    public("public:complain-product", 404, args=lambda w: {"tail": product_tail(w.a_fresh_product)}),
    public("public:complain-certificate", **OF_CERTIFICATE),
    public("public:complain-certificate", 422, method="post", **OF_CERTIFICATE),
    public("public:complain-certificate", 404, args=lambda w: {"code": "00000000001"}),
    public("public:complaint-receipt", args=lambda w: {"receipt": RECEIPT},
           holds={"anonymous": lambda w: ["PA-2026-0100"]}, lacks={"anonymous": lambda w: ["Người kín", "Nội dung kín"]}),
    public("public:complaint-receipt", 404, args=lambda w: {"receipt": "B" * 22}),
]  # fmt: skip
