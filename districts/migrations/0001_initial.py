# The first release: one step for the whole room.

import core.clock
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AdministrativeUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=5)),
                ('level', models.CharField(choices=[('province', 'cấp tỉnh'), ('district', 'cấp huyện'), ('commune', 'cấp xã')], max_length=10)),
                ('kind', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=100)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='districts.administrativeunit')),
                ('province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('lat', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ('lon', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ('search_text', models.CharField(max_length=200)),
                ('sort_key', models.CharField(max_length=400)),
            ],
            options={
                'ordering': ['sort_key', 'pk'],
                'indexes': [models.Index(fields=['level', 'valid_to'], name='districts_a_level_d39ec6_idx'), models.Index(fields=['province', 'level'], name='districts_a_provinc_af132d_idx')],
                'constraints': [models.UniqueConstraint(fields=('code', 'level', 'valid_from'), name='unit_once_a_start'), models.UniqueConstraint(condition=models.Q(('valid_from__isnull', True)), fields=('code', 'level'), name='unit_once_from_open'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='unit_begins_before_it_ends')],
            },
        ),
        migrations.CreateModel(
            name='AnnualPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='districts.administrativeunit')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2018), django.core.validators.MaxValueValidator(2100)])),
                ('number', models.CharField(blank=True, max_length=60)),
                ('issued_on', models.DateField(blank=True, null=True)),
                ('issuer', models.CharField(blank=True, max_length=200)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=core.clock.now)),
            ],
            options={
                'ordering': ['-year', 'unit__sort_key'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'year'), name='plan_once_a_year')],
            },
        ),
        migrations.CreateModel(
            name='DocumentSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='districts.administrativeunit')),
                ('agency_lines', models.JSONField(default=list)),
                ('superior_line', models.CharField(blank=True, max_length=200)),
                ('place', models.CharField(max_length=100)),
                ('report_symbol', models.CharField(default='BC-UBND', max_length=40)),
                ('decision_symbol', models.CharField(default='QĐ-UBND', max_length=40)),
                ('authority_lines', models.JSONField(default=list)),
                ('signer_name', models.CharField(blank=True, max_length=100)),
                ('report_to', models.JSONField(default=list)),
                ('recipients', models.JSONField(default=list)),
                ('archive_line', models.CharField(default='Lưu: VT, KT.', max_length=100)),
                ('legal_bases', models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('kind', models.CharField(choices=[('day_off', 'Ngày nghỉ'), ('make_up', 'Ngày làm bù')], max_length=10)),
                ('name', models.CharField(max_length=200)),
                ('province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='districts.administrativeunit')),
            ],
            options={
                'ordering': ['day'],
                'constraints': [models.UniqueConstraint(fields=('day', 'province'), name='holiday_once'), models.UniqueConstraint(condition=models.Q(('province__isnull', True)), fields=('day',), name='holiday_once_national')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('province', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='programme', to='districts.administrativeunit')),
                ('appraisal_level', models.CharField(choices=[('province', 'cấp tỉnh'), ('district', 'cấp huyện'), ('commune', 'cấp xã')], default='commune', max_length=10)),
                ('selection_level', models.CharField(choices=[('province', 'cấp tỉnh'), ('district', 'cấp huyện'), ('commune', 'cấp xã')], default='province', max_length=10)),
                ('refile_days', models.PositiveSmallIntegerField(default=15)),
                ('commune_report_days', models.PositiveSmallIntegerField(default=15)),
                ('advisory_name', models.CharField(default='Văn phòng Điều phối nông thôn mới tỉnh', max_length=200)),
            ],
            options={
                'verbose_name': 'thiết lập chương trình',
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='districts.annualplan')),
                ('indicator', models.CharField(choices=[('new_3_up', 'Sản phẩm mới được công nhận từ 3 sao trở lên'), ('new_products', 'Sản phẩm phát triển mới'), ('upgraded', 'Sản phẩm nâng hạng'), ('renewed', 'Sản phẩm được công nhận lại'), ('kept', 'Sản phẩm được củng cố, nâng cao chất lượng'), ('new_producers', 'Chủ thể mới tham gia'), ('trained', 'Chủ thể được tập huấn'), ('sales_points', 'Điểm giới thiệu và bán sản phẩm'), ('fairs', 'Hội chợ, sự kiện xúc tiến thương mại')], max_length=20)),
                ('unit', models.CharField(choices=[('count', 'số lượng'), ('percent', 'phần trăm')], default='count', max_length=10)),
                ('value', models.PositiveIntegerField()),
                ('value_to', models.PositiveIntegerField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['plan_id', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'indicator'), name='target_once_a_plan'), models.CheckConstraint(condition=models.Q(('value_to__isnull', True), ('value_to__gte', models.F('value')), _connector='OR'), name='target_range_in_order')],
            },
        ),
        migrations.CreateModel(
            name='UnitName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='districts.administrativeunit')),
                ('kind', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=100)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['unit_id', 'valid_from'],
            },
        ),
        migrations.CreateModel(
            name='UnitSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successions', to='districts.administrativeunit')),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forerunners', to='districts.administrativeunit')),
                ('partial', models.BooleanField(default=False)),
                ('main', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('old', 'new'), name='succession_once')],
            },
        ),
    ]
