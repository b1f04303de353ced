"""Folded text of councils, so that lists find them without diacritics; filled for what is there."""

from django.db import migrations, models

from core.text import search_text


def fill(apps, schema_editor):
    Council = apps.get_model("evaluations", "Council")
    for row in Council.objects.select_related("unit").iterator(chunk_size=1000):
        row.search_text = search_text(row.name, row.unit.name if row.unit else "", row.decision_number)
        row.save(update_fields=["search_text"])


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0003_papers")]

    operations = [
        migrations.AddField("council", "search_text", models.TextField(blank=True, default="")),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
