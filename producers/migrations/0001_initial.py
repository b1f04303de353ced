# The first release: one step for the whole room.

import core.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('districts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutreachActivity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('broadcast', 'Phát thanh, truyền hình'), ('loudspeaker', 'Loa truyền thanh'), ('press', 'Báo chí'), ('web', 'Trang thông tin điện tử'), ('leaflet', 'Tờ rơi'), ('meeting', 'Hội nghị, họp thôn')], max_length=20)),
                ('title', models.CharField(max_length=300)),
                ('held_on', models.DateField()),
                ('place', models.CharField(blank=True, max_length=200)),
                ('people', models.PositiveIntegerField(default=0)),
                ('cost', models.PositiveBigIntegerField(blank=True, null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('search_text', models.TextField(blank=True, default='')),
            ],
            options={
                'ordering': ['-held_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Producer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('cooperative', 'Hợp tác xã'), ('cooperative_group', 'Tổ hợp tác'), ('enterprise', 'Doanh nghiệp'), ('farm', 'Trang trại'), ('household', 'Hộ sản xuất, kinh doanh'), ('association', 'Hội, hiệp hội'), ('operating_centre', 'Trung tâm điều hành'), ('unknown', 'Chưa rõ loại hình')], max_length=20)),
                ('tax_code', models.CharField(blank=True, max_length=14)),
                ('registration_number', models.CharField(blank=True, max_length=50)),
                ('founded_on', models.DateField(blank=True, null=True)),
                ('representative', models.CharField(blank=True, max_length=100)),
                ('representative_post', models.CharField(blank=True, max_length=100)),
                ('representative_sex', models.CharField(blank=True, choices=[('male', 'Nam'), ('female', 'Nữ')], max_length=10)),
                ('representative_ethnicity', models.CharField(blank=True, max_length=50)),
                ('representative_disabled', models.BooleanField(default=False)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('phone_public', models.BooleanField(default=False)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('place_text', models.CharField(blank=True, max_length=200)),
                ('source', models.CharField(choices=[('portal', 'Nhập trên cổng'), ('import', 'Nhập từ danh sách')], default='portal', max_length=10)),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.PositiveIntegerField(default=1)),
                ('search_text', models.TextField()),
                ('sort_key', models.CharField(max_length=400)),
            ],
            options={
                'ordering': ['sort_key', 'pk'],
                'indexes': [models.Index(fields=['province', 'sort_key'], name='producers_p_provinc_9ed487_idx'), models.Index(fields=['unit', 'sort_key'], name='producers_p_unit_id_b23fe4_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('tax_code', ''), _negated=True), fields=('province', 'tax_code'), name='producer_tax_code_once_a_province')],
            },
        ),
        migrations.CreateModel(
            name='ProducerMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('producer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='producers.producer')),
                ('created_at', models.DateTimeField(default=core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'producer'), name='member_once')],
            },
        ),
        migrations.CreateModel(
            name='TrainingCourse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300)),
                ('audience', models.CharField(choices=[('producers', 'Chủ thể'), ('officers', 'Cán bộ quản lý')], max_length=20)),
                ('held_on', models.DateField()),
                ('days', models.PositiveSmallIntegerField(default=1)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('search_text', models.TextField(blank=True, default='')),
            ],
            options={
                'ordering': ['-held_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='producers.trainingcourse')),
                ('producer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='producers.producer')),
                ('person', models.CharField(max_length=100)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'producer', 'person'), name='attendance_once')],
            },
        ),
    ]
