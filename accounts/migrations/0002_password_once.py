"""A mark on passwords that an administrator gave."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.AddField("user", "password_once", models.BooleanField(default=False))]
