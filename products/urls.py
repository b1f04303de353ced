"""Addresses of products."""

from django.urls import path

from products.views import cycles, lists, papers

app_name = "products"
urlpatterns = [
    path("san-pham/", lists.product_list, name="list"),
    path("san-pham/xuat/", lists.product_export, name="export"),
    path("san-pham/dang-ky/", cycles.register, name="register"),
    path("san-pham/<int:pk>/", lists.product_detail, name="detail"),
    path("ho-so/", lists.cycle_list, name="cycles"),
    path("ho-so/xuat/", lists.cycle_export, name="cycle_export"),
    path("ho-so/<int:pk>/", cycles.cycle_page, name="cycle"),
    path("ho-so/<int:pk>/chuyen/<slug:name>/", cycles.transition, name="transition"),
    path("ho-so/<int:pk>/y-tuong/", papers.idea, name="idea"),
    path("ho-so/<int:pk>/phuong-an/", papers.plan, name="plan"),
    path("ho-so/<int:pk>/moc/", papers.milestones, name="milestones"),
    path("ho-so/<int:pk>/moc/<int:milestone_pk>/", papers.milestone_done, name="milestone_done"),
    path("ho-so/<int:pk>/ho-tro/", papers.grants, name="grants"),
]
