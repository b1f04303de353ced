"""Shapes of step 5 in the API. Scores by name are personal (security §9): sheets carry the seat's id, never a name."""

from rest_framework import serializers

from evaluations.enums import CertificateState
from evaluations.models import (
    Certificate,
    Council,
    CouncilSession,
    Criterion,
    DecisionItem,
    Dossier,
    Option,
    RecognitionDecision,
    Round,
    Rubric,
    Score,
    ScoreSheet,
    Section,
    SessionProduct,
)
from evaluations.standing import state_of


class DossierSerializer(serializers.ModelSerializer):
    """Hồ sơ of a cycle; its papers stay behind the pages."""

    cycle_number = serializers.CharField(source="cycle.number", read_only=True)
    state = serializers.CharField(source="cycle.state", read_only=True)
    rubric_code = serializers.CharField(source="rubric.code", read_only=True)

    class Meta:
        model = Dossier
        fields = [
            "id", "cycle", "cycle_number", "state", "rubric", "rubric_code", "rubric_pinned_at", "sample_count",
            "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class RubricSerializer(serializers.ModelSerializer):
    """Bộ tiêu chí of a product set; `complete` is false where the public record lacks a part."""

    class Meta:
        model = Rubric
        fields = [
            "id", "code", "version", "title", "product_set", "complete", "incomplete_reason", "marks_known",
            "content_hash", "retired_at",
        ]  # fmt: skip
        read_only_fields = fields


class OptionSerializer(serializers.ModelSerializer):
    """One choice of a criterion, by its place in the sheet's order."""

    class Meta:
        model = Option
        fields = ["place", "points", "label", "case", "min_for_stars"]
        read_only_fields = fields


class CriterionSerializer(serializers.ModelSerializer):
    """A criterion with its options."""

    options = OptionSerializer(many=True, read_only=True)

    class Meta:
        model = Criterion
        fields = ["code", "name", "group_name", "max_points", "subjective", "options"]
        read_only_fields = fields


class SectionSerializer(serializers.ModelSerializer):
    """A section of a part of the sheet."""

    criteria = CriterionSerializer(many=True, read_only=True)

    class Meta:
        model = Section
        fields = ["part", "part_name", "part_max", "code", "name", "max_points", "criteria"]
        read_only_fields = fields


class RubricDetailSerializer(RubricSerializer):
    """The whole sheet."""

    sections = SectionSerializer(many=True, read_only=True)

    class Meta(RubricSerializer.Meta):
        fields = [*RubricSerializer.Meta.fields, "sections"]
        read_only_fields = fields


class RoundSerializer(serializers.ModelSerializer):
    """Đợt đánh giá."""

    regulation = serializers.CharField(source="regulation.code", read_only=True)

    class Meta:
        model = Round
        fields = [
            "id", "level", "unit", "province", "regulation", "year", "number", "proposed_by", "done_by", "plan_number",
        ]  # fmt: skip
        read_only_fields = fields


class CouncilSerializer(serializers.ModelSerializer):
    """Hội đồng with its Quy chế; its people stay behind the pages."""

    class Meta:
        model = Council
        fields = [
            "id", "name", "level", "unit", "province", "decision_number", "decision_date", "rules_number", "rules_date",
            "quorum", "spread_limit", "gate_rule", "round",
        ]  # fmt: skip
        read_only_fields = fields


class SessionItemSerializer(serializers.ModelSerializer):
    """A product of a session."""

    class Meta:
        model = SessionProduct
        fields = ["id", "cycle", "dossier", "rubric", "position", "state", "scoring_round"]
        read_only_fields = fields


class SessionSerializer(serializers.ModelSerializer):
    """Phiên họp."""

    class Meta:
        model = CouncilSession
        fields = ["id", "council", "round", "held_on", "place", "state", "opened_at", "closed_at"]
        read_only_fields = fields


class ScoreSerializer(serializers.ModelSerializer):
    """One answer: `place` 0 is "không đáp ứng", null is not scored yet."""

    criterion = serializers.CharField(source="criterion.code", read_only=True)
    place = serializers.SerializerMethodField()

    class Meta:
        model = Score
        fields = ["criterion", "place", "comment"]
        read_only_fields = fields

    def get_place(self, row) -> int | None:
        return row.place


# Field of a line -> where its value lies; the texts of sheet and product stay in the database.
SHEET_VALUES = {
    "id": "pk", "item": "item_id", "session": "item__session_id", "cycle": "item__cycle_id", "member": "member_id",
    "scoring_round": "scoring_round", "state": "state", "version": "version", "locked": "locked", "total": "total",
    "opened_at": "opened_at", "submitted_at": "submitted_at",
}  # fmt: skip


class ScoreSheetSerializer(serializers.ModelSerializer):
    """Phiếu chấm: one's own, and after closing those that the council's officers read."""

    session = serializers.IntegerField(source="item.session_id", read_only=True)
    cycle = serializers.IntegerField(source="item.cycle_id", read_only=True)

    class Meta:
        model = ScoreSheet
        fields = [
            "id", "item", "session", "cycle", "member", "scoring_round", "state", "version", "locked", "total",
            "opened_at", "submitted_at",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, row):
        """A line of a list comes as values under their paths (`SHEET_VALUES`), a detail as the row itself."""
        if not isinstance(row, tuple):
            return super().to_representation(row)
        shown = dict(zip(SHEET_VALUES, row, strict=True))
        for name in ("opened_at", "submitted_at"):
            if shown[name] is not None:
                shown[name] = self.fields[name].to_representation(shown[name])
        return shown


class ScoreSheetDetailSerializer(ScoreSheetSerializer):
    """A sheet with its answers."""

    scores = ScoreSerializer(many=True, read_only=True)

    class Meta(ScoreSheetSerializer.Meta):
        fields = [*ScoreSheetSerializer.Meta.fields, "remark", "scores"]
        read_only_fields = fields


class DecisionSerializer(serializers.ModelSerializer):
    """Quyết định công nhận."""

    class Meta:
        model = RecognitionDecision
        fields = [
            "id", "number", "decided_on", "kind", "level", "issuer", "unit", "province", "session", "source",
            "date_assumed",
        ]  # fmt: skip
        read_only_fields = fields


class DecisionItemSerializer(serializers.ModelSerializer):
    """A product of a decision; the average as shown."""

    class Meta:
        model = DecisionItem
        fields = ["product", "cycle", "stars", "average_shown", "product_code"]
        read_only_fields = fields


class DecisionDetailSerializer(DecisionSerializer):
    """A decision with its products."""

    items = DecisionItemSerializer(many=True, read_only=True)

    class Meta(DecisionSerializer.Meta):
        fields = [*DecisionSerializer.Meta.fields, "items"]
        read_only_fields = fields


class CertificateSerializer(serializers.ModelSerializer):
    """Giấy chứng nhận with its state of today."""

    state = serializers.SerializerMethodField()

    class Meta:
        model = Certificate
        fields = [
            "id", "number", "code", "product", "decision", "stars", "state", "issuer", "product_name", "producer_name",
            "place", "product_code", "issued_on", "valid_to", "date_assumed", "source", "superseded_by",
        ]  # fmt: skip
        read_only_fields = fields

    def get_state(self, row) -> CertificateState:
        return state_of(row)
