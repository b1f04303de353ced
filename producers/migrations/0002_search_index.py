"""Search in producers through a trigram index (PostgreSQL)."""

from django.db import migrations

from core.trigrams import trigram_index


class Migration(migrations.Migration):
    dependencies = [("producers", "0001_initial")]

    operations = [trigram_index("producers_producer")]
