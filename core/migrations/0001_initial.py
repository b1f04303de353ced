# The first release: one step for the whole room.

import core.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Beat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'nhịp của bộ chạy việc nền',
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField(unique=True)),
                ('recorded_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('actor_id', models.BigIntegerField(blank=True, null=True)),
                ('actor_name', models.CharField(blank=True, max_length=200)),
                ('role', models.CharField(blank=True, max_length=40)),
                ('request_id', models.CharField(blank=True, max_length=40)),
                ('verb', models.CharField(max_length=80)),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.CharField(max_length=40)),
                ('parent_type', models.CharField(blank=True, max_length=60)),
                ('parent_id', models.CharField(blank=True, max_length=40)),
                ('province_id', models.BigIntegerField(blank=True, null=True)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('reason', models.TextField(blank=True)),
                ('refused', models.BooleanField(default=False)),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(fields=['object_type', 'object_id', 'number'], name='core_audite_object__45dc91_idx'), models.Index(fields=['parent_type', 'parent_id', 'number'], name='core_audite_parent__6eb9b9_idx'), models.Index(fields=['actor_id', 'recorded_at'], name='core_audite_actor_i_165f9b_idx')],
            },
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField(default=0)),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='audit_head_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stored_name', models.CharField(max_length=80, unique=True)),
                ('original_name', models.CharField(max_length=200)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('pages', models.PositiveIntegerField(blank=True, null=True)),
                ('scan_state', models.CharField(choices=[('not_scanned', 'Chưa quét vi-rút'), ('clean', 'Không có vi-rút'), ('infected', 'Có vi-rút')], default='not_scanned', max_length=20)),
                ('inspected_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('owner_type', models.CharField(max_length=60)),
                ('owner_id', models.BigIntegerField(blank=True, null=True)),
                ('province_id', models.BigIntegerField(blank=True, null=True)),
                ('actor_id', models.BigIntegerField(blank=True, null=True)),
                ('actor_name', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(default=core.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['owner_type', 'owner_id'], name='core_file_owner_t_dbb912_idx')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=200)),
                ('parameters', models.JSONField(blank=True, default=dict)),
                ('title', models.CharField(max_length=300)),
                ('state', models.CharField(choices=[('queued', 'Đang chờ'), ('running', 'Đang làm'), ('done', 'Đã xong'), ('failed', 'Không hoàn thành'), ('cancelled', 'Đã hủy')], default='queued', max_length=20)),
                ('step', models.PositiveIntegerField(default=0)),
                ('steps', models.PositiveIntegerField(default=0)),
                ('step_label', models.CharField(blank=True, max_length=300)),
                ('marks', models.JSONField(blank=True, default=list)),
                ('result', models.JSONField(blank=True, default=dict)),
                ('message', models.TextField(blank=True)),
                ('actor_id', models.BigIntegerField(blank=True, null=True)),
                ('actor_name', models.CharField(blank=True, max_length=200)),
                ('role', models.CharField(blank=True, max_length=40)),
                ('province_id', models.BigIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('due_at', models.DateTimeField(default=core.clock.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('lease_token', models.CharField(blank=True, max_length=40)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('cancel_asked', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['state', 'due_at'], name='core_job_state_456d01_idx'), models.Index(fields=['actor_id', '-created_at'], name='core_job_actor_i_75fb80_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done'])), fields=('key',), name='job_one_per_key'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'failed', 'cancelled'])), name='job_state_known')],
            },
        ),
    ]
