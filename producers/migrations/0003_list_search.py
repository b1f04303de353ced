"""Folded text of the rows of step 1, so that lists find them without diacritics; filled for what is there."""

from django.db import migrations, models

from core.text import search_text


def fill(apps, schema_editor):
    for name in ("OutreachActivity", "TrainingCourse"):
        for row in apps.get_model("producers", name).objects.select_related("unit").iterator(chunk_size=1000):
            row.search_text = search_text(row.title, row.place, row.unit.name)
            row.save(update_fields=["search_text"])


class Migration(migrations.Migration):
    dependencies = [("producers", "0002_search_index")]

    operations = [
        migrations.AddField("outreachactivity", "search_text", models.TextField(blank=True, default="")),
        migrations.AddField("trainingcourse", "search_text", models.TextField(blank=True, default="")),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
