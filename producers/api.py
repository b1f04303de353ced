"""Producers in the API."""

import django_filters

from core.resources import ReadOnlyResource
from producers.enums import ProducerKind
from producers.models import Producer
from producers.serializers import ProducerSerializer


class ProducerApiFilter(django_filters.FilterSet):
    unit = django_filters.NumberFilter(field_name="unit_id")
    province = django_filters.NumberFilter(field_name="province_id")
    kind = django_filters.ChoiceFilter(choices=ProducerKind.choices)
    q = django_filters.CharFilter(method="search", max_length=120)

    class Meta:
        model = Producer
        fields = []

    def search(self, queryset, name, value):
        return queryset.search(value)


class ProducerViewSet(ReadOnlyResource):
    """Chủ thể trong phạm vi của người đọc."""

    queryset = Producer.objects.order_by("sort_key", "pk")
    serializer_class = ProducerSerializer
    filterset_class = ProducerApiFilter
