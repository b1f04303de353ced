"""Shape of producers in the API. No telephone that was not made public, no address, no names of people (security §9)."""

from rest_framework import serializers

from core.formats import mask_personal_number
from producers.models import Producer


class ProducerSerializer(serializers.ModelSerializer):
    """Chủ thể. A tax code of 12 digits is a personal number and stays masked."""

    tax_code = serializers.SerializerMethodField()
    phone = serializers.SerializerMethodField()

    class Meta:
        model = Producer
        fields = ["id", "name", "kind", "tax_code", "phone", "founded_on", "unit", "province", "place_text", "source"]
        read_only_fields = fields

    def get_tax_code(self, row) -> str:
        return mask_personal_number(row.tax_code)

    def get_phone(self, row) -> str:
        return row.phone if row.phone_public else ""
