"""Search in products and cycles through trigram indexes (PostgreSQL)."""

from django.db import migrations

from core.trigrams import trigram_index


class Migration(migrations.Migration):
    dependencies = [("products", "0001_initial")]

    operations = [trigram_index("products_product"), trigram_index("products_cycle")]
