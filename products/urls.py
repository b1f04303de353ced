"""Addresses of products."""

from django.urls import path

from products.views import cycles, lists, papers, support, work

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
    path("ho-so/<int:pk>/phuong-an/tien/", papers.plan_money, name="plan_money"),
    path("ho-so/<int:pk>/moc/", work.milestones, name="milestones"),
    path("ho-so/<int:pk>/moc/<int:milestone_pk>/", work.milestone_done, name="milestone_done"),
    path("ho-so/<int:pk>/moc/<int:milestone_pk>/minh-chung/", work.milestone_file, name="milestone_file"),
    path("ho-so/<int:pk>/ho-tro/", work.grants, name="grants"),
    path("phuong-an/", support.plan_list, name="plans"),
    path("phuong-an/xuat/", support.plan_export, name="plan_export"),
    path("phuong-an/so-sanh/", support.plan_compare, name="plan_compare"),
    path("ho-tro/", support.grant_list, name="grant_list"),
    path("ho-tro/xuat/", support.grant_export, name="grant_export"),
    path("ho-tro/<int:pk>/", work.grant, name="grant"),
    path("ho-tro/<int:pk>/dong/<int:entry_pk>/", work.entry_back, name="entry_back"),
]
