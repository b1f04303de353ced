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
        ('producers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Regulation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('number', models.CharField(max_length=50)),
                ('title', models.CharField(max_length=300)),
                ('issued_on', models.DateField()),
                ('in_force_from', models.DateField()),
                ('in_force_to', models.DateField(blank=True, null=True)),
                ('content_hash', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['in_force_from'],
            },
        ),
        migrations.CreateModel(
            name='ProductSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('regulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='product_sets', to='products.regulation')),
                ('number', models.CharField(max_length=2)),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=200)),
                ('sector', models.CharField(max_length=100)),
                ('sector_code', models.CharField(max_length=10)),
                ('group', models.CharField(max_length=200)),
                ('managing_agency', models.CharField(blank=True, max_length=200)),
                ('sort_key', models.CharField(max_length=400)),
            ],
            options={
                'ordering': ['regulation__in_force_from', 'number'],
                'constraints': [models.UniqueConstraint(fields=('regulation', 'number'), name='set_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=250)),
                ('producer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='producers.producer')),
                ('product_set', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='products.productset')),
                ('set_text', models.CharField(blank=True, max_length=200)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('description', models.TextField(blank=True)),
                ('story', models.TextField(blank=True)),
                ('source', models.CharField(choices=[('portal', 'Nhập trên cổng'), ('import', 'Nhập từ danh sách')], default='portal', max_length=10)),
                ('stars', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('recognised_on', models.DateField(blank=True, null=True)),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('undecided', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.PositiveIntegerField(default=1)),
                ('search_text', models.TextField()),
                ('sort_key', models.CharField(max_length=400)),
            ],
            options={
                'ordering': ['sort_key', 'pk'],
                'indexes': [models.Index(fields=['province', 'sort_key', 'id'], name='products_pr_provinc_39d496_idx'), models.Index(fields=['unit', 'sort_key', 'id'], name='products_pr_unit_id_d8de27_idx'), models.Index(fields=['sort_key', 'id'], name='products_pr_sort_ke_36b4a9_idx'), models.Index(fields=['producer'], name='products_pr_produce_8653f4_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('stars__isnull', True), ('stars__range', (3, 5)), _connector='OR'), name='product_stars_3_to_5')],
            },
        ),
        migrations.CreateModel(
            name='Cycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='products.product')),
                ('producer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='producers.producer')),
                ('kind', models.CharField(choices=[('first', 'Lần đầu'), ('upgrade', 'Nâng hạng'), ('renewal', 'Đánh giá lại')], default='first', max_length=10)),
                ('year', models.PositiveSmallIntegerField()),
                ('regulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='products.regulation')),
                ('product_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='products.productset')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.administrativeunit')),
                ('state', models.CharField(choices=[('idea_draft', 'Đang soạn ý tưởng'), ('idea_submitted', 'Ý tưởng chờ xét'), ('idea_returned', 'Ý tưởng bị trả lại'), ('idea_declined', 'Ý tưởng không được chấp nhận'), ('plan_draft', 'Đang lập phương án'), ('plan_submitted', 'Phương án chờ lựa chọn'), ('plan_returned', 'Phương án bị trả lại'), ('plan_declined', 'Phương án không được chọn'), ('running', 'Đang triển khai'), ('completed', 'Đã triển khai xong'), ('dossier_draft', 'Đang lập hồ sơ'), ('dossier_filed', 'Hồ sơ đã nộp'), ('dossier_returned', 'Hồ sơ bị trả lại'), ('reported', 'Xã đã báo cáo, đề nghị'), ('received', 'Cấp đánh giá đã tiếp nhận'), ('checked', 'Tổ tư vấn đã kiểm tra'), ('scheduled', 'Đã xếp lịch họp hội đồng'), ('scored', 'Đã chấm điểm'), ('closed', 'Đã chốt kết quả'), ('forwarded', 'Đã chuyển cấp trên'), ('handed_back', 'Trung ương chuyển kết quả về tỉnh'), ('recognised', 'Được công nhận'), ('not_recognised', 'Không được công nhận'), ('abandoned', 'Chủ thể rút đăng ký')], default='idea_draft', max_length=20)),
                ('level', models.CharField(blank=True, choices=[('district', 'cấp huyện'), ('province', 'cấp tỉnh'), ('centre', 'cấp trung ương')], max_length=10)),
                ('state_changed_at', models.DateTimeField(default=core.clock.now)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('last_reason', models.TextField(blank=True)),
                ('filed_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('search_text', models.TextField()),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['province', 'state'], name='products_cy_provinc_b24fc0_idx'), models.Index(fields=['unit', 'state'], name='products_cy_unit_id_233e77_idx'), models.Index(fields=['state', 'due_on'], name='products_cy_state_5b30e9_idx'), models.Index(fields=['producer'], name='products_cy_produce_e1b413_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['idea_declined', 'plan_declined', 'recognised', 'not_recognised', 'abandoned']), _negated=True), fields=('product',), name='cycle_one_open_per_product'), models.CheckConstraint(condition=models.Q(('state__in', ['idea_draft', 'idea_submitted', 'idea_returned', 'idea_declined', 'plan_draft', 'plan_submitted', 'plan_returned', 'plan_declined', 'running', 'completed', 'dossier_draft', 'dossier_filed', 'dossier_returned', 'reported', 'received', 'checked', 'scheduled', 'scored', 'closed', 'forwarded', 'handed_back', 'recognised', 'not_recognised', 'abandoned'])), name='cycle_state_known')],
            },
        ),
        migrations.CreateModel(
            name='BusinessPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='plan', to='products.cycle')),
                ('market', models.TextField()),
                ('materials', models.TextField()),
                ('technology', models.TextField()),
                ('quality', models.TextField(blank=True)),
                ('people', models.TextField(blank=True)),
                ('timetable', models.TextField(blank=True)),
                ('budget', models.PositiveBigIntegerField(blank=True, null=True)),
                ('updated_at', models.DateTimeField(default=core.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Idea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='idea', to='products.cycle')),
                ('summary', models.TextField()),
                ('materials', models.TextField(blank=True)),
                ('market', models.TextField(blank=True)),
                ('existing_product', models.BooleanField(default=False)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_for', models.CharField(blank=True, max_length=100)),
                ('updated_at', models.DateTimeField(default=core.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='products.cycle')),
                ('title', models.CharField(max_length=300)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('planned', 'Chưa làm'), ('done', 'Đã làm')], default='planned', max_length=10)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['cycle_id', 'due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RegulationText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('regulation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published_text', to='products.regulation')),
                ('text', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('published_at', models.DateTimeField(default=core.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='SupportGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='products.cycle')),
                ('purpose', models.CharField(max_length=300)),
                ('source', models.CharField(choices=[('national', 'Chương trình mục tiêu quốc gia'), ('province', 'Ngân sách tỉnh'), ('local', 'Ngân sách huyện, xã'), ('science', 'Sự nghiệp khoa học và công nghệ'), ('industry', 'Khuyến công'), ('extension', 'Khuyến nông'), ('other', 'Nguồn khác')], max_length=20)),
                ('planned', models.PositiveBigIntegerField(default=0)),
                ('paid', models.PositiveBigIntegerField(default=0)),
                ('granted_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['cycle_id', 'pk'],
            },
        ),
    ]
