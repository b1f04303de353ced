"""Reports in the API."""

import django_filters

from core.resources import ReadOnlyResource
from reports.enums import ReportKind
from reports.models import Report
from reports.serializers import ReportSerializer


class ReportFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=ReportKind.choices)
    unit = django_filters.NumberFilter(field_name="unit_id")
    period = django_filters.CharFilter(max_length=10)

    class Meta:
        model = Report
        fields = []


class ReportViewSet(ReadOnlyResource):
    """Báo cáo trong phạm vi của người đọc."""

    queryset = Report.objects.order_by("-created_at", "-pk")
    serializer_class = ReportSerializer
    filterset_class = ReportFilter
