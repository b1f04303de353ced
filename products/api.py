"""Product sets, products and cycles in the API."""

import django_filters

from core.resources import ReadOnlyResource
from products.enums import CycleKind, CycleState
from products.models import Cycle, Product, ProductSet
from products.serializers import CycleSerializer, ProductSerializer, ProductSetSerializer


class ProductSetFilter(django_filters.FilterSet):
    regulation = django_filters.CharFilter(field_name="regulation__code", max_length=20)

    class Meta:
        model = ProductSet
        fields = []


class ProductSetViewSet(ReadOnlyResource):
    """Bộ sản phẩm của các quyết định; dữ liệu tham chiếu, như nhau với mọi người."""

    queryset = ProductSet.objects.select_related("regulation").order_by("regulation__in_force_from", "number", "pk")
    serializer_class = ProductSetSerializer
    reference = True
    filterset_class = ProductSetFilter


class ReachFilter(django_filters.FilterSet):
    unit = django_filters.NumberFilter(field_name="unit_id")
    province = django_filters.NumberFilter(field_name="province_id")
    producer = django_filters.NumberFilter(field_name="producer_id")
    product_set = django_filters.NumberFilter(field_name="product_set_id")
    q = django_filters.CharFilter(method="search", max_length=120)

    def search(self, queryset, name, value):
        return queryset.search(value)


class ProductApiFilter(ReachFilter):
    stars = django_filters.NumberFilter()
    undecided = django_filters.BooleanFilter()

    class Meta:
        model = Product
        fields = []


class ProductViewSet(ReadOnlyResource):
    """Sản phẩm trong phạm vi của người đọc."""

    queryset = Product.objects.select_related("producer").order_by("sort_key", "pk")
    serializer_class = ProductSerializer
    filterset_class = ProductApiFilter


class CycleApiFilter(ReachFilter):
    state = django_filters.ChoiceFilter(choices=CycleState.choices)
    kind = django_filters.ChoiceFilter(choices=CycleKind.choices)
    year = django_filters.NumberFilter()
    product = django_filters.NumberFilter(field_name="product_id")

    class Meta:
        model = Cycle
        fields = []


class CycleViewSet(ReadOnlyResource):
    """Chu trình trong phạm vi của người đọc."""

    queryset = Cycle.objects.select_related("product", "producer", "regulation").order_by("-created_at", "-pk")
    serializer_class = CycleSerializer
    filterset_class = CycleApiFilter
