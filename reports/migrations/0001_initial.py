# The first release: one step for the whole room.

import core.clock
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('districts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('quarterly', 'Báo cáo quý'), ('half-year', 'Báo cáo 6 tháng'), ('nine-month', 'Báo cáo 9 tháng'), ('annual', 'Báo cáo năm')], max_length=12)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('period', models.CharField(max_length=10)),
                ('as_of', models.DateField()),
                ('template_version', models.CharField(max_length=20)),
                ('data', models.JSONField()),
                ('hash', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(default=core.clock.now)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('quarterly', 'Báo cáo quý'), ('half-year', 'Báo cáo 6 tháng'), ('nine-month', 'Báo cáo 9 tháng'), ('annual', 'Báo cáo năm')], max_length=12)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('province', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('period', models.CharField(max_length=10)),
                ('as_of', models.DateField()),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('draft', 'Dự thảo'), ('final', 'Bản chính thức')], default='draft', max_length=10)),
                ('snapshot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reports.snapshot')),
                ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.job')),
                ('pdf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.file')),
                ('xlsx', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.file')),
                ('docx', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.file')),
                ('created_at', models.DateTimeField(default=core.clock.now)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'unit', 'period', 'version'), name='report_version_once')],
            },
        ),
    ]
