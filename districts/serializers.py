"""Shapes of units and plans in the API; fields are named one by one (security §1)."""

from rest_framework import serializers

from districts.models import AdministrativeUnit, AnnualPlan, Target


class UnitSerializer(serializers.ModelSerializer):
    """A province, district or commune with its days."""

    full_name = serializers.CharField(read_only=True)

    class Meta:
        model = AdministrativeUnit
        fields = [
            "id", "code", "level", "kind", "name", "full_name", "parent", "province", "valid_from", "valid_to", "lat",
            "lon",
        ]  # fmt: skip
        read_only_fields = fields


class PlanSerializer(serializers.ModelSerializer):
    """Kế hoạch năm of a unit."""

    class Meta:
        model = AnnualPlan
        fields = ["id", "unit", "province", "year", "state", "number", "issued_on", "issuer", "due_on", "below_due_on"]
        read_only_fields = fields


class TargetSerializer(serializers.ModelSerializer):
    """Chỉ tiêu: a number or a per cent, sometimes a range."""

    class Meta:
        model = Target
        fields = ["indicator", "unit", "value", "value_to", "note"]
        read_only_fields = fields


class PlanDetailSerializer(PlanSerializer):
    """A plan with its targets."""

    targets = TargetSerializer(many=True, read_only=True)

    class Meta(PlanSerializer.Meta):
        fields = [*PlanSerializer.Meta.fields, "targets"]
        read_only_fields = fields
