import django.db.models.deletion
import django.utils.timezone
import governance.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('governance', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HandlingItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=200)),
                ('item_type', models.CharField(default='行政许可', max_length=20)),
                ('legal_limit', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('legal_unit', models.CharField(blank=True, max_length=16)),
                ('promised_limit', models.PositiveSmallIntegerField()),
                ('promised_unit', models.CharField(max_length=16)),
                ('is_on_platform', models.BooleanField(default=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='governance.organisation')),
            ],
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
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='services.handlingitem', verbose_name='item')),
            ],
            options={
                'verbose_name': 'application',
                'verbose_name_plural': 'applications',
                'ordering': ['-pk'],
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
                ('agrees', models.BooleanField(blank=True, null=True, verbose_name='agrees')),
                ('text', governance.fields.LongTextField(blank=True, verbose_name='opinion')),
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
            name='ApplicationCustody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('application', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='custodies', to='services.application', verbose_name='application')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='holder')),
            ],
            options={
                'verbose_name': 'custody',
                'verbose_name_plural': 'custody',
                'ordering': ['since'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('application',), name='papers_one_holder'), models.UniqueConstraint(fields=('application', 'since'), name='papers_start_once'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='papers_end_after_start')],
            },
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
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['in_process', 'accepted', 'special_stage', 'decided_refuse', 'decided_grant', 'issued', 'closed']), _negated=True), ('accepted_on__isnull', False), _connector='OR'), name='application_accepted_from_a_day'),
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
            model_name='handover',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('application',), name='hand_over_one_open'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('sender', models.F('receiver')), _negated=True), name='hand_over_to_another'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='hand_over_answered_completely'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'sent_back'), models.Q(('answer_reason', ''), _negated=True)), models.Q(models.Q(('status', 'sent_back'), _negated=True), ('answer_reason', '')), _connector='OR'), name='hand_over_sent_back_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(fields=('application', 'body'), name='opinion_of_a_body_once'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agrees', None), ('answered_at', None), ('answered_by', None), ('text', '')), models.Q(('agrees__isnull', False), ('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('text', ''), _negated=True)), _connector='OR'), name='opinion_answered_completely'),
        ),
        migrations.AddConstraint(
            model_name='papergap',
            constraint=models.UniqueConstraint(fields=('application', 'paper'), name='paper_gap_once'),
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
