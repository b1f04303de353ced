"""The API root: every resource of design §7 under one router; schema and documentation without signing in."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import DefaultRouter

from districts.api import PlanViewSet, UnitViewSet
from evaluations.api import (
    CertificateViewSet,
    CouncilViewSet,
    DecisionViewSet,
    DossierViewSet,
    RoundViewSet,
    RubricViewSet,
    ScoreSheetViewSet,
    SessionViewSet,
)
from producers.api import ProducerViewSet
from products.api import CycleViewSet, ProductSetViewSet, ProductViewSet
from reports.api import ReportViewSet


class Router(DefaultRouter):
    """Without suffixes: one address for one thing."""

    include_format_suffixes = False


RESOURCES = {
    "units": UnitViewSet,
    "producers": ProducerViewSet,
    "product-sets": ProductSetViewSet,
    "products": ProductViewSet,
    "cycles": CycleViewSet,
    "dossiers": DossierViewSet,
    "rubrics": RubricViewSet,
    "rounds": RoundViewSet,
    "councils": CouncilViewSet,
    "sessions": SessionViewSet,
    "score-sheets": ScoreSheetViewSet,
    "decisions": DecisionViewSet,
    "certificates": CertificateViewSet,
    "plans": PlanViewSet,
    "reports": ReportViewSet,
}
router = Router()
for prefix, viewset in RESOURCES.items():
    router.register(prefix, viewset, basename=prefix)


class Schema(SpectacularAPIView):
    """OpenAPI 3 of all resources."""


class Docs(SpectacularSwaggerSplitView):
    """The documentation to try out, without inline script or style."""

    url_name = "schema"
    template_name = "portal/api_docs.html"
