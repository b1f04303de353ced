# The first release: one step for the whole room.

import core.clock
import django.contrib.auth.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('districts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, validators=[django.contrib.auth.validators.ASCIIUsernameValidator()])),
                ('full_name', models.CharField(max_length=100)),
                ('post', models.CharField(blank=True, max_length=150)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('is_active', models.BooleanField(default=True)),
                ('is_demo', models.BooleanField(default=False)),
                ('password_once', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('sort_key', models.CharField(blank=True, max_length=400)),
            ],
            options={
                'ordering': ['sort_key', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=100)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('last_used_on', models.DateField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('commune', 'Cán bộ xã'), ('district', 'Cán bộ huyện'), ('province', 'Cơ quan tham mưu OCOP tỉnh'), ('department', 'Sở, ngành'), ('leadership', 'Lãnh đạo'), ('ministry', 'Bộ, trung ương'), ('admin', 'Quản trị hệ thống')], max_length=20)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('agency', models.CharField(blank=True, max_length=200)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['user_id', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user', 'role', 'unit'), name='role_once_at_a_unit'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('unit__isnull', True)), fields=('user', 'role'), name='role_once_without_a_unit'), models.CheckConstraint(condition=models.Q(('role__in', ['commune', 'district', 'province', 'department', 'leadership', 'ministry', 'admin'])), name='role_known'), models.CheckConstraint(condition=models.Q(('role__in', ['ministry', 'admin']), ('unit__isnull', False), _connector='OR'), name='role_has_its_unit'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='role_begins_before_it_ends')],
            },
        ),
    ]
