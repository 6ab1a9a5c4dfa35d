import django.db.models.deletion
import django.db.models.expressions
import governance.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('governance', '0001_initial'),
        ('responsibilities', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HandlingItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('base_code', models.CharField(max_length=32, verbose_name='base code')),
                ('code', models.CharField(max_length=64, unique=True, verbose_name='implementation code')),
            ],
            options={
                'verbose_name': 'item',
                'verbose_name_plural': 'items',
                'ordering': ['base_code', 'code'],
            },
        ),
        migrations.CreateModel(
            name='CentreMatter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='matter')),
                ('should_enter', models.BooleanField(verbose_name='belongs in the centre')),
                ('window_kind', models.CharField(choices=[('general', 'General window (综合窗口)'), ('special', 'Special window (专业窗口)'), ('joint', 'Joint review window (联审窗口)'), ('seasonal', 'Seasonal window (季节性窗口)'), ('assisted', 'Help window (帮办窗口)'), ('resident', 'Resident window (驻点窗口)'), ('rotating', 'Window on some days (轮驻窗口)'), ('collection', 'Papers collected and handed on (代收代办)'), ('terminal', 'Self-service terminal (自助终端)'), ('none', 'No window (不设窗口)')], max_length=12, verbose_name='kind of window')),
                ('reason_exempt', models.CharField(blank=True, max_length=500, verbose_name='why it need not enter')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matters_in_centres', to='governance.organisation', verbose_name='body')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='centre_matters', to='governance.organisation', verbose_name='county')),
            ],
            options={
                'verbose_name': 'matter for the centres',
                'verbose_name_plural': 'matters for the centres',
                'ordering': ['body__path', 'name'],
            },
        ),
        migrations.CreateModel(
            name='CodePattern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('base', 'Base code (基本编码)'), ('implementation', 'Implementation code (实施编码)')], max_length=16, verbose_name='kind')),
                ('pattern', models.CharField(max_length=64, verbose_name='pattern')),
                ('document_no', models.CharField(blank=True, max_length=200, verbose_name='deciding document')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='governance.organisation', verbose_name='county')),
            ],
            options={
                'verbose_name': 'pattern of codes',
                'verbose_name_plural': 'patterns of codes',
            },
        ),
        migrations.CreateModel(
            name='Implementation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_from', models.DateField(verbose_name='in force from')),
                ('effective_to', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('document_no', models.CharField(blank=True, max_length=200, verbose_name='deciding document')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('item_type', models.CharField(choices=[('licence', 'Licence (行政许可)'), ('confirmation', 'Confirmation (行政确认)'), ('payment', 'Payment (行政给付)'), ('reward', 'Reward (行政奖励)'), ('adjudication', 'Adjudication (行政裁决)'), ('other_power', 'Other power (其他行政权力)'), ('public_service', 'Public service (公共服务)')], max_length=16, verbose_name='type')),
                ('level', models.CharField(choices=[('county', 'County'), ('township', 'Township')], max_length=10, verbose_name='level')),
                ('audience', models.JSONField(default=list, verbose_name='for whom')),
                ('conditions', governance.fields.LongTextField(blank=True, verbose_name='conditions')),
                ('legal_limit', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='legal limit')),
                ('legal_unit', models.CharField(blank=True, choices=[('working_days', 'working days'), ('natural_days', 'calendar days')], max_length=16, verbose_name='unit of the legal limit')),
                ('promised_limit', models.PositiveSmallIntegerField(verbose_name='promised limit')),
                ('promised_unit', models.CharField(choices=[('working_days', 'working days'), ('natural_days', 'calendar days')], max_length=16, verbose_name='unit of the promise')),
                ('handling_kind', models.CharField(choices=[('instant', 'At once (即办件)'), ('promised', 'Within the promise (承诺件)')], max_length=10, verbose_name='kind of handling')),
                ('is_free', models.BooleanField(default=True, verbose_name='free of charge')),
                ('fee', models.CharField(blank=True, max_length=200, verbose_name='fee')),
                ('fee_basis', models.CharField(blank=True, max_length=500, verbose_name='basis of the fee')),
                ('legal_basis', models.CharField(max_length=500, verbose_name='legal basis')),
                ('visits', models.PositiveSmallIntegerField(verbose_name='visits needed')),
                ('result', models.CharField(max_length=200, verbose_name='result')),
                ('is_on_platform', models.BooleanField(default=False, verbose_name="only on the province's platform")),
                ('telephone', models.CharField(blank=True, max_length=100, verbose_name='telephone for questions')),
                ('village_role', models.CharField(choices=[('none', 'Not in the village'), ('direct', 'Done in the village (直办)'), ('agent', 'Papers taken in the village (代办)'), ('assist', 'Help in the village (协办)'), ('notice_only', 'Told in the village where to go (公开告知)')], default='none', max_length=12, verbose_name='in the village')),
                ('village_steps', models.CharField(blank=True, max_length=500, verbose_name='what the village does')),
                ('village_ground', models.CharField(blank=True, max_length=500, verbose_name="legal ground of the village's part")),
                ('taken_over', models.BooleanField(default=False, verbose_name='taken over from an earlier register')),
                ('confirmed_until', models.DateField(blank=True, null=True, verbose_name='confirmed until')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='implementations', to='governance.organisation', verbose_name='body')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('duty', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='implementations', to='responsibilities.item', verbose_name='duty it carries out')),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='implementations', to='services.handlingitem', verbose_name='item')),
            ],
            options={
                'verbose_name': 'service item',
                'verbose_name_plural': 'service items',
                'ordering': ['item__base_code', 'item__code', '-effective_from'],
            },
        ),
        migrations.CreateModel(
            name='HandlingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('limit', models.PositiveSmallIntegerField(verbose_name='limit')),
                ('unit', models.CharField(choices=[('working_days', 'working days'), ('natural_days', 'calendar days')], max_length=16, verbose_name='unit')),
                ('counts_in_limit', models.BooleanField(default=True, verbose_name='counts in the limit')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='legal basis')),
                ('implementation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='services.implementation', verbose_name='service item')),
            ],
            options={
                'verbose_name': 'step',
                'verbose_name_plural': 'steps',
                'ordering': ['implementation', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('copies', models.PositiveSmallIntegerField(default=1, verbose_name='number')),
                ('form', models.CharField(choices=[('original', 'Original'), ('copy', 'Copy')], max_length=10, verbose_name='form')),
                ('source', models.CharField(choices=[('applicant', 'Brought by the applicant'), ('window', 'Form given out at the window'), ('shared', 'Shared data: need not be brought'), ('earlier_result', 'Issued in an earlier step')], max_length=16, verbose_name='where it comes from')),
                ('source_text', models.CharField(max_length=100, verbose_name='as the catalogue puts it')),
                ('is_tolerable', models.BooleanField(default=False, verbose_name='may be brought later (容缺)')),
                ('implementation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='services.implementation', verbose_name='service item')),
            ],
            options={
                'verbose_name': 'material',
                'verbose_name_plural': 'materials',
                'ordering': ['implementation', 'position'],
            },
        ),
        migrations.CreateModel(
            name='ServiceItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='service_items', to='governance.organisation', verbose_name='county')),
            ],
            options={
                'verbose_name': 'main item',
                'verbose_name_plural': 'main items',
                'ordering': ['code'],
            },
        ),
        migrations.AddField(
            model_name='handlingitem',
            name='service_item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handling_items', to='services.serviceitem', verbose_name='main item'),
        ),
        migrations.CreateModel(
            name='ServicePoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=200, verbose_name='place')),
                ('hours', models.CharField(max_length=200, verbose_name='hours')),
                ('telephone', models.CharField(max_length=50, verbose_name='telephone')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='longitude')),
                ('opened_on', models.DateField(verbose_name='open since')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed since')),
                ('closing_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was closed')),
                ('lapses_told_on', models.DateField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('township', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='township_points', to='governance.organisation', verbose_name='township')),
                ('village', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='service_points', to='governance.organisation', verbose_name='village')),
            ],
            options={
                'verbose_name': 'village point',
                'verbose_name_plural': 'village points',
                'ordering': ['village__path', '-opened_on'],
            },
        ),
        migrations.CreateModel(
            name='PointItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('none', 'Not in the village'), ('direct', 'Done in the village (直办)'), ('agent', 'Papers taken in the village (代办)'), ('assist', 'Help in the village (协办)'), ('notice_only', 'Told in the village where to go (公开告知)')], max_length=12, verbose_name='what the village does')),
                ('steps', models.CharField(max_length=500, verbose_name='in which step')),
                ('person', models.CharField(blank=True, max_length=100, verbose_name='who does it')),
                ('ground', models.CharField(blank=True, max_length=500, verbose_name="legal ground of the village's part")),
                ('taken_over', models.BooleanField(default=False, verbose_name='taken over from an earlier register')),
                ('assured_until', models.DateField(blank=True, null=True, verbose_name='assured until')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='point_items', to='services.handlingitem', verbose_name='item')),
                ('point', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='services.servicepoint', verbose_name='village point')),
            ],
            options={
                'verbose_name': 'item of a village point',
                'verbose_name_plural': 'items of village points',
                'ordering': ['point', 'item__base_code'],
            },
        ),
        migrations.CreateModel(
            name='PointClosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('point', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='services.servicepoint', verbose_name='village point')),
            ],
            options={
                'verbose_name': 'days closed',
                'verbose_name_plural': 'days closed',
                'ordering': ['first_day'],
            },
        ),
        migrations.CreateModel(
            name='Window',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=10, verbose_name='number')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('kind', models.CharField(choices=[('general', 'General window (综合窗口)'), ('special', 'Special window (专业窗口)'), ('joint', 'Joint review window (联审窗口)'), ('seasonal', 'Seasonal window (季节性窗口)'), ('assisted', 'Help window (帮办窗口)'), ('resident', 'Resident window (驻点窗口)'), ('rotating', 'Window on some days (轮驻窗口)'), ('collection', 'Papers collected and handed on (代收代办)'), ('terminal', 'Self-service terminal (自助终端)'), ('none', 'No window (不设窗口)')], max_length=12, verbose_name='kind')),
                ('hours', models.CharField(max_length=200, verbose_name='hours')),
                ('telephone', models.CharField(blank=True, max_length=50, verbose_name='telephone')),
                ('staffed_by', models.CharField(blank=True, max_length=200, verbose_name='staffed by')),
                ('is_seconded', models.BooleanField(default=False, verbose_name='seconded staff')),
                ('opened_on', models.DateField(verbose_name='open since')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed since')),
                ('closing_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was closed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='own_windows', to='governance.organisation', verbose_name='body')),
                ('centre', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='windows', to='governance.organisation', verbose_name='township')),
            ],
            options={
                'verbose_name': 'window',
                'verbose_name_plural': 'windows',
                'ordering': ['centre__path', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Stationing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('has_entered', models.BooleanField(verbose_name='has entered')),
                ('entered_on', models.DateField(blank=True, null=True, verbose_name='entered on')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left on')),
                ('window_kind', models.CharField(choices=[('general', 'General window (综合窗口)'), ('special', 'Special window (专业窗口)'), ('joint', 'Joint review window (联审窗口)'), ('seasonal', 'Seasonal window (季节性窗口)'), ('assisted', 'Help window (帮办窗口)'), ('resident', 'Resident window (驻点窗口)'), ('rotating', 'Window on some days (轮驻窗口)'), ('collection', 'Papers collected and handed on (代收代办)'), ('terminal', 'Self-service terminal (自助终端)'), ('none', 'No window (不设窗口)')], max_length=12, verbose_name='kind of window')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='why it is not in the centre')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('centre', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='stationings', to='governance.organisation', verbose_name='township')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stationings', to='services.centrematter', verbose_name='matter')),
                ('window', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stationings', to='services.window', verbose_name='window')),
            ],
            options={
                'verbose_name': 'matter of a centre',
                'verbose_name_plural': 'matters of the centres',
                'ordering': ['centre__path', 'matter__body__path', 'matter__name'],
            },
        ),
        migrations.AddConstraint(
            model_name='centrematter',
            constraint=models.UniqueConstraint(fields=('county', 'body', 'name'), name='centre_matter_once'),
        ),
        migrations.AddConstraint(
            model_name='centrematter',
            constraint=models.CheckConstraint(condition=models.Q(('should_enter', True), models.Q(('reason_exempt', ''), _negated=True), _connector='OR'), name='centre_matter_exempt_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='codepattern',
            constraint=models.UniqueConstraint(fields=('county', 'kind'), name='code_pattern_once'),
        ),
        migrations.AddConstraint(
            model_name='implementation',
            constraint=models.UniqueConstraint(fields=('item', 'effective_from'), name='implementation_start_once'),
        ),
        migrations.AddConstraint(
            model_name='implementation',
            constraint=models.UniqueConstraint(condition=models.Q(('effective_to', None)), fields=('item',), name='implementation_open_once'),
        ),
        migrations.AddConstraint(
            model_name='implementation',
            constraint=models.CheckConstraint(condition=models.Q(('effective_to', None), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='implementation_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='implementation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('legal_limit', None), ('legal_unit', '')), models.Q(('legal_limit__isnull', False), models.Q(('legal_unit', ''), _negated=True)), _connector='OR'), name='implementation_limit_has_unit'),
        ),
        migrations.AddConstraint(
            model_name='implementation',
            constraint=models.CheckConstraint(condition=models.Q(('legal_limit', None), ('promised_limit', 0), models.Q(('legal_unit', 'natural_days'), ('promised_unit', 'working_days'), ('legal_limit__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('promised_limit'), '*', models.Value(3)), '+', models.Value(20)), '+', models.Value(1)), '/', models.Value(2)))), models.Q(models.Q(('legal_unit', 'natural_days'), ('promised_unit', 'working_days'), _negated=True), ('legal_limit__gte', models.F('promised_limit'))), _connector='OR'), name='implementation_promise_within_law'),
        ),
        migrations.AddConstraint(
            model_name='implementation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('handling_kind', 'instant'), _negated=True), ('promised_limit', 0), _connector='OR'), name='implementation_at_once_is_no_days'),
        ),
        migrations.AddConstraint(
            model_name='implementation',
            constraint=models.CheckConstraint(condition=models.Q(('is_free', True), models.Q(models.Q(('fee', ''), _negated=True), models.Q(('fee_basis', ''), _negated=True)), _connector='OR'), name='implementation_fee_has_basis'),
        ),
        migrations.AddConstraint(
            model_name='implementation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('village_role', 'direct'), _negated=True), models.Q(('village_ground', ''), _negated=True), ('taken_over', True), _connector='OR'), name='implementation_direct_has_ground'),
        ),
        migrations.AddConstraint(
            model_name='implementation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('village_role', 'none'), ('village_steps', '')), models.Q(models.Q(('village_role', 'none'), _negated=True), models.Q(('village_steps', ''), _negated=True)), _connector='OR'), name='implementation_village_step_told'),
        ),
        migrations.AddConstraint(
            model_name='handlingstep',
            constraint=models.UniqueConstraint(fields=('implementation', 'position'), name='handling_step_position_once'),
        ),
        migrations.AddConstraint(
            model_name='handlingstep',
            constraint=models.CheckConstraint(condition=models.Q(('counts_in_limit', True), models.Q(('basis', ''), _negated=True), _connector='OR'), name='handling_step_left_out_by_law'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.UniqueConstraint(fields=('implementation', 'position'), name='material_position_once'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.CheckConstraint(condition=models.Q(('copies__gte', 1)), name='material_at_least_one'),
        ),
        migrations.AddConstraint(
            model_name='serviceitem',
            constraint=models.UniqueConstraint(fields=('county', 'code'), name='service_item_once'),
        ),
        migrations.AddConstraint(
            model_name='servicepoint',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('village',), name='service_point_open_once'),
        ),
        migrations.AddConstraint(
            model_name='servicepoint',
            constraint=models.UniqueConstraint(fields=('village', 'opened_on'), name='service_point_start_once'),
        ),
        migrations.AddConstraint(
            model_name='servicepoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hours', ''), _negated=True), models.Q(('place', ''), _negated=True), models.Q(('telephone', ''), _negated=True)), name='service_point_has_hours'),
        ),
        migrations.AddConstraint(
            model_name='servicepoint',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on', None), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='service_point_closes_after_opening'),
        ),
        migrations.AddConstraint(
            model_name='servicepoint',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on', None), models.Q(('closing_reason', ''), _negated=True), _connector='OR'), name='service_point_closed_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='servicepoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='service_point_lies_somewhere'),
        ),
        migrations.AddIndex(
            model_name='pointitem',
            index=models.Index(fields=['assured_until'], name='point_item_assured'),
        ),
        migrations.AddConstraint(
            model_name='pointitem',
            constraint=models.UniqueConstraint(fields=('point', 'item'), name='point_item_once'),
        ),
        migrations.AddConstraint(
            model_name='pointitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'none'), _negated=True), models.Q(('steps', ''), _negated=True)), name='point_item_does_something'),
        ),
        migrations.AddConstraint(
            model_name='pointitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'direct'), _negated=True), models.Q(('ground', ''), _negated=True), ('taken_over', True), _connector='OR'), name='point_item_direct_has_ground'),
        ),
        migrations.AddConstraint(
            model_name='pointitem',
            constraint=models.CheckConstraint(condition=models.Q(('assured_until', None), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('person', ''), _negated=True)), _connector='OR'), name='point_item_assured_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='pointclosure',
            constraint=models.UniqueConstraint(fields=('point', 'first_day'), name='point_closure_once'),
        ),
        migrations.AddConstraint(
            model_name='pointclosure',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='point_closure_ends'),
        ),
        migrations.AddConstraint(
            model_name='window',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('centre', 'number'), name='window_number_once'),
        ),
        migrations.AddConstraint(
            model_name='window',
            constraint=models.CheckConstraint(condition=models.Q(('hours', ''), _negated=True), name='window_has_hours'),
        ),
        migrations.AddConstraint(
            model_name='window',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on', None), models.Q(('closed_on__gte', models.F('opened_on')), models.Q(('closing_reason', ''), _negated=True)), _connector='OR'), name='window_closed_with_reason'),
        ),
        migrations.AddIndex(
            model_name='stationing',
            index=models.Index(fields=['centre', 'has_entered'], name='stationing_of_centre'),
        ),
        migrations.AddConstraint(
            model_name='stationing',
            constraint=models.UniqueConstraint(fields=('centre', 'matter'), name='stationing_once'),
        ),
        migrations.AddConstraint(
            model_name='stationing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('has_entered', True), ('reason', '')), models.Q(('has_entered', False), ('window', None), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='stationing_outside_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='stationing',
            constraint=models.CheckConstraint(condition=models.Q(('left_on', None), ('entered_on', None), ('left_on__gte', models.F('entered_on')), _connector='OR'), name='stationing_leaves_after_entering'),
        ),
    ]
