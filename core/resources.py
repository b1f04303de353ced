"""The one kind of API resource: list and detail, read only, rows by `visible_to` (design §7)."""

from rest_framework import mixins, viewsets


class ReadOnlyResource(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Subclasses name `queryset`, `serializer_class`, perhaps `detail_serializer_class` with `detail_prefetch`.

    A list page costs two queries, the count and the rows; what a detail adds is prefetched there only.
    """

    http_method_names = ["get", "head", "options"]
    lookup_value_regex = "[0-9]{1,15}"
    detail_serializer_class = None
    detail_prefetch: tuple = ()
    # Reference tables (product sets, rubrics) are the same for everybody who signs in and have no gate of their own.
    reference = False

    def get_queryset(self):
        """Rows that the person reaches; out of reach is 404."""
        rows = super().get_queryset()
        if not self.reference:
            rows = rows.visible_to(self.request.user)
        return rows if self.action == "list" else rows.prefetch_related(*self.detail_prefetch)

    def get_serializer_class(self):
        if self.action != "list" and self.detail_serializer_class is not None:
            return self.detail_serializer_class
        return super().get_serializer_class()
