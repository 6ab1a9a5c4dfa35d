import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
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
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=64, unique=True, verbose_name='number')),
                ('check_word', governance.fields.EncryptedTextField(editable=False, verbose_name='check word')),
                ('way', models.CharField(choices=[('ordinary', 'Ordinary'), ('commitment', 'On a signed promise (告知承诺)'), ('tolerant', 'With minor gaps (容缺受理)')], default='ordinary', max_length=12, verbose_name='way')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='what is applied for')),
                ('applicant_kind', models.CharField(choices=[('citizen', 'Citizen'), ('organisation', 'Organisation')], max_length=12, verbose_name='kind of applicant')),
                ('applicant_name', governance.fields.EncryptedTextField(verbose_name='applicant')),
                ('identity_number', governance.fields.EncryptedTextField(blank=True, verbose_name='identity number')),
                ('identity_index', governance.fields.KeyedIndexField(of='identity_number')),
                ('telephone', governance.fields.EncryptedTextField(blank=True, verbose_name='telephone')),
                ('address', governance.fields.EncryptedTextField(blank=True, verbose_name='address')),
                ('agent_consent', models.CharField(blank=True, max_length=200, verbose_name='consent of the applicant')),
                ('status', models.CharField(choices=[('submitted', 'Received (收件)'), ('supplement_requested', 'Papers asked for (补正)'), ('redirected', 'Passed on, not yet received (转办)'), ('not_accepted', 'Not accepted (不予受理)'), ('accepted', 'Accepted (受理)'), ('in_process', 'Being handled (审查)'), ('special_stage', 'In a special stage (特别程序)'), ('decided_grant', 'Granted (准予)'), ('decided_refuse', 'Refused (不予)'), ('issued', 'Handed over (出证)'), ('closed', 'Closed (办结)'), ('withdrawn', 'Withdrawn (撤回)'), ('terminated', 'Terminated (终止)'), ('lapsed', 'Counts as given up (视为放弃)')], default='submitted', max_length=24, verbose_name='state')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('completed_on', models.DateField(blank=True, null=True, verbose_name='papers complete on')),
                ('accepted_on', models.DateField(blank=True, null=True, verbose_name='accepted from')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='acceptance confirmed at')),
                ('was_deemed', models.BooleanField(default=False, verbose_name='accepted by silence')),
                ('not_accepted_reason', models.CharField(blank=True, choices=[('not_needed', 'The matter needs no permission'), ('not_ours', 'Another body is competent'), ('not_eligible', 'The applicant may not apply for it')], max_length=16, verbose_name='why it was not accepted')),
                ('is_joint', models.BooleanField(default=False, verbose_name='handled jointly')),
                ('extended_by', models.PositiveSmallIntegerField(default=0, verbose_name='extended by working days')),
                ('extension_reason', models.CharField(blank=True, max_length=1000, verbose_name='reason of the extension')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('explanation', governance.fields.LongTextField(blank=True, verbose_name='reasons given')),
                ('result', models.CharField(blank=True, max_length=200, verbose_name='result')),
                ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='handed over at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('check_due_on', models.DateField(blank=True, null=True, verbose_name='promise to be checked by')),
                ('check_result', models.CharField(blank=True, choices=[('kept', 'As promised'), ('false', 'Not as promised')], max_length=8, verbose_name='result of the check')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='checked at')),
                ('annulled_at', models.DateTimeField(blank=True, null=True, verbose_name='decision annulled at')),
                ('external_ref', models.CharField(blank=True, max_length=64, verbose_name="number on the province's platform")),
                ('clock', models.CharField(choices=[('answer', 'Answer: accept, refuse or ask'), ('supplement', 'Papers from the applicant'), ('handling', 'Decision'), ('issue', 'Handing over the result'), ('over', 'Over')], default='answer', max_length=12, verbose_name='what is due')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                ('due_provisional', models.BooleanField(default=False, verbose_name='provisional')),
                ('paused_left', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days left while paused')),
                ('paused_since', models.DateField(blank=True, null=True, verbose_name='paused since')),
                ('calendar_version', models.CharField(editable=False, max_length=200)),
                ('told_of', models.CharField(blank=True, editable=False, max_length=24)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='accepted by')),
                ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='decided_applications', to='governance.organisation', verbose_name='decided by')),
                ('centre', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='received_applications', to='governance.organisation', verbose_name='received by')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('extension_approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='extension approved by')),
                ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handler')),
                ('holder', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='held_applications', to='governance.organisation', verbose_name='has the papers')),
                ('offered_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offered_applications', to='governance.organisation', verbose_name='passed on to')),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='received by')),
                ('right_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='competent body named')),
                ('village', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='village_applications', to='governance.organisation', verbose_name='taken in the village')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='services.implementation', verbose_name='item')),
            ],
            options={
                'verbose_name': 'application',
                'verbose_name_plural': 'applications',
                'ordering': ['-pk'],
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
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', governance.fields.LongTextField(verbose_name='question')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked at')),
                ('due_on', models.DateField(verbose_name='due')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('stance', models.CharField(blank=True, choices=[('agrees', 'Agrees'), ('disagrees', 'Does not agree')], max_length=12, verbose_name='opinion')),
                ('text', governance.fields.LongTextField(blank=True, verbose_name='in words')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('application', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='services.application', verbose_name='application')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='body')),
            ],
            options={
                'verbose_name': 'opinion',
                'verbose_name_plural': 'opinions',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PaperCustody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('ended_because', models.CharField(blank=True, choices=[('handed_over', 'Handed over'), ('over', 'The application is over')], max_length=16, verbose_name='ended because')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='holder')),
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='custodies', to='services.application', verbose_name='application')),
            ],
            options={
                'verbose_name': 'custody',
                'verbose_name_plural': 'custody',
                'ordering': ['since'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PaperGap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paper', models.CharField(max_length=200, verbose_name='paper')),
                ('due_on', models.DateField(verbose_name='to be brought by')),
                ('brought_at', models.DateTimeField(blank=True, null=True, verbose_name='brought at')),
                ('application', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='gaps', to='services.application', verbose_name='application')),
            ],
            options={
                'verbose_name': 'missing paper',
                'verbose_name_plural': 'missing papers',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProgressAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', governance.fields.DigestField(verbose_name='number')),
                ('network', models.CharField(max_length=64, verbose_name='network')),
                ('has_slip', models.BooleanField(default=False, verbose_name='with the slip')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('succeeded', models.BooleanField(default=False, verbose_name='opened it')),
            ],
            options={
                'verbose_name': 'try of a check word',
                'verbose_name_plural': 'tries of check words',
                'indexes': [models.Index(fields=['number', 'at'], name='progress_attempt_of_number')],
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
            name='SpecialStage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('hearing', 'Hearing'), ('test', 'Inspection or test'), ('appraisal', 'Appraisal'), ('expert_review', 'Expert review'), ('public_notice', 'Public notice')], max_length=16, verbose_name='kind of stage')),
                ('counts', models.BooleanField(default=False, verbose_name='counts in the limit')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='basis')),
                ('first_on', models.DateField(verbose_name='first day')),
                ('expected_days', models.PositiveSmallIntegerField(verbose_name='days it is expected to take')),
                ('told_on', models.DateField(blank=True, null=True, verbose_name='told in writing on')),
                ('last_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('outcome', models.CharField(blank=True, max_length=1000, verbose_name='outcome')),
                ('application', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='stages', to='services.application', verbose_name='application')),
            ],
            options={
                'verbose_name': 'special stage',
                'verbose_name_plural': 'special stages',
                'ordering': ['first_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SupplementRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('missing', governance.fields.LongTextField(verbose_name='what is missing')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked at')),
                ('due_on', models.DateField(verbose_name='to be brought by')),
                ('due_provisional', models.BooleanField(default=False, verbose_name='provisional')),
                ('due_steps', models.JSONField(editable=False)),
                ('completed_at', models.DateTimeField(blank=True, null=True, verbose_name='brought at')),
                ('application', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='supplement_requests', to='services.application', verbose_name='application')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
            ],
            options={
                'verbose_name': 'request for papers',
                'verbose_name_plural': 'request for papers',
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
                'constraints': [models.UniqueConstraint(fields=('county', 'kind'), name='code_pattern_once')],
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=1000, verbose_name='reason')),
                ('originals', governance.fields.LongTextField(blank=True, verbose_name='originals handed over')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent at')),
                ('status', models.CharField(choices=[('open', 'Not yet received'), ('received', 'Papers received'), ('sent_back', 'Papers sent back')], default='open', max_length=12, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('answer_reason', models.CharField(blank=True, max_length=1000, verbose_name='reason of the return')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('application', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='hand_overs', to='services.application', verbose_name='application')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='receiver')),
                ('right_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='competent body named')),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='sender')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by')),
            ],
            options={
                'verbose_name': 'hand-over',
                'verbose_name_plural': 'hand-overs',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('application',), name='hand_over_one_open'), models.CheckConstraint(condition=models.Q(('sender', models.F('receiver')), _negated=True), name='hand_over_to_another'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='hand_over_answered_completely'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'sent_back'), models.Q(('answer_reason', ''), _negated=True)), models.Q(models.Q(('status', 'sent_back'), _negated=True), ('answer_reason', '')), _connector='OR'), name='hand_over_sent_back_with_reason')],
            },
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
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['centre', '-id'], name='application_of_centre'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['body', '-id'], name='application_of_body'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(condition=models.Q(('clock', 'over'), _negated=True), fields=['holder', 'due_on'], name='application_waiting'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(condition=models.Q(('clock', 'over'), _negated=True), fields=['due_on'], name='application_by_due'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('offered_to', None), models.Q(('offered_to', models.F('holder')), _negated=True), _connector='OR'), name='application_offered_to_another'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'redirected'), _negated=True), ('offered_to__isnull', False), _connector='OR'), name='application_redirected_to_somebody'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['special_stage', 'accepted', 'in_process', 'decided_grant', 'decided_refuse', 'issued', 'closed']), _negated=True), ('accepted_on__isnull', False), _connector='OR'), name='application_accepted_from_a_day'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'not_accepted'), models.Q(('not_accepted_reason', ''), _negated=True)), models.Q(models.Q(('status', 'not_accepted'), _negated=True), ('not_accepted_reason', '')), _connector='OR'), name='application_not_accepted_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('not_accepted_reason', 'not_ours'), _negated=True), ('right_body__isnull', False), _connector='OR'), name='application_not_ours_names_whose'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'decided_refuse'), _negated=True), models.Q(('explanation', ''), _negated=True), _connector='OR'), name='application_refused_with_reasons'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('extended_by', 0), ('extension_approved_by', None), ('extension_reason', '')), models.Q(('extended_by__gt', 0), ('extension_approved_by__isnull', False), models.Q(('extension_reason', ''), _negated=True)), _connector='OR'), name='application_extended_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('agent', None), models.Q(('agent_consent', ''), _negated=True), _connector='OR'), name='application_agent_with_consent'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_on', None), ('accepted_on__gte', models.F('received_on')), _connector='OR'), name='application_accepted_after_receipt'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('external_ref', ''), _negated=True), fields=('centre', 'external_ref'), name='application_platform_once'),
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
            model_name='opinion',
            constraint=models.UniqueConstraint(fields=('application', 'body'), name='opinion_of_a_body_once'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('stance', ''), ('text', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('stance', ''), _negated=True), models.Q(('text', ''), _negated=True)), _connector='OR'), name='opinion_answered_completely'),
        ),
        migrations.AddConstraint(
            model_name='papercustody',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('subject',), name='papercustody_one_holder'),
        ),
        migrations.AddConstraint(
            model_name='papercustody',
            constraint=models.UniqueConstraint(fields=('subject', 'since'), name='papercustody_start_once'),
        ),
        migrations.AddConstraint(
            model_name='papercustody',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='papercustody_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='papercustody',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_because', ''), ('until', None)), models.Q(('until__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='papercustody_ends_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='papergap',
            constraint=models.UniqueConstraint(fields=('application', 'paper'), name='paper_gap_once'),
        ),
        migrations.AddConstraint(
            model_name='serviceitem',
            constraint=models.UniqueConstraint(fields=('county', 'code'), name='service_item_once'),
        ),
        migrations.AddConstraint(
            model_name='specialstage',
            constraint=models.UniqueConstraint(condition=models.Q(('last_on', None)), fields=('application',), name='stage_one_open'),
        ),
        migrations.AddConstraint(
            model_name='specialstage',
            constraint=models.UniqueConstraint(fields=('application', 'kind', 'first_on'), name='stage_once'),
        ),
        migrations.AddConstraint(
            model_name='specialstage',
            constraint=models.CheckConstraint(condition=models.Q(('last_on', None), ('last_on__gte', models.F('first_on')), _connector='OR'), name='stage_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='specialstage',
            constraint=models.CheckConstraint(condition=models.Q(('counts', True), models.Q(('basis', ''), _negated=True), _connector='OR'), name='stage_excluded_by_a_rule'),
        ),
        migrations.AddConstraint(
            model_name='supplementrequest',
            constraint=models.UniqueConstraint(fields=('application',), name='supplement_asked_once'),
        ),
    ]
