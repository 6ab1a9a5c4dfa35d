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
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='QuotaMovement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry_no', models.CharField(blank=True, max_length=32, verbose_name='number of the entry')),
                ('kind', models.CharField(choices=[('opening', 'Opening balance'), ('counted', 'Opening head count'), ('approve', 'Approval from above'), ('merge_unit', 'Merged unit'), ('reclaim', 'Reclaimed'), ('downshift', 'Moved down to a township'), ('transfer_between', 'Transferred between bodies'), ('reserve', 'Place reserved'), ('release', 'Reservation released'), ('occupy', 'Place occupied'), ('vacate', 'Place vacated')], max_length=24, verbose_name='kind')),
                ('giver_standing', models.CharField(choices=[('vacant', 'Vacant'), ('reserved', 'Reserved'), ('on_post', 'On post')], max_length=12, verbose_name='places before')),
                ('receiver_standing', models.CharField(choices=[('vacant', 'Vacant'), ('reserved', 'Reserved'), ('on_post', 'On post')], max_length=12, verbose_name='places after')),
                ('count', models.PositiveIntegerField(verbose_name='places')),
                ('effective_on', models.DateField(verbose_name='effective on')),
                ('known_on', models.DateField(verbose_name='known on')),
                ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                ('quota_source', models.CharField(blank=True, choices=[('merged_units', 'Merged institutions'), ('vacancies', 'Reclaimed vacancies'), ('dispatched_units', 'Dispatched agencies moved over'), ('redeployed', 'Redeployed between bodies')], max_length=24, verbose_name='source')),
                ('origin', models.CharField(choices=[('recorded', 'Recorded here'), ('history', 'Taken over from an earlier ledger'), ('inferred', 'Inferred: no document states it')], default='recorded', max_length=12, verbose_name='origin')),
                ('counters', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='countered_by', to='staffing.quotamovement', verbose_name='counter-entry to')),
            ],
            options={
                'verbose_name': 'quota movement',
                'verbose_name_plural': 'quota movements',
                'ordering': ['-effective_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='QuotaAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('body', 'Body'), ('pool', 'County pool'), ('unregistered', 'Body outside the register'), ('superior', 'Approving authority')], max_length=16, verbose_name='kind of holder')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
                ('level', models.CharField(choices=[('township', 'Township level'), ('county', 'County level'), ('superior', 'Above the county')], max_length=12, verbose_name='level')),
                ('category', models.CharField(choices=[('admin_quota', 'Administrative quota'), ('institution_quota', 'Institution quota'), ('worker_quota', 'Worker quota')], max_length=24, verbose_name='category')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='quota_accounts', to='governance.organisation', verbose_name='county')),
                ('organisation', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='own_quota_accounts', to='governance.organisation', verbose_name='body')),
            ],
            options={
                'verbose_name': 'quota account',
                'verbose_name_plural': 'quota accounts',
                'ordering': ['organisation__path', 'kind', 'name', 'category'],
            },
        ),
        migrations.CreateModel(
            name='QuotaDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=64, verbose_name='document number')),
                ('issuer', models.CharField(blank=True, max_length=100, verbose_name='issued by')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='quota_documents', to='governance.organisation', verbose_name='county')),
            ],
            options={
                'verbose_name': 'quota document',
                'verbose_name_plural': 'quota documents',
                'ordering': ['-decided_on', 'number'],
            },
        ),
        migrations.CreateModel(
            name='QuotaEntry',
            fields=[
                ('movement', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='staffing.quotamovement')),
                ('standing', models.CharField(choices=[('vacant', 'Vacant'), ('reserved', 'Reserved'), ('on_post', 'On post')], max_length=12)),
                ('change', models.IntegerField()),
                ('effective_on', models.DateField()),
                ('known_on', models.DateField()),
            ],
            options={
                'db_table': 'staffing_quotaentry',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('document_no', models.CharField(max_length=64, verbose_name='document number')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Announced'), ('judged', 'Applicants judged'), ('ranked', 'Ranked'), ('public_notice', 'Public notice'), ('approved', 'Approved')], default='draft', max_length=16, verbose_name='state')),
                ('cutoff_on', models.DateField(verbose_name='cut-off date')),
                ('township_years', models.PositiveSmallIntegerField(default=3, verbose_name='full years in townships')),
                ('most_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='highest age')),
                ('rated_years', models.PositiveSmallIntegerField(default=3, verbose_name='years of appraisals that count')),
                ('least_per_place', models.PositiveSmallIntegerField(default=2, verbose_name='eligible applicants for each place, at least')),
                ('written_weight', models.PositiveSmallIntegerField(default=40, verbose_name='weight of the written test, %')),
                ('interview_weight', models.PositiveSmallIntegerField(default=40, verbose_name='weight of the interview, %')),
                ('appraisal_weight', models.PositiveSmallIntegerField(default=20, verbose_name="weight of the township's appraisal, %")),
                ('notice_days', models.PositiveSmallIntegerField(default=5, verbose_name='working days of public notice')),
                ('notice_from', models.DateField(blank=True, null=True, verbose_name='public notice from')),
                ('notice_until', models.DateField(blank=True, null=True, verbose_name='public notice until')),
                ('approved_by', models.CharField(blank=True, max_length=64, verbose_name='approved by document')),
                ('approved_on', models.DateField(blank=True, null=True, verbose_name='approved on')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='governance.organisation', verbose_name='county')),
            ],
            options={
                'verbose_name': 'selection campaign',
                'verbose_name_plural': 'selection campaigns',
                'ordering': ['-cutoff_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ExcludedAgency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=30, verbose_name='word of its name')),
                ('rule', models.CharField(max_length=1000, verbose_name='central rule')),
                ('effective_on', models.DateField(verbose_name='effective on')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='excluded_agencies', to='governance.organisation', verbose_name='county')),
            ],
            options={
                'verbose_name': 'agency that stays dispatched',
                'verbose_name_plural': 'agencies that stay dispatched',
                'ordering': ['word'],
            },
        ),
        migrations.CreateModel(
            name='MidlevelPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('approved', 'Approved'), ('withdrawn', 'Withdrawn')], default='proposed', max_length=12, verbose_name='decision')),
                ('document_no', models.CharField(max_length=64, verbose_name='document number')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('effective_on', models.DateField(verbose_name='effective on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('township', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='midlevel_plans', to='governance.organisation', verbose_name='township')),
            ],
            options={
                'verbose_name': 'allocation of mid-level posts',
                'verbose_name_plural': 'allocations of mid-level posts',
                'ordering': ['-effective_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MidlevelShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveSmallIntegerField(verbose_name='mid-level posts')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='midlevel_shares', to='governance.organisation', verbose_name='body')),
                ('plan', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='staffing.midlevelplan', verbose_name='allocation')),
            ],
            options={
                'verbose_name': 'share of mid-level posts',
                'verbose_name_plural': 'shares of mid-level posts',
                'ordering': ['body__path'],
            },
        ),
        migrations.CreateModel(
            name='OfferedPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60, verbose_name='post')),
                ('category', models.CharField(choices=[('admin_quota', 'Administrative quota'), ('institution_quota', 'Institution quota'), ('worker_quota', 'Worker quota')], max_length=24, verbose_name='category')),
                ('post_class', models.CharField(choices=[('civil_servant', 'Civil servant'), ('management', 'Management post'), ('professional', 'Professional post'), ('worker', "Worker's post")], max_length=16, verbose_name='class of post')),
                ('grade', models.CharField(max_length=30, verbose_name='grade')),
                ('places', models.PositiveSmallIntegerField(verbose_name='places')),
                ('places_cut', models.PositiveSmallIntegerField(default=0, verbose_name='places cut for a thin field')),
                ('majors', models.CharField(blank=True, help_text='Separated by 、; empty: any.', max_length=200, verbose_name='fields of study')),
                ('exemption', models.CharField(blank=True, max_length=1000, verbose_name='exempt because')),
                ('campaign', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='staffing.campaign', verbose_name='selection campaign')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offered_posts', to='governance.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'post offered',
                'verbose_name_plural': 'posts offered',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('staff_no', models.CharField(max_length=32, verbose_name='staff number')),
                ('name', models.CharField(max_length=50, verbose_name='name')),
                ('gender', models.CharField(choices=[('male', 'Male'), ('female', 'Female')], max_length=8, verbose_name='gender')),
                ('birth_on', models.DateField(verbose_name='born on')),
                ('identity_number', governance.fields.EncryptedTextField(blank=True, verbose_name='identity number')),
                ('identity_index', governance.fields.KeyedIndexField(of='identity_number')),
                ('education', models.CharField(blank=True, max_length=20, verbose_name='education')),
                ('degree', models.CharField(blank=True, max_length=20, verbose_name='degree')),
                ('major', models.CharField(blank=True, max_length=60, verbose_name='field of study')),
                ('entry_channel', models.CharField(max_length=30, verbose_name='entered by')),
                ('entered_on', models.DateField(verbose_name='entered on')),
                ('township_entered_on', models.DateField(verbose_name='in townships since')),
                ('notes', governance.fields.LongTextField(blank=True, verbose_name='notes')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='governance.organisation', verbose_name='county')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['staff_no'],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(choices=[('admin_quota', 'Administrative quota'), ('institution_quota', 'Institution quota'), ('worker_quota', 'Worker quota')], max_length=24, verbose_name='category')),
                ('post_class', models.CharField(choices=[('civil_servant', 'Civil servant'), ('management', 'Management post'), ('professional', 'Professional post'), ('worker', "Worker's post")], max_length=16, verbose_name='class of post')),
                ('grade', models.CharField(max_length=30, verbose_name='grade')),
                ('post_title', models.CharField(blank=True, max_length=60, verbose_name='post')),
                ('starts_on', models.DateField(blank=True, help_text='Empty: not stated.', null=True, verbose_name='from day')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('is_main', models.BooleanField(default=True, verbose_name='main post')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='governance.organisation', verbose_name='organisation')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='staffing.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
                'ordering': ['person', '-starts_on'],
            },
        ),
        migrations.CreateModel(
            name='Appraisal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('rating', models.CharField(max_length=20, verbose_name='rating')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='appraisals', to='staffing.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'appraisal',
                'verbose_name_plural': 'appraisals',
                'ordering': ['-year'],
            },
        ),
        migrations.CreateModel(
            name='Applicant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('applied', 'Applied'), ('not_selected', 'Not selected'), ('proposed', 'Proposed'), ('approved', 'Approved'), ('moved', 'Moved'), ('withdrawn', 'Withdrawn')], default='applied', max_length=16, verbose_name='state')),
                ('applied_on', models.DateField(verbose_name='applied on')),
                ('is_clear', models.BooleanField(verbose_name='no probation, sanction or investigation')),
                ('judgement', models.JSONField(blank=True, default=list, verbose_name='judgement')),
                ('is_eligible', models.BooleanField(blank=True, null=True, verbose_name='eligible')),
                ('judged_on', models.DateField(blank=True, null=True, verbose_name='judged on')),
                ('appraisal', models.CharField(blank=True, max_length=1000, verbose_name="township's appraisal")),
                ('appraisal_points', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='points of the appraisal')),
                ('reply', models.CharField(blank=True, max_length=1000, verbose_name='reply to the appraisal')),
                ('unit_consents', models.BooleanField(blank=True, null=True, verbose_name='unit consents')),
                ('department_consents', models.BooleanField(blank=True, null=True, verbose_name='bureau consents')),
                ('written', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='written test')),
                ('interview', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='interview')),
                ('total', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='total')),
                ('rank', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='rank')),
                ('tie_order', models.PositiveSmallIntegerField(default=0, verbose_name='order within a tie')),
                ('tie_reason', models.CharField(blank=True, max_length=1000, verbose_name='why so within the tie')),
                ('withdrawn_because', models.CharField(blank=True, max_length=1000, verbose_name='withdrawn because')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('appraised_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed by')),
                ('moves_up_for', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='staffing.applicant', verbose_name='moves up for')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applicants', to='governance.organisation', verbose_name='own unit')),
                ('campaign', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='applicants', to='staffing.campaign', verbose_name='selection campaign')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applicants', to='staffing.offeredpost', verbose_name='post offered')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='staffing.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'applicant',
                'verbose_name_plural': 'applicants',
                'ordering': ['post', 'rank', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sick_leave', 'Long sick leave'), ('parental_leave', 'Maternity or parental leave'), ('study', 'Full-time study'), ('unpaid_leave', 'Unpaid leave'), ('broken_service', 'Broken service')], max_length=24, verbose_name='kind')),
                ('starts_on', models.DateField(blank=True, help_text='Empty: not stated.', null=True, verbose_name='from day')),
                ('ends_on', models.DateField(blank=True, help_text='Empty: it goes on.', null=True, verbose_name='last day')),
                ('document_no', models.CharField(blank=True, max_length=64, verbose_name='document number')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='staffing.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'absence',
                'verbose_name_plural': 'absences',
                'ordering': ['starts_on'],
            },
        ),
        migrations.CreateModel(
            name='PersonMovement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('transfer', 'Transfer'), ('promotion', 'Promotion'), ('retirement', 'Retirement'), ('resignation', 'Resignation'), ('death', 'Death')], max_length=16, verbose_name='kind')),
                ('effective_on', models.DateField(verbose_name='effective on')),
                ('document_no', models.CharField(max_length=64, verbose_name='document number')),
                ('early_by_choice', models.BooleanField(default=False, verbose_name='early by own choice')),
                ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                ('from_post', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='left_by', to='staffing.assignment', verbose_name='post left')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='staffing.person', verbose_name='person')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='person_movements', to='governance.organisation', verbose_name='organisation')),
                ('to_post', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='come_by', to='staffing.assignment', verbose_name='new post')),
            ],
            options={
                'verbose_name': 'movement of a person',
                'verbose_name_plural': 'movements of people',
                'ordering': ['-effective_on', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='quotamovement',
            name='giver',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='given', to='staffing.quotaaccount', verbose_name='giver'),
        ),
        migrations.AddField(
            model_name='quotamovement',
            name='receiver',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='received', to='staffing.quotaaccount', verbose_name='receiver'),
        ),
        migrations.CreateModel(
            name='QuotaApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('submitted', 'Submitted'), ('checked', 'Checked'), ('approved', 'Approved'), ('in_hiring', 'In hiring'), ('entered', 'All have arrived'), ('expired', 'Expired'), ('cancelled', 'Cancelled')], default='submitted', max_length=12, verbose_name='state')),
                ('count', models.PositiveSmallIntegerField(verbose_name='places')),
                ('entered', models.PositiveSmallIntegerField(default=0, verbose_name='arrived')),
                ('post_class', models.CharField(choices=[('civil_servant', 'Civil servant'), ('management', 'Management post'), ('professional', 'Professional post'), ('worker', "Worker's post")], max_length=16, verbose_name='class of post')),
                ('grade', models.CharField(max_length=30, verbose_name='grade')),
                ('post_title', models.CharField(blank=True, max_length=60, verbose_name='post')),
                ('entry_channel', models.CharField(max_length=30, verbose_name='to be entered by')),
                ('major', models.CharField(blank=True, max_length=60, verbose_name='field of study')),
                ('degree', models.CharField(blank=True, max_length=20, verbose_name='degree')),
                ('service_years', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='years of service asked for')),
                ('reason', models.CharField(max_length=1000, verbose_name='reason')),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='requested at')),
                ('check_opinion', governance.fields.LongTextField(blank=True, verbose_name='opinion of the check')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='staffing.quotaaccount', verbose_name='account')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='quota_approvals', to='governance.organisation', verbose_name='unit')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                ('slip', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='staffing.quotadocument', verbose_name='approval slip')),
            ],
            options={
                'verbose_name': 'approval to fill',
                'verbose_name_plural': 'approvals to fill',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('arrived_on', models.DateField(verbose_name='arrived on')),
                ('movement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='arrival', to='staffing.quotamovement', verbose_name='movement')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='arrival', to='staffing.person', verbose_name='person')),
                ('approval', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='staffing.quotaapproval', verbose_name='approval to fill')),
            ],
            options={
                'verbose_name': 'arrival',
                'verbose_name_plural': 'arrivals',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='quotamovement',
            name='document',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='staffing.quotadocument', verbose_name='document'),
        ),
        migrations.AddField(
            model_name='quotamovement',
            name='level_approval',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approved_movements', to='staffing.quotadocument', verbose_name='approval of the movement between levels'),
        ),
        migrations.CreateModel(
            name='MidlevelCeiling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveSmallIntegerField(verbose_name='mid-level posts')),
                ('institution_count', models.PositiveSmallIntegerField(blank=True, help_text='Empty: pooled over offices and institutions.', null=True, verbose_name='of these in institutions')),
                ('effective_on', models.DateField(verbose_name='effective on')),
                ('township', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='midlevel_ceilings', to='governance.organisation', verbose_name='township')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='midlevel_ceilings', to='staffing.quotadocument', verbose_name='document')),
            ],
            options={
                'verbose_name': 'ceiling of mid-level posts',
                'verbose_name_plural': 'ceilings of mid-level posts',
                'ordering': ['township__path', '-effective_on'],
            },
        ),
        migrations.CreateModel(
            name='HeadCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counted_on', models.DateField(verbose_name='counted on')),
                ('count', models.PositiveIntegerField(verbose_name='people')),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='head_counts', to='staffing.quotaaccount', verbose_name='account')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='head_counts', to='staffing.quotadocument', verbose_name='document')),
            ],
            options={
                'verbose_name': 'head count',
                'verbose_name_plural': 'head counts',
                'ordering': ['account', 'counted_on'],
            },
        ),
        migrations.CreateModel(
            name='Secondment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('secondment', 'Secondment'), ('temporary_call_up', 'Call-up for a task')], max_length=20, verbose_name='kind')),
                ('status', models.CharField(choices=[('requested', 'Requested'), ('unit_opinion', 'Unit agrees'), ('department_opinion', 'Human-resources bureau agrees'), ('approved', 'Approved'), ('running', 'Running'), ('ended', 'Ended'), ('refused', 'Refused')], max_length=20, verbose_name='state')),
                ('borrower_name', models.CharField(blank=True, max_length=100, verbose_name='borrower or task')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from day')),
                ('day_is_stated', models.BooleanField(default=True, help_text='Else only the month is.', verbose_name='day stated')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('extended_from', models.DateField(blank=True, null=True, verbose_name='last day before the extension')),
                ('returned_on', models.DateField(blank=True, null=True, verbose_name='returned on')),
                ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                ('exception_approver', models.CharField(blank=True, max_length=60, verbose_name='exception allowed by')),
                ('exception_document', models.CharField(blank=True, max_length=64, verbose_name='document of the exception')),
                ('unit_opinion', models.CharField(blank=True, max_length=1000, verbose_name="unit's opinion")),
                ('department_opinion', models.CharField(blank=True, max_length=1000, verbose_name="department's opinion")),
                ('approval_document', models.CharField(blank=True, max_length=64, verbose_name='approved by document')),
                ('origin', models.CharField(choices=[('recorded', 'Recorded here'), ('history', 'Taken over from an earlier ledger'), ('inferred', 'Inferred: no document states it')], default='recorded', max_length=12, verbose_name='origin')),
                ('reported_on', models.DateField(blank=True, editable=False, null=True, verbose_name='overdue return reported on')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('borrower', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='borrowed_people', to='governance.organisation', verbose_name='borrower')),
                ('lender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lent_people', to='governance.organisation', verbose_name='lender')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='secondments', to='staffing.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'secondment',
                'verbose_name_plural': 'secondments',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ServiceTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='counts from')),
                ('years', models.PositiveSmallIntegerField(verbose_name='years')),
                ('basis', models.CharField(max_length=200, verbose_name='basis')),
                ('probation_months', models.PositiveSmallIntegerField(default=0, help_text='0: the years include probation.', verbose_name='months of probation that do not count')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='service_terms', to='staffing.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'service term',
                'verbose_name_plural': 'service terms',
                'ordering': ['starts_on'],
            },
        ),
        migrations.CreateModel(
            name='StructureChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('set_up', 'Set up'), ('merge', 'Merged into another'), ('upgrade', 'Upgraded'), ('abolish', 'Abolished'), ('territorial', "Put under the township's management")], max_length=16, verbose_name='kind')),
                ('effective_on', models.DateField(verbose_name='effective on')),
                ('approver', models.CharField(max_length=100, verbose_name='approved by')),
                ('conditions', models.CharField(blank=True, max_length=1000, verbose_name='conditions of its end')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to be abolished by')),
                ('rank_before', models.CharField(blank=True, max_length=20, verbose_name='rank before')),
                ('rank_after', models.CharField(blank=True, max_length=20, verbose_name='rank after')),
                ('head_rank', models.CharField(blank=True, max_length=20, verbose_name='rank of its head')),
                ('places_moved', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='places moved')),
                ('people_moved', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='people moved')),
                ('stays', models.CharField(blank=True, max_length=1000, verbose_name='what stays with the line department')),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='own_structure_changes', to='governance.organisation', verbose_name='body')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='structure_changes', to='staffing.quotadocument', verbose_name='document')),
                ('examination', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='upgrade', to='governance.examination', verbose_name='examination passed')),
                ('into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='merged into')),
                ('township', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='structure_changes', to='governance.organisation', verbose_name='township')),
            ],
            options={
                'verbose_name': 'change of the structure',
                'verbose_name_plural': 'changes of the structure',
                'ordering': ['-effective_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TermInterruption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sick_leave', 'Long sick leave'), ('parental_leave', 'Maternity or parental leave'), ('study', 'Full-time study'), ('unpaid_leave', 'Unpaid leave'), ('broken_service', 'Broken service')], max_length=24, verbose_name='kind')),
                ('effect', models.CharField(choices=[('counts', 'Counts like service'), ('pauses', 'Stops the count'), ('restarts', 'The term begins anew')], max_length=12, verbose_name='effect')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('document_no', models.CharField(max_length=64, verbose_name='document number')),
                ('county', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='term_interruptions', to='governance.organisation', verbose_name='county')),
            ],
            options={
                'verbose_name': 'rule on interrupted service',
                'verbose_name_plural': 'rules on interrupted service',
                'ordering': ['kind', '-valid_from'],
            },
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.UniqueConstraint(fields=('county', 'document_no'), name='campaign_once'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('written_weight', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Value(100), '-', models.F('interview_weight')), '-', models.F('appraisal_weight')))), name='campaign_weights_are_whole'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('least_per_place__gte', 1), ('notice_days__gte', 1)), name='campaign_asks_something'),
        ),
        migrations.AddConstraint(
            model_name='excludedagency',
            constraint=models.UniqueConstraint(fields=('county', 'word'), name='excluded_agency_once'),
        ),
        migrations.AddIndex(
            model_name='midlevelplan',
            index=models.Index(fields=['township', '-effective_on'], name='midlevel_plan_of_township'),
        ),
        migrations.AddConstraint(
            model_name='midlevelplan',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'approved')), fields=('township', 'effective_on'), name='midlevel_plan_one_begins_a_day'),
        ),
        migrations.AddConstraint(
            model_name='midlevelplan',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on', None), ('status', 'approved')), fields=('township',), name='midlevel_plan_one_goes_on'),
        ),
        migrations.AddConstraint(
            model_name='midlevelplan',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('effective_on')), _connector='OR'), name='midlevel_plan_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='midlevelplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'approved'), _negated=True), models.Q(('approved_by__isnull', False), models.Q(('approved_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='midlevel_plan_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='midlevelshare',
            constraint=models.UniqueConstraint(fields=('plan', 'body'), name='midlevel_share_once'),
        ),
        migrations.AddConstraint(
            model_name='offeredpost',
            constraint=models.UniqueConstraint(fields=('campaign', 'organisation', 'title'), name='offered_post_once'),
        ),
        migrations.AddConstraint(
            model_name='offeredpost',
            constraint=models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='offered_post_has_places'),
        ),
        migrations.AddConstraint(
            model_name='offeredpost',
            constraint=models.CheckConstraint(condition=models.Q(('places_cut__lte', models.F('places'))), name='offered_post_cut_within'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['county', 'name'], name='person_by_name'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(fields=('county', 'staff_no'), name='person_staff_no_once'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(condition=models.Q(('identity_index', ''), _negated=True), fields=('county', 'identity_index'), name='person_identity_once'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('entered_on__gt', models.F('birth_on'))), name='person_enters_after_birth'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('gender__in', ['male', 'female'])), name='person_gender_known'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['person', 'starts_on'], name='assignment_of_person'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on', None), ('is_main', True)), fields=('person',), name='assignment_one_main_post'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='assignment_dates_ordered'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('category__in', ['admin_quota', 'institution_quota', 'worker_quota'])), name='assignment_category_known'),
        ),
        migrations.AddConstraint(
            model_name='appraisal',
            constraint=models.UniqueConstraint(fields=('person', 'year'), name='appraisal_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='applicant',
            constraint=models.UniqueConstraint(fields=('campaign', 'person'), name='applicant_once_a_campaign'),
        ),
        migrations.AddConstraint(
            model_name='applicant',
            constraint=models.CheckConstraint(condition=models.Q(('written', None), ('written__range', (0, 100)), _connector='OR'), name='applicant_written_points'),
        ),
        migrations.AddConstraint(
            model_name='applicant',
            constraint=models.CheckConstraint(condition=models.Q(('interview', None), ('interview__range', (0, 100)), _connector='OR'), name='applicant_interview_points'),
        ),
        migrations.AddConstraint(
            model_name='applicant',
            constraint=models.CheckConstraint(condition=models.Q(('appraisal_points', None), ('appraisal_points__range', (0, 100)), _connector='OR'), name='applicant_appraisal_points_points'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.UniqueConstraint(fields=('person', 'kind', 'starts_on'), name='absence_once'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='absence_dates_ordered'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['sick_leave', 'parental_leave', 'study', 'unpaid_leave', 'broken_service'])), name='absence_kind_known'),
        ),
        migrations.AddIndex(
            model_name='personmovement',
            index=models.Index(fields=['person', 'effective_on'], name='person_movement_of_person'),
        ),
        migrations.AddIndex(
            model_name='personmovement',
            index=models.Index(fields=['kind', 'effective_on'], name='person_movement_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='personmovement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['transfer', 'promotion']), ('to_post__isnull', False)), models.Q(('kind__in', ['retirement', 'resignation', 'death']), ('to_post', None)), _connector='OR'), name='person_movement_has_a_post'),
        ),
        migrations.AddIndex(
            model_name='quotaaccount',
            index=models.Index(fields=['organisation'], name='quota_account_by_body'),
        ),
        migrations.AddConstraint(
            model_name='quotaaccount',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'body')), fields=('organisation', 'category'), name='quota_account_of_body'),
        ),
        migrations.AddConstraint(
            model_name='quotaaccount',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'body'), _negated=True), fields=('county', 'kind', 'name', 'category'), name='quota_account_of_others'),
        ),
        migrations.AddConstraint(
            model_name='quotaaccount',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'body'), ('name', ''), ('organisation__isnull', False)), models.Q(('kind', 'unregistered'), ('organisation', None), models.Q(('name', ''), _negated=True)), models.Q(('kind__in', ['pool', 'superior']), ('name', ''), ('organisation', None)), _connector='OR'), name='quota_account_of_one_holder'),
        ),
        migrations.AddConstraint(
            model_name='quotaaccount',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'body'), ('level__in', ['county', 'township'])), models.Q(('kind__in', ['pool', 'unregistered']), ('level', 'county')), models.Q(('kind', 'superior'), ('level', 'superior')), _connector='OR'), name='quota_account_has_level'),
        ),
        migrations.AddConstraint(
            model_name='quotaaccount',
            constraint=models.CheckConstraint(condition=models.Q(('category__in', ['admin_quota', 'institution_quota', 'worker_quota'])), name='quota_account_category_known'),
        ),
        migrations.AddIndex(
            model_name='quotamovement',
            index=models.Index(fields=['document'], name='quota_movement_by_document'),
        ),
        migrations.AddIndex(
            model_name='quotamovement',
            index=models.Index(fields=['giver', 'effective_on'], name='quota_movement_out'),
        ),
        migrations.AddIndex(
            model_name='quotamovement',
            index=models.Index(fields=['receiver', 'effective_on'], name='quota_movement_in'),
        ),
        migrations.AddIndex(
            model_name='quotamovement',
            index=models.Index(fields=['known_on'], name='quota_movement_known'),
        ),
        migrations.AddConstraint(
            model_name='quotamovement',
            constraint=models.UniqueConstraint(condition=models.Q(('entry_no', ''), _negated=True), fields=('document', 'entry_no'), name='quota_movement_number_once'),
        ),
        migrations.AddConstraint(
            model_name='quotamovement',
            constraint=models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='quota_movement_moves_places'),
        ),
        migrations.AddConstraint(
            model_name='quotamovement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'opening'), models.Q(('giver', models.F('receiver')), _negated=True), models.Q(models.Q(('counters', None), ('giver_standing', 'vacant'), ('receiver_standing', 'vacant')), models.Q(('counters__isnull', False), ('giver_standing', 'vacant'), ('receiver_standing', 'vacant')), _connector='OR')), models.Q(('kind', 'counted'), ('giver', models.F('receiver')), models.Q(models.Q(('counters', None), ('giver_standing', 'vacant'), ('receiver_standing', 'on_post')), models.Q(('counters__isnull', False), ('giver_standing', 'on_post'), ('receiver_standing', 'vacant')), _connector='OR')), models.Q(('kind', 'approve'), models.Q(('giver', models.F('receiver')), _negated=True), models.Q(models.Q(('counters', None), ('giver_standing', 'vacant'), ('receiver_standing', 'vacant')), models.Q(('counters__isnull', False), ('giver_standing', 'vacant'), ('receiver_standing', 'vacant')), _connector='OR')), models.Q(('kind', 'merge_unit'), models.Q(('giver', models.F('receiver')), _negated=True), models.Q(models.Q(('counters', None), ('giver_standing', 'vacant'), ('receiver_standing', 'vacant')), models.Q(('counters__isnull', False), ('giver_standing', 'vacant'), ('receiver_standing', 'vacant')), _connector='OR')), models.Q(('kind', 'reclaim'), models.Q(('giver', models.F('receiver')), _negated=True), models.Q(models.Q(('counters', None), ('giver_standing', 'vacant'), ('receiver_standing', 'vacant')), models.Q(('counters__isnull', False), ('giver_standing', 'vacant'), ('receiver_standing', 'vacant')), _connector='OR')), models.Q(('kind', 'downshift'), models.Q(('giver', models.F('receiver')), _negated=True), models.Q(models.Q(('counters', None), ('giver_standing', 'vacant'), ('receiver_standing', 'vacant')), models.Q(('counters__isnull', False), ('giver_standing', 'vacant'), ('receiver_standing', 'vacant')), _connector='OR')), models.Q(('kind', 'transfer_between'), models.Q(('giver', models.F('receiver')), _negated=True), models.Q(models.Q(('counters', None), ('giver_standing', 'vacant'), ('receiver_standing', 'vacant')), models.Q(('counters__isnull', False), ('giver_standing', 'vacant'), ('receiver_standing', 'vacant')), _connector='OR')), models.Q(('kind', 'reserve'), ('giver', models.F('receiver')), models.Q(models.Q(('counters', None), ('giver_standing', 'vacant'), ('receiver_standing', 'reserved')), models.Q(('counters__isnull', False), ('giver_standing', 'reserved'), ('receiver_standing', 'vacant')), _connector='OR')), models.Q(('kind', 'release'), ('giver', models.F('receiver')), models.Q(models.Q(('counters', None), ('giver_standing', 'reserved'), ('receiver_standing', 'vacant')), models.Q(('counters__isnull', False), ('giver_standing', 'vacant'), ('receiver_standing', 'reserved')), _connector='OR')), models.Q(('kind', 'occupy'), ('giver', models.F('receiver')), models.Q(models.Q(('counters', None), ('giver_standing', 'reserved'), ('receiver_standing', 'on_post')), models.Q(('counters__isnull', False), ('giver_standing', 'on_post'), ('receiver_standing', 'reserved')), _connector='OR')), models.Q(('kind', 'vacate'), ('giver', models.F('receiver')), models.Q(models.Q(('counters', None), ('giver_standing', 'on_post'), ('receiver_standing', 'vacant')), models.Q(('counters__isnull', False), ('giver_standing', 'vacant'), ('receiver_standing', 'on_post')), _connector='OR')), _connector='OR'), name='quota_movement_does_what_its_kind_says'),
        ),
        migrations.AddConstraint(
            model_name='quotamovement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', 'inferred'), _negated=True), ('kind__in', ['opening', 'counted']), _connector='OR'), name='quota_movement_inferred_is_opening'),
        ),
        migrations.AddIndex(
            model_name='quotadocument',
            index=models.Index(fields=['county', 'decided_on'], name='quota_document_by_day'),
        ),
        migrations.AddConstraint(
            model_name='quotadocument',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('county', 'number'), name='quota_document_number_once'),
        ),
        migrations.AddConstraint(
            model_name='quotadocument',
            constraint=models.UniqueConstraint(condition=models.Q(('number', '')), fields=('county', 'title'), name='quota_document_without_number_once'),
        ),
        migrations.AddIndex(
            model_name='quotaapproval',
            index=models.Index(fields=['organisation', '-id'], name='quota_approval_of_unit'),
        ),
        migrations.AddIndex(
            model_name='quotaapproval',
            index=models.Index(condition=models.Q(('status__in', ('approved', 'in_hiring'))), fields=['expires_on'], name='quota_approval_running'),
        ),
        migrations.AddConstraint(
            model_name='quotaapproval',
            constraint=models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='quota_approval_asks_for_places'),
        ),
        migrations.AddConstraint(
            model_name='quotaapproval',
            constraint=models.CheckConstraint(condition=models.Q(('entered__lte', models.F('count'))), name='quota_approval_no_more_than_approved'),
        ),
        migrations.AddConstraint(
            model_name='quotaapproval',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('expires_on', None), ('slip', None)), models.Q(('expires_on__isnull', False), ('slip__isnull', False)), _connector='OR'), name='quota_approval_slip_with_its_term'),
        ),
        migrations.AddConstraint(
            model_name='quotaapproval',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['approved', 'in_hiring', 'entered', 'expired']), _negated=True), ('slip__isnull', False), _connector='OR'), name='quota_approval_in_hand_has_slip'),
        ),
        migrations.AddConstraint(
            model_name='quotaapproval',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_by', None), models.Q(('checked_by', models.F('requested_by')), _negated=True), _connector='OR'), models.Q(('approved_by', None), models.Q(models.Q(('approved_by', models.F('checked_by')), _negated=True), models.Q(('approved_by', models.F('requested_by')), _negated=True)), _connector='OR')), name='quota_approval_asked_and_judged_by_others'),
        ),
        migrations.AddConstraint(
            model_name='midlevelceiling',
            constraint=models.UniqueConstraint(fields=('township', 'effective_on'), name='midlevel_ceiling_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='midlevelceiling',
            constraint=models.CheckConstraint(condition=models.Q(('institution_count', None), ('institution_count__lte', models.F('count')), _connector='OR'), name='midlevel_ceiling_parts_fit'),
        ),
        migrations.AddConstraint(
            model_name='headcount',
            constraint=models.UniqueConstraint(fields=('account', 'counted_on'), name='head_count_once_a_day'),
        ),
        migrations.AddIndex(
            model_name='secondment',
            index=models.Index(fields=['person', 'starts_on'], name='secondment_of_person'),
        ),
        migrations.AddIndex(
            model_name='secondment',
            index=models.Index(fields=['status', 'ends_on'], name='secondment_by_end'),
        ),
        migrations.AddConstraint(
            model_name='secondment',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('requested', 'unit_opinion', 'department_opinion', 'approved', 'running'))), fields=('person',), name='secondment_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='secondment',
            constraint=models.CheckConstraint(condition=models.Q(('origin', 'history'), models.Q(('ends_on__gte', models.F('starts_on')), ('ends_on__isnull', False), ('starts_on__isnull', False)), _connector='OR'), name='secondment_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='secondment',
            constraint=models.CheckConstraint(condition=models.Q(('borrower__isnull', False), models.Q(('borrower_name', ''), _negated=True), _connector='OR'), name='secondment_names_a_borrower'),
        ),
        migrations.AddConstraint(
            model_name='secondment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('exception_approver', ''), ('exception_document', '')), models.Q(models.Q(('exception_approver', ''), _negated=True), models.Q(('exception_document', ''), _negated=True)), _connector='OR'), name='secondment_exception_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='serviceterm',
            constraint=models.UniqueConstraint(fields=('person', 'starts_on'), name='service_term_once'),
        ),
        migrations.AddConstraint(
            model_name='serviceterm',
            constraint=models.CheckConstraint(condition=models.Q(('years__gte', 1), ('years__lte', 10)), name='service_term_has_years'),
        ),
        migrations.AddConstraint(
            model_name='serviceterm',
            constraint=models.CheckConstraint(condition=models.Q(('probation_months__lte', 12)), name='service_term_probation'),
        ),
        migrations.AddIndex(
            model_name='structurechange',
            index=models.Index(fields=['township', '-effective_on'], name='structure_change_of_township'),
        ),
        migrations.AddConstraint(
            model_name='structurechange',
            constraint=models.UniqueConstraint(fields=('body', 'kind', 'effective_on'), name='structure_change_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='structurechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('into__isnull', False), ('kind', 'merge'), models.Q(('into', models.F('body')), _negated=True)), models.Q(models.Q(('kind', 'merge'), _negated=True), ('into', None)), _connector='OR'), name='structure_change_merges_into_another'),
        ),
        migrations.AddConstraint(
            model_name='structurechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('conditions', ''), ('ends_on', None)), models.Q(models.Q(('conditions', ''), _negated=True), ('ends_on__isnull', False)), _connector='OR'), name='structure_change_limited_has_both'),
        ),
        migrations.AddConstraint(
            model_name='structurechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('examination__isnull', False), ('kind', 'upgrade')), models.Q(models.Q(('kind', 'upgrade'), _negated=True), ('examination', None)), _connector='OR'), name='structure_change_upgrade_rests_on_examination'),
        ),
        migrations.AddConstraint(
            model_name='terminterruption',
            constraint=models.UniqueConstraint(fields=('county', 'kind', 'valid_from'), name='term_interruption_once'),
        ),
        migrations.AddConstraint(
            model_name='terminterruption',
            constraint=models.CheckConstraint(condition=models.Q(('effect__in', ['counts', 'pauses', 'restarts'])), name='term_interruption_effect'),
        ),
    ]
