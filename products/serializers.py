"""Shapes of product sets, products and cycles in the API."""

from rest_framework import serializers

from products.cycle import STEP_OF
from products.enums import Step
from products.models import Cycle, Product, ProductSet


class ProductSetSerializer(serializers.ModelSerializer):
    """Bộ sản phẩm of one decision."""

    regulation = serializers.CharField(source="regulation.code", read_only=True)

    class Meta:
        model = ProductSet
        fields = ["id", "regulation", "number", "code", "name", "sector", "sector_code", "group", "managing_agency"]
        read_only_fields = fields


class ProductSerializer(serializers.ModelSerializer):
    """Sản phẩm with what its certificate in force says. `undecided`: imported without a star that is sure."""

    producer_name = serializers.CharField(source="producer.name", read_only=True)

    class Meta:
        model = Product
        fields = [
            "id", "name", "producer", "producer_name", "product_set", "set_text", "unit", "province", "source", "stars",
            "recognised_on", "valid_until", "undecided", "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class CycleSerializer(serializers.ModelSerializer):
    """Chu trình: one way through the six steps."""

    product_name = serializers.CharField(source="product.name", read_only=True)
    producer_name = serializers.CharField(source="producer.name", read_only=True)
    regulation = serializers.CharField(source="regulation.code", read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    step = serializers.SerializerMethodField()

    class Meta:
        model = Cycle
        fields = [
            "id", "number", "product", "product_name", "producer", "producer_name", "kind", "year", "regulation",
            "product_set", "unit", "province", "state", "state_label", "step", "level", "state_changed_at", "due_on",
            "filed_at", "created_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_step(self, row) -> int:
        return int(STEP_OF.get(row.state, Step.IDEA))
