"""Shape of reports in the API; the files are fetched by their ids, behind the same gate."""

from rest_framework import serializers

from reports.models import Report


class ReportSerializer(serializers.ModelSerializer):
    """A report of a unit and period."""

    class Meta:
        model = Report
        fields = ["id", "kind", "unit", "province", "period", "version", "state", "created_at", "pdf", "xlsx", "docx"]
        read_only_fields = fields
