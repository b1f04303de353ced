"""Step 5 in the API."""

import django_filters
from django.db.models import Prefetch

from core.api import CountedPages
from core.resources import ReadOnlyResource
from evaluations.enums import SessionState, SheetState
from evaluations.models import (
    Certificate,
    Council,
    CouncilSession,
    DecisionItem,
    Dossier,
    RecognitionDecision,
    Round,
    Rubric,
    Score,
    ScoreSheet,
)
from evaluations.serializers import (
    SHEET_VALUES,
    CertificateSerializer,
    CouncilSerializer,
    DecisionDetailSerializer,
    DecisionSerializer,
    DossierSerializer,
    RoundSerializer,
    RubricDetailSerializer,
    RubricSerializer,
    ScoreSheetDetailSerializer,
    ScoreSheetSerializer,
    SessionSerializer,
)
from evaluations.standing import with_standing
from products.enums import EvaluationLevel


class DossierFilter(django_filters.FilterSet):
    cycle = django_filters.NumberFilter(field_name="cycle_id")
    unit = django_filters.NumberFilter(field_name="cycle__unit_id")
    year = django_filters.NumberFilter(field_name="cycle__year")

    class Meta:
        model = Dossier
        fields = []


class DossierViewSet(ReadOnlyResource):
    """Hồ sơ đánh giá trong phạm vi của người đọc."""

    queryset = Dossier.objects.select_related("cycle", "rubric").order_by("-created_at", "-pk")
    serializer_class = DossierSerializer
    filterset_class = DossierFilter


class RubricFilter(django_filters.FilterSet):
    code = django_filters.CharFilter(max_length=20)
    in_use = django_filters.BooleanFilter(field_name="retired_at", lookup_expr="isnull")

    class Meta:
        model = Rubric
        fields = []


class RubricViewSet(ReadOnlyResource):
    """Bộ tiêu chí; dữ liệu tham chiếu, như nhau với mọi người."""

    queryset = Rubric.objects.order_by("code", "-version", "pk")
    serializer_class = RubricSerializer
    reference = True
    detail_serializer_class = RubricDetailSerializer
    detail_prefetch = ("sections__criteria__options",)
    filterset_class = RubricFilter


class PlaceFilter(django_filters.FilterSet):
    unit = django_filters.NumberFilter(field_name="unit_id")
    province = django_filters.NumberFilter(field_name="province_id")
    level = django_filters.ChoiceFilter(choices=EvaluationLevel.choices)


class RoundFilter(PlaceFilter):
    year = django_filters.NumberFilter()

    class Meta:
        model = Round
        fields = []


class RoundViewSet(ReadOnlyResource):
    """Đợt đánh giá."""

    queryset = Round.objects.select_related("regulation").order_by("-year", "-number", "-pk")
    serializer_class = RoundSerializer
    filterset_class = RoundFilter


class CouncilFilter(PlaceFilter):
    class Meta:
        model = Council
        fields = []


class CouncilViewSet(ReadOnlyResource):
    """Hội đồng và quy chế của hội đồng."""

    queryset = Council.objects.order_by("-decision_date", "-pk")
    serializer_class = CouncilSerializer
    filterset_class = CouncilFilter


class SessionFilter(django_filters.FilterSet):
    council = django_filters.NumberFilter(field_name="council_id")
    state = django_filters.ChoiceFilter(choices=SessionState.choices)

    class Meta:
        model = CouncilSession
        fields = []


class SessionViewSet(ReadOnlyResource):
    """Phiên họp hội đồng."""

    queryset = CouncilSession.objects.order_by("-held_on", "-pk")
    serializer_class = SessionSerializer
    filterset_class = SessionFilter


class ScoreSheetFilter(django_filters.FilterSet):
    item = django_filters.NumberFilter(field_name="item_id")
    session = django_filters.NumberFilter(field_name="item__session_id")
    state = django_filters.ChoiceFilter(choices=SheetState.choices)

    class Meta:
        model = ScoreSheet
        fields = []


class ScoreSheetViewSet(ReadOnlyResource):
    """Phiếu chấm: phiếu của chính người đọc; sau khi chốt, cả các phiếu mà cơ quan của hội đồng được xem."""

    queryset = ScoreSheet.objects.select_related("item").order_by("item_id", "pk")
    serializer_class = ScoreSheetSerializer
    detail_serializer_class = ScoreSheetDetailSerializer
    detail_prefetch = (Prefetch("scores", Score.objects.select_related("criterion", "option")),)
    filterset_class = ScoreSheetFilter
    pagination_class = CountedPages

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        return rows.values_list(*SHEET_VALUES.values()) if self.action == "list" else rows


class DecisionFilter(PlaceFilter):
    decided_on = django_filters.DateFromToRangeFilter()

    class Meta:
        model = RecognitionDecision
        fields = []


class DecisionViewSet(ReadOnlyResource):
    """Quyết định công nhận."""

    queryset = RecognitionDecision.objects.order_by("-decided_on", "-pk")
    serializer_class = DecisionSerializer
    detail_serializer_class = DecisionDetailSerializer
    detail_prefetch = (Prefetch("items", DecisionItem.objects.order_by("-stars", "product__sort_key", "pk")),)
    filterset_class = DecisionFilter


class CertificateFilter(django_filters.FilterSet):
    product = django_filters.NumberFilter(field_name="product_id")
    unit = django_filters.NumberFilter(field_name="product__unit_id")
    province = django_filters.NumberFilter(field_name="product__province_id")
    stars = django_filters.NumberFilter()
    valid_to = django_filters.DateFromToRangeFilter()

    class Meta:
        model = Certificate
        fields = []


class CertificateViewSet(ReadOnlyResource):
    """Giấy chứng nhận với trạng thái hôm nay."""

    queryset = Certificate.objects.order_by("-issued_on", "-pk")
    serializer_class = CertificateSerializer
    filterset_class = CertificateFilter

    def get_queryset(self):
        return with_standing(super().get_queryset())
