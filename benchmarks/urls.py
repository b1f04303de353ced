"""The portal's addresses and, before them, the yardsticks. Used by the benchmarks' own server only."""

from django.urls import path

from benchmarks import naive, naive_inbox
from ocop_portal.urls import urlpatterns as portal

urlpatterns = [
    path("chuan/rong/", naive.empty, name="bench-empty"),
    path("chuan/rong-dang-nhap/", naive.empty_signed_in, name="bench-empty-signed-in"),
    path("chuan/viec/", naive_inbox.inbox, name="bench-naive-inbox"),
    path("chuan/san-pham/", naive.product_list, name="bench-naive"),
    *portal,
]
