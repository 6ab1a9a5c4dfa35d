import django.db.models.deletion
import django.utils.timezone
import governance.fields
import governance.models.attachment
import oauth2_provider.generators
import oauth2_provider.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=64, unique=True, verbose_name='user name')),
                ('name', models.CharField(max_length=64, verbose_name='name')),
                ('kind', models.CharField(choices=[('person', 'Person'), ('service', 'Other system'), ('system', 'The portal itself')], default='person', max_length=8, verbose_name='kind')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('must_choose_password', models.BooleanField(default=False, verbose_name='must choose a password')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
            },
        ),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='number')),
                ('entry_id', models.BigIntegerField(unique=True)),
                ('sealed_at', models.DateTimeField(verbose_name='sealed at')),
                ('digest', governance.fields.DigestField()),
                ('hash', governance.fields.DigestField(verbose_name='hash')),
            ],
            options={
                'verbose_name': 'audit seal',
                'verbose_name_plural': 'audit seals',
            },
        ),
        migrations.CreateModel(
            name='Checklist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.CharField(max_length=40, verbose_name='use')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('document_no', models.CharField(max_length=64, verbose_name='document number')),
                ('issuer', models.CharField(max_length=100, verbose_name='issued by')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('evidence_days', models.PositiveSmallIntegerField(verbose_name='working days for the evidence')),
                ('reading_days', models.PositiveSmallIntegerField(verbose_name='working days for each look')),
                ('reply_days', models.PositiveSmallIntegerField(verbose_name='working days for the replies')),
                ('silence', models.CharField(choices=[('met', 'Counts as met'), ('refused', 'Counts as refused'), ('waits', 'Nothing happens; the examiner is reminded')], max_length=8, verbose_name='silence of the examiner')),
            ],
            options={
                'verbose_name': 'check list',
                'verbose_name_plural': 'check lists',
                'ordering': ['-decided_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=64, verbose_name='kind')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                ('subject_type', models.CharField(max_length=64)),
                ('subject_id', models.CharField(max_length=64)),
                ('label', models.CharField(max_length=200, verbose_name='about')),
                ('right', models.CharField(max_length=64)),
                ('api_path', models.CharField(blank=True, max_length=200)),
                ('page_path', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
            },
        ),
        migrations.CreateModel(
            name='LocalValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, verbose_name='code')),
                ('number', models.DecimalField(decimal_places=4, max_digits=14, verbose_name='number')),
                ('unit', models.CharField(choices=[('hours', 'hours'), ('working_days', 'working days'), ('natural_days', 'calendar days'), ('months', 'months'), ('years', 'years'), ('yuan', 'yuan'), ('people', 'people'), ('percent', 'percent'), ('times', 'times'), ('number', 'without unit')], max_length=16, verbose_name='unit')),
                ('regime', models.CharField(choices=[('penalty', 'Penalty Law: 2, 3, 5, 7 days are working days'), ('coercion', 'Coercion Law: up to 10 days are working days'), ('licensing', 'Licensing Law: all days are working days'), ('natural', 'Calendar days unless the text says otherwise')], default='natural', max_length=16, verbose_name='counted by')),
                ('roll_organ', models.BooleanField(default=False, verbose_name="an organ's period rolls over")),
                ('pausable', models.BooleanField(default=False, verbose_name='may be suspended')),
                ('effective_from', models.DateField(verbose_name='effective from')),
                ('effective_to', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('document_no', models.CharField(max_length=100, verbose_name='document number')),
                ('checked_on', models.DateField(default=django.utils.timezone.localdate, help_text='The day somebody last compared it with its document.', verbose_name='last checked')),
                ('note', governance.fields.LongTextField(blank=True, verbose_name='note')),
            ],
            options={
                'verbose_name': 'local value',
                'verbose_name_plural': 'local values',
                'ordering': ['code', 'effective_from'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file', models.FileField(unique=True, upload_to=governance.models.attachment.random_path, verbose_name='file')),
                ('name', models.CharField(max_length=150, verbose_name='file name')),
                ('content_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('digest', governance.fields.DigestField(verbose_name='SHA-256')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='uploaded at')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
            },
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('edition', models.PositiveSmallIntegerField(verbose_name='edition')),
                ('is_official', models.BooleanField(default=True, verbose_name='official')),
                ('source_document', models.CharField(max_length=200, verbose_name='source document')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='published on')),
                ('loaded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='loaded at')),
                ('is_current', models.BooleanField(default=True, verbose_name='current')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                ('digest', governance.fields.DigestField(editable=False)),
                ('loaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='loaded by')),
            ],
            options={
                'verbose_name': 'calendar year',
                'verbose_name_plural': 'calendar years',
                'ordering': ['-year', '-edition'],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='date')),
                ('is_off', models.BooleanField(default=False, verbose_name='day off')),
                ('is_statutory', models.BooleanField(default=False, verbose_name='statutory holiday')),
                ('is_makeup', models.BooleanField(default=False, verbose_name='make-up working day')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='name')),
                ('calendar_year', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='days', to='governance.calendaryear', verbose_name='calendar year')),
            ],
            options={
                'verbose_name': 'calendar day',
                'verbose_name_plural': 'calendar days',
                'ordering': ['date'],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('text', models.CharField(max_length=1000, verbose_name='criterion')),
                ('evidence', models.CharField(blank=True, max_length=1000, verbose_name='what shows it')),
                ('is_required', models.BooleanField(default=True, verbose_name='must be met')),
                ('checklist', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='governance.checklist', verbose_name='check list')),
            ],
            options={
                'verbose_name': 'criterion',
                'verbose_name_plural': 'criteria',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='CriterionFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.CharField(blank=True, choices=[('met', 'Met'), ('refused', 'Refused')], max_length=8, verbose_name='first look')),
                ('first_reason', models.CharField(blank=True, max_length=1000, verbose_name='reason of the first look')),
                ('first_by_silence', models.BooleanField(default=False, verbose_name='first look by silence')),
                ('second', models.CharField(blank=True, choices=[('met', 'Met'), ('refused', 'Refused')], max_length=8, verbose_name='second look')),
                ('second_reason', models.CharField(blank=True, max_length=1000, verbose_name='reason of the second look')),
                ('second_by_silence', models.BooleanField(default=False, verbose_name='second look by silence')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='governance.criterion', verbose_name='criterion')),
            ],
            options={
                'verbose_name': 'finding',
                'verbose_name_plural': 'findings',
                'ordering': ['criterion__number'],
            },
        ),
        migrations.CreateModel(
            name='EventDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('delivered', 'Delivered'), ('dead', 'Given up')], default='waiting', max_length=10, verbose_name='status')),
                ('given_up_because', models.CharField(blank=True, choices=[('refused', 'The receiver refused it for good'), ('gone', 'The receiver wants no more events (410)'), ('exhausted', 'Every attempt failed'), ('inactive', 'The subscription is paused')], max_length=10, verbose_name='given up because')),
                ('attempts_made', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='next attempt')),
                ('leased_until', models.DateTimeField(editable=False, null=True)),
                ('delivered_at', models.DateTimeField(blank=True, null=True, verbose_name='delivered at')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='governance.event', verbose_name='event')),
            ],
            options={
                'verbose_name': 'event delivery',
                'verbose_name_plural': 'event deliveries',
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                ('status_code', models.PositiveSmallIntegerField(null=True, verbose_name='HTTP status')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='error')),
                ('response_excerpt', models.CharField(blank=True, max_length=500, verbose_name='answer')),
                ('duration_ms', models.PositiveIntegerField(default=0, verbose_name='milliseconds')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='governance.eventdelivery', verbose_name='event delivery')),
            ],
            options={
                'verbose_name': 'attempt',
                'verbose_name_plural': 'attempts',
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_reply', models.BooleanField(default=False, verbose_name='reply')),
                ('text', governance.fields.LongTextField(verbose_name='text')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='added at')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('attachment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.attachment', verbose_name='file')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='governance.criterionfinding', verbose_name='finding')),
            ],
            options={
                'verbose_name': 'piece of evidence',
                'verbose_name_plural': 'evidence',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Examination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('due_provisional', models.BooleanField(default=False, verbose_name='provisional')),
                ('due_steps', models.JSONField(editable=False)),
                ('attempt', models.PositiveSmallIntegerField(verbose_name='attempt')),
                ('status', models.CharField(choices=[('collecting', 'Evidence is handed in'), ('reading', 'First look'), ('replying', 'Replies to what was refused'), ('second_look', 'Second look at what was refused'), ('closed', 'Closed')], default='collecting', max_length=12, verbose_name='state')),
                ('result', models.CharField(blank=True, choices=[('passed', 'Passed'), ('failed', 'Not passed')], max_length=8, verbose_name='result')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='opened at')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('reminded_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='told as late at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('checklist', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='examinations', to='governance.checklist', verbose_name='check list')),
            ],
            options={
                'verbose_name': 'examination',
                'verbose_name_plural': 'examinations',
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='criterionfinding',
            name='examination',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='governance.examination', verbose_name='examination'),
        ),
        migrations.CreateModel(
            name='IdempotentRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100)),
                ('method', models.CharField(max_length=8)),
                ('path', models.CharField(max_length=500)),
                ('body_digest', governance.fields.DigestField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('answer_status', models.PositiveSmallIntegerField(null=True)),
                ('headers', models.JSONField(default=dict)),
                ('rights', models.JSONField(default=list)),
                ('body', governance.fields.EncryptedTextField(blank=True)),
                ('shows_secret', models.BooleanField(default=False)),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Installation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=500, verbose_name='place')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('notified_of', models.CharField(blank=True, editable=False, max_length=500)),
            ],
            options={
                'verbose_name': 'installation',
                'verbose_name_plural': 'installations',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='installation_is_one')],
            },
        ),
        migrations.CreateModel(
            name='LocalTerm',
            fields=[
            ],
            options={
                'verbose_name': 'local term',
                'verbose_name_plural': 'local terms',
                'ordering': ['code', 'effective_from'],
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('governance.localvalue',),
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read at')),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='governance.event')),
            ],
            options={
                'verbose_name': 'notification',
                'verbose_name_plural': 'notifications',
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=255, unique=True)),
                ('depth', models.PositiveIntegerField()),
                ('numchild', models.PositiveIntegerField(default=0)),
                ('code', models.CharField(max_length=32, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('short_name', models.CharField(blank=True, max_length=50, verbose_name='short name')),
                ('kind', models.CharField(choices=[('county', 'County'), ('department', 'Department'), ('township', 'Township'), ('township_office', 'Township office'), ('township_institution', 'Township institution'), ('dispatched', 'Dispatched unit'), ('village', 'Village or community'), ('service_provider', 'Company or outside body')], max_length=24, verbose_name='kind')),
                ('township_form', models.CharField(blank=True, choices=[('town', 'Town (镇)'), ('rural_township', 'Rural township (乡)'), ('sub_district', 'Sub-district (街道)')], max_length=16, verbose_name='form of township')),
                ('region_code', models.CharField(blank=True, max_length=12, verbose_name='region code')),
                ('rank', models.CharField(blank=True, max_length=20, verbose_name='rank')),
                ('opened_on', models.DateField(blank=True, null=True, verbose_name='opened on')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('notes', governance.fields.LongTextField(blank=True, verbose_name='notes')),
                ('managed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='managed_units', to='governance.organisation', verbose_name='managed by')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='governance.organisation', verbose_name='merged into')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('list_editor', 'List editor'), ('list_approver', 'List approver'), ('township_clerk', 'Township clerk'), ('officer', 'Enforcement officer'), ('captain', 'Brigade captain'), ('deputy_head', 'Deputy head'), ('township_head', 'Township head'), ('legal_reviewer', 'Legal reviewer'), ('department_clerk', 'Department clerk'), ('department_head', 'Department head'), ('window_clerk', 'Service-window clerk'), ('village_agent', 'Village agent'), ('services_officer', 'Government services office'), ('personnel_officer', "Unit's personnel officer"), ('party_committee_officer', "Township party committee's officer"), ('staffing_officer', 'Staffing office'), ('organisation_officer', 'Organisation department'), ('hr_officer', 'Human-resources bureau'), ('county_supervisor', 'County supervisor'), ('leader', 'Leader (read only)'), ('system_admin', 'System administrator'), ('security_admin', 'Security administrator'), ('audit_admin', 'Audit administrator'), ('portal', 'The portal itself')], max_length=32, verbose_name='role')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='governance.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
            },
        ),
        migrations.AddField(
            model_name='localvalue',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='local_values', to='governance.organisation', verbose_name='organisation'),
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=64, verbose_name='kind')),
                ('subject_type', models.CharField(max_length=64)),
                ('subject_id', models.BigIntegerField()),
                ('label', models.CharField(max_length=200, verbose_name='about')),
                ('given', models.JSONField(default=dict, editable=False)),
                ('status', models.CharField(choices=[('waiting', 'Waiting for a worker'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='waiting', max_length=9, verbose_name='state')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='done')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='of')),
                ('result', models.JSONField(default=dict, verbose_name='result')),
                ('result_path', models.CharField(blank=True, max_length=200)),
                ('failure', models.CharField(blank=True, max_length=1000, verbose_name='why it failed')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('requested_at', models.DateTimeField(auto_now_add=True, verbose_name='requested at')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='started at')),
                ('seen_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='IssuedNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32, verbose_name='kind')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('text', models.CharField(max_length=64, verbose_name='document number')),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='given out at')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='voided at')),
                ('void_reason', models.CharField(blank=True, max_length=1000, verbose_name='why it is void')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'document number',
                'verbose_name_plural': 'register of numbers',
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='examination',
            name='subject',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='examinations', to='governance.organisation', verbose_name='examined body'),
        ),
        migrations.AddField(
            model_name='eventdelivery',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='governance.organisation', verbose_name='organisation'),
        ),
        migrations.CreateModel(
            name='Client',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('client_id', models.CharField(db_index=True, default=oauth2_provider.generators.generate_client_id, max_length=255, unique=True, verbose_name='client ID')),
                ('redirect_uris', models.TextField(blank=True, help_text='Allowed URIs list, space separated', verbose_name='redirect URIs')),
                ('post_logout_redirect_uris', models.TextField(blank=True, default='', help_text='Allowed Post Logout URIs list, space separated', verbose_name='post logout redirect URIs')),
                ('client_type', models.CharField(choices=[('confidential', 'Confidential'), ('public', 'Public')], max_length=32, verbose_name='client type')),
                ('authorization_grant_type', models.CharField(choices=[('authorization-code', 'Authorization code'), ('urn:ietf:params:oauth:grant-type:device_code', 'Device Code'), ('implicit', 'Implicit'), ('password', 'Resource owner password-based'), ('client-credentials', 'Client credentials'), ('openid-hybrid', 'OpenID connect hybrid')], max_length=44, verbose_name='authorization grant type')),
                ('client_secret', oauth2_provider.models.ClientSecretField(blank=True, db_index=True, default=oauth2_provider.generators.generate_client_secret, help_text='Client secret for authentication', max_length=255, verbose_name='client secret')),
                ('hash_client_secret', models.BooleanField(default=True, verbose_name='hash client secret')),
                ('name', models.CharField(blank=True, max_length=255, verbose_name='name')),
                ('skip_authorization', models.BooleanField(default=False, verbose_name='skip authorization')),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated', models.DateTimeField(auto_now=True, verbose_name='updated')),
                ('algorithm', models.CharField(blank=True, choices=[('', 'No OIDC support'), ('RS256', 'RSA with SHA-2 256'), ('HS256', 'HMAC with SHA-2 256')], default='', max_length=5, verbose_name='algorithm')),
                ('allowed_origins', models.TextField(blank=True, default='', help_text='Allowed origins list to enable CORS, space separated', verbose_name='allowed origins')),
                ('registration_source', models.CharField(choices=[('manual', 'Manual'), ('dcr', 'Dynamic Client Registration'), ('cimd', 'Client ID Metadata Document')], default='manual', help_text='How this application was registered (manual, DCR per RFC 7591, or CIMD)', max_length=32, verbose_name='registration source')),
                ('cimd_expires_at', models.DateTimeField(blank=True, default=None, help_text='When the cached Client ID Metadata Document should be re-fetched', null=True, verbose_name='CIMD expires at')),
                ('scopes', models.JSONField(default=list, verbose_name='scopes')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='client', to=settings.AUTH_USER_MODEL, verbose_name='service account')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clients', to='governance.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'API client',
                'verbose_name_plural': 'API clients',
            },
        ),
        migrations.AddField(
            model_name='checklist',
            name='owner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='checklists', to='governance.organisation', verbose_name='owner'),
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, verbose_name='time')),
                ('account_name', models.CharField(max_length=64, verbose_name='name at the time')),
                ('action', models.CharField(db_index=True, max_length=64, verbose_name='action')),
                ('outcome', models.CharField(choices=[('done', 'Done'), ('refused', 'Refused')], default='done', max_length=8, verbose_name='outcome')),
                ('target_type', models.CharField(max_length=64, verbose_name='kind of target')),
                ('target_id', models.CharField(max_length=64, verbose_name='target id')),
                ('target_label', models.CharField(max_length=300, verbose_name='target')),
                ('before', models.JSONField(null=True, verbose_name='before')),
                ('after', models.JSONField(null=True, verbose_name='after')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('request_id', models.CharField(blank=True, max_length=32, verbose_name='request')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='governance.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit log',
            },
        ),
        migrations.AddField(
            model_name='attachment',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='organisation'),
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('key', models.CharField(editable=False, max_length=400)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='governance.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'alias',
                'verbose_name_plural': 'aliases',
            },
        ),
        migrations.AddField(
            model_name='account',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='governance.organisation', verbose_name='organisation'),
        ),
        migrations.CreateModel(
            name='RuleSuspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, verbose_name='code')),
                ('document_no', models.CharField(max_length=100, verbose_name='document number')),
                ('approver', models.CharField(max_length=100, verbose_name='approved by')),
                ('effective_from', models.DateField(verbose_name='effective from')),
                ('effective_to', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('reason', governance.fields.LongTextField(verbose_name='reason')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rule_suspensions', to='governance.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'suspension of a rule',
                'verbose_name_plural': 'suspended rules',
                'ordering': ['code', '-effective_from'],
            },
        ),
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(max_length=32, verbose_name='seed')),
                ('share', models.PositiveSmallIntegerField(verbose_name='share in per cent')),
                ('at_least', models.PositiveSmallIntegerField(verbose_name='at least')),
                ('at_most', models.PositiveSmallIntegerField(verbose_name='at most')),
                ('population', models.JSONField(verbose_name='drawn from')),
                ('chosen', models.JSONField(verbose_name='drawn')),
                ('drawn_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='drawn at')),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drawn by')),
                ('examination', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sample', to='governance.examination', verbose_name='examination')),
            ],
            options={
                'verbose_name': 'sample',
                'verbose_name_plural': 'samples',
            },
        ),
        migrations.CreateModel(
            name='SavedForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=500, verbose_name='address')),
                ('key', models.CharField(max_length=32)),
                ('copy', models.PositiveSmallIntegerField(default=0)),
                ('content', governance.fields.EncryptedTextField()),
                ('begun_at', models.DateTimeField(auto_now_add=True, verbose_name='begun at')),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='saved at')),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='saved_forms', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'saved form',
                'verbose_name_plural': 'saved forms',
                'ordering': ['-saved_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Sequence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='SignInAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', governance.fields.DigestField()),
                ('network', models.CharField(max_length=45)),
                ('at', models.DateTimeField()),
                ('succeeded', models.BooleanField(default=False)),
                ('pause_recorded', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['name', 'at'], name='sign_in_attempt_of_name'), models.Index(fields=['network', 'at'], name='sign_in_attempt_of_network')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('succeeded', True)), fields=('name', 'network'), name='sign_in_attempt_last_right_one')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('secret', governance.fields.EncryptedTextField(verbose_name='secret')),
                ('previous_secret', governance.fields.EncryptedTextField(blank=True, verbose_name='previous secret')),
                ('previous_secret_until', models.DateTimeField(blank=True, null=True, verbose_name='previous secret valid until')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subscriptions', to='governance.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'subscription',
                'verbose_name_plural': 'subscriptions',
            },
        ),
        migrations.AddField(
            model_name='eventdelivery',
            name='subscription',
            field=models.ForeignKey(blank=True, help_text='Empty for a notice in the portal.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='governance.subscription', verbose_name='subscription'),
        ),
        migrations.AddConstraint(
            model_name='calendaryear',
            constraint=models.UniqueConstraint(fields=('year', 'edition'), name='calendar_year_edition_once'),
        ),
        migrations.AddConstraint(
            model_name='calendaryear',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('year',), name='calendar_year_current_once'),
        ),
        migrations.AddConstraint(
            model_name='calendaryear',
            constraint=models.CheckConstraint(condition=models.Q(('undone_at', None), ('is_current', False), _connector='OR'), name='calendar_year_undone_is_not_current'),
        ),
        migrations.AddConstraint(
            model_name='calendarday',
            constraint=models.UniqueConstraint(fields=('calendar_year', 'date'), name='calendar_day_once'),
        ),
        migrations.AddConstraint(
            model_name='calendarday',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_makeup', False), ('is_off', True)), models.Q(('is_makeup', True), ('is_off', False)), _connector='OR'), name='calendar_day_off_or_makeup'),
        ),
        migrations.AddConstraint(
            model_name='calendarday',
            constraint=models.CheckConstraint(condition=models.Q(('is_statutory', False), ('is_off', True), _connector='OR'), name='calendar_day_statutory_is_off'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(fields=('checklist', 'number'), name='criterion_number_once'),
        ),
        migrations.AddConstraint(
            model_name='criterionfinding',
            constraint=models.UniqueConstraint(fields=('examination', 'criterion'), name='finding_once'),
        ),
        migrations.AddConstraint(
            model_name='criterionfinding',
            constraint=models.CheckConstraint(condition=models.Q(('second', ''), ('first', 'refused'), _connector='OR'), name='finding_second_look_at_refused_only'),
        ),
        migrations.AddConstraint(
            model_name='idempotentrequest',
            constraint=models.UniqueConstraint(fields=('account', 'key'), name='idempotent_request_once'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(fields=['account', '-created_at'], name='notification_newest'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.UniqueConstraint(fields=('account', 'event'), name='notification_once'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on', None), ('opened_on', None), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='organisation_closes_after_opening'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), ('closed_on__isnull', False), _connector='OR'), name='organisation_merged_is_closed'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('township_form', ''), ('kind', 'township'), _connector='OR'), name='organisation_form_of_townships_only'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='membership_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('account', 'organisation', 'role'), name='membership_open_once'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on', None), ('role__in', ['audit_admin', 'security_admin', 'system_admin'])), fields=('account',), name='membership_one_security_role'),
        ),
        migrations.AddConstraint(
            model_name='localvalue',
            constraint=models.UniqueConstraint(fields=('organisation', 'code', 'effective_from'), name='local_value_start_once'),
        ),
        migrations.AddConstraint(
            model_name='localvalue',
            constraint=models.UniqueConstraint(condition=models.Q(('effective_to', None)), fields=('organisation', 'code'), name='local_value_open_once'),
        ),
        migrations.AddConstraint(
            model_name='localvalue',
            constraint=models.CheckConstraint(condition=models.Q(('effective_to', None), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='local_value_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='localvalue',
            constraint=models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='local_value_has_code'),
        ),
        migrations.AddConstraint(
            model_name='localvalue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__gte', 1), ('unit__in', ['hours', 'working_days', 'natural_days', 'months', 'years'])), models.Q(models.Q(('unit__in', ['hours', 'working_days', 'natural_days', 'months', 'years']), _negated=True), ('number__gte', 0)), _connector='OR'), name='local_value_number_in_range'),
        ),
        migrations.AddConstraint(
            model_name='localvalue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__in', [2, 3, 5, 7]), ('regime', 'penalty'), ('unit', 'natural_days'), _negated=True), models.Q(('number__lte', 10), ('regime', 'coercion'), ('unit', 'natural_days'), _negated=True), models.Q(('regime', 'licensing'), ('unit', 'natural_days'), _negated=True)), name='local_value_respects_regime'),
        ),
        migrations.AddConstraint(
            model_name='localvalue',
            constraint=models.CheckConstraint(condition=models.Q(('pausable', True), ('unit', 'hours'), _negated=True), name='local_value_hours_never_pause'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['subject_type', 'subject_id', '-id'], name='job_of_subject'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('status__in', ('waiting', 'running'))), fields=['status'], name='job_unfinished'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('waiting', 'running'))), fields=('kind', 'subject_type', 'subject_id'), name='job_one_unfinished'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('status__in', ('waiting', 'running'))), models.Q(models.Q(('status__in', ('waiting', 'running')), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='job_finished_when_it_ended'),
        ),
        migrations.AddIndex(
            model_name='issuednumber',
            index=models.Index(fields=['text'], name='issued_number_by_text'),
        ),
        migrations.AddConstraint(
            model_name='issuednumber',
            constraint=models.UniqueConstraint(fields=('organisation', 'kind', 'year', 'number'), name='issued_number_once'),
        ),
        migrations.AddConstraint(
            model_name='issuednumber',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at', None)), models.Q(('voided_at__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='issued_number_void_with_reason'),
        ),
        migrations.AddIndex(
            model_name='examination',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['due_at'], name='examination_waiting'),
        ),
        migrations.AddConstraint(
            model_name='examination',
            constraint=models.UniqueConstraint(fields=('checklist', 'subject', 'attempt'), name='examination_attempt_once'),
        ),
        migrations.AddConstraint(
            model_name='examination',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('checklist', 'subject'), name='examination_one_open'),
        ),
        migrations.AddConstraint(
            model_name='examination',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('status', 'closed'), models.Q(('result', ''), _negated=True)), models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at', None), ('result', '')), _connector='OR'), name='examination_closed_with_result'),
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.UniqueConstraint(fields=('owner', 'use', 'document_no'), name='checklist_once_by_document'),
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.CheckConstraint(condition=models.Q(('evidence_days__gte', 1), ('reading_days__gte', 1), ('reply_days__gte', 1)), name='checklist_has_terms'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['target_type', 'target_id', 'id'], name='governance__target__f84bb2_idx'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='attachment_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('digest__regex', '^sha256:[0-9a-f]{64}$')), name='attachment_digest_complete'),
        ),
        migrations.AddConstraint(
            model_name='alias',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('key',), name='alias_open_once'),
        ),
        migrations.AddConstraint(
            model_name='alias',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='alias_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='rulesuspension',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('organisation', 'code', 'effective_from'), name='rule_suspension_start_once'),
        ),
        migrations.AddConstraint(
            model_name='rulesuspension',
            constraint=models.UniqueConstraint(condition=models.Q(('effective_to', None), ('withdrawn_at', None)), fields=('organisation', 'code'), name='rule_suspension_open_once'),
        ),
        migrations.AddConstraint(
            model_name='rulesuspension',
            constraint=models.CheckConstraint(condition=models.Q(('effective_to', None), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='rule_suspension_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='sample',
            constraint=models.CheckConstraint(condition=models.Q(('at_least__gte', 1), ('at_most__gte', models.F('at_least')), ('share__gte', 1), ('share__lte', 100)), name='sample_has_bounds'),
        ),
        migrations.AddIndex(
            model_name='savedform',
            index=models.Index(fields=['account', 'path'], name='saved_form_at'),
        ),
        migrations.AddIndex(
            model_name='savedform',
            index=models.Index(fields=['saved_at'], name='saved_form_by_age'),
        ),
        migrations.AddConstraint(
            model_name='savedform',
            constraint=models.UniqueConstraint(fields=('account', 'key', 'copy'), name='saved_form_once'),
        ),
        migrations.AddConstraint(
            model_name='sequence',
            constraint=models.UniqueConstraint(fields=('organisation', 'kind', 'year'), name='sequence_once'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('organisation', 'url'), name='subscription_once_active'),
        ),
        migrations.AddIndex(
            model_name='eventdelivery',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['subscription', 'due_at'], name='event_delivery_due'),
        ),
        migrations.AddIndex(
            model_name='eventdelivery',
            index=models.Index(condition=models.Q(('leased_until__isnull', False)), fields=['subscription'], name='event_delivery_leased'),
        ),
        migrations.AddConstraint(
            model_name='eventdelivery',
            constraint=models.UniqueConstraint(condition=models.Q(('subscription__isnull', False)), fields=('event', 'subscription'), name='event_delivery_once_hooked'),
        ),
        migrations.AddConstraint(
            model_name='eventdelivery',
            constraint=models.UniqueConstraint(condition=models.Q(('subscription', None)), fields=('event', 'organisation'), name='event_delivery_once_in_portal'),
        ),
        migrations.AddConstraint(
            model_name='eventdelivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'dead'), models.Q(('given_up_because', ''), _negated=True)), models.Q(models.Q(('status', 'dead'), _negated=True), ('given_up_because', '')), _connector='OR'), name='event_delivery_given_up_has_cause'),
        ),
    ]
