"""Units and plans in the API."""

import django_filters
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from core import clock
from core.resources import ReadOnlyResource
from core.text import search_words
from districts.enums import Level
from districts.models import AdministrativeUnit, AnnualPlan
from districts.serializers import PlanDetailSerializer, PlanSerializer, UnitSerializer


class UnitFilter(django_filters.FilterSet):
    """`on`: units that stood on that day (today when absent), for a code is not a key."""

    on = django_filters.DateFilter(method="stood_on", label="Ngày, dạng 2020-12-31")
    code = django_filters.CharFilter(max_length=5)
    level = django_filters.ChoiceFilter(choices=Level.choices)
    province = django_filters.NumberFilter(field_name="province_id")
    parent = django_filters.NumberFilter(field_name="parent_id")
    q = django_filters.CharFilter(method="search", max_length=120)

    class Meta:
        model = AdministrativeUnit
        fields = []

    def stood_on(self, queryset, name, value):
        return queryset.on(value)

    def search(self, queryset, name, value):
        for word in search_words(value):
            queryset = queryset.filter(search_text__contains=word)
        return queryset


@extend_schema_view(list=extend_schema(parameters=[OpenApiParameter("on", type={"type": "string", "format": "date"})]))
class UnitViewSet(ReadOnlyResource):
    """Đơn vị hành chính, tại một ngày."""

    queryset = AdministrativeUnit.objects.order_by("sort_key", "pk")
    serializer_class = UnitSerializer
    filterset_class = UnitFilter

    def get_queryset(self):
        rows = super().get_queryset()
        if self.action == "list" and not self.request.query_params.get("on"):
            rows = rows.on(clock.today())
        return rows


class PlanFilter(django_filters.FilterSet):
    unit = django_filters.NumberFilter(field_name="unit_id")
    province = django_filters.NumberFilter(field_name="province_id")
    year = django_filters.NumberFilter()

    class Meta:
        model = AnnualPlan
        fields = []


class PlanViewSet(ReadOnlyResource):
    """Kế hoạch năm và chỉ tiêu."""

    queryset = AnnualPlan.objects.order_by("-year", "unit__sort_key", "pk")
    serializer_class = PlanSerializer
    detail_serializer_class = PlanDetailSerializer
    detail_prefetch = ("targets",)
    filterset_class = PlanFilter
