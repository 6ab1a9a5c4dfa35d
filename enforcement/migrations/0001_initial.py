import django.db.models.deletion
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
            name='EnforcementCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('due_provisional', models.BooleanField(default=False, verbose_name='provisional')),
                ('due_steps', models.JSONField(editable=False)),
                ('case_no', models.CharField(max_length=64, unique=True, verbose_name='case number')),
                ('cause', models.CharField(max_length=310, verbose_name='cause of action')),
                ('facts', governance.fields.LongTextField(verbose_name='facts')),
                ('place', models.CharField(max_length=200, verbose_name='place of the act')),
                ('party_kind', models.CharField(choices=[('citizen', 'Citizen'), ('individual_business', 'Individual business (个体工商户)'), ('organisation', 'Organisation')], max_length=20, verbose_name='kind of party')),
                ('party_name', models.CharField(max_length=100, verbose_name='party')),
                ('acted_on', models.DateField(verbose_name='day of the act')),
                ('found_at', models.DateTimeField(verbose_name='found at')),
                ('filed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='filed at')),
                ('external_ref', models.CharField(blank=True, max_length=64, verbose_name='number in another system')),
                ('status', models.CharField(choices=[('filed', 'Filed'), ('transferring', 'In transfer'), ('transferred', 'Transferred'), ('voided', 'Voided: filed twice')], default='filed', max_length=16, verbose_name='state')),
                ('void_reason', models.CharField(blank=True, max_length=1000, verbose_name='why it was voided')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('duplicate_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='enforcement.enforcementcase', verbose_name='the case that stays')),
                ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='responsibilities.entry', verbose_name='entry of the duty list')),
                ('handler', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handled_cases', to=settings.AUTH_USER_MODEL, verbose_name='handler')),
                ('holder', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='held_cases', to='governance.organisation', verbose_name='holder')),
                ('offered_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offered_cases', to='governance.organisation', verbose_name='offered to')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='handled in the name of')),
                ('township', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='filed_cases', to='governance.organisation', verbose_name='township')),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='CaseFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='case_file', to='governance.attachment', verbose_name='file')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='enforcement.enforcementcase', verbose_name='case')),
            ],
            options={
                'verbose_name': 'case file',
                'verbose_name_plural': 'case files',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PenaltyPower',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('catalogue_no', models.CharField(max_length=32, verbose_name='catalogue number')),
                ('catalogue_edition', models.CharField(max_length=32, verbose_name='catalogue edition')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('domain', models.CharField(max_length=64, verbose_name='domain')),
                ('penalty_kinds', models.JSONField(default=list, verbose_name='kinds of penalty')),
                ('legal_basis', models.CharField(max_length=500, verbose_name='legal basis')),
                ('basis_valid_from', models.DateField(verbose_name='basis in force from')),
                ('basis_valid_to', models.DateField(blank=True, null=True, verbose_name='last day of the basis')),
                ('fine_citizen_min', models.PositiveIntegerField(blank=True, null=True, verbose_name='lowest fine, citizen (yuan)')),
                ('fine_citizen_max', models.PositiveIntegerField(blank=True, null=True, verbose_name='highest fine, citizen (yuan)')),
                ('fine_organisation_min', models.PositiveIntegerField(blank=True, null=True, verbose_name='lowest fine, organisation (yuan)')),
                ('fine_organisation_max', models.PositiveIntegerField(blank=True, null=True, verbose_name='highest fine, organisation (yuan)')),
                ('summary_allowed', models.BooleanField(default=False, verbose_name='summary procedure possible')),
                ('measures', models.JSONField(blank=True, default=list, verbose_name='measures')),
                ('procedure_ruleset', models.CharField(choices=[('GEN', 'Penalty Law only'), ('MKT', 'Market supervision'), ('AGR', 'Agriculture'), ('NAT', 'Natural resources'), ('URB', 'Housing and urban management')], default='GEN', max_length=8, verbose_name='procedure')),
                ('protected_interest', models.CharField(choices=[('none', 'None'), ('life_health', 'Life and health'), ('financial', 'Financial safety')], default='none', max_length=16, verbose_name='protected interest')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='penalty_powers', to='governance.organisation', verbose_name='department')),
            ],
            options={
                'verbose_name': 'penalty power',
                'verbose_name_plural': 'penalty powers',
                'ordering': ['catalogue_no', 'catalogue_edition'],
            },
        ),
        migrations.AddField(
            model_name='enforcementcase',
            name='power',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='enforcement.penaltypower', verbose_name='power'),
        ),
        migrations.CreateModel(
            name='PowerGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(choices=[('grant', 'Devolved (赋权)'), ('entrustment', 'Entrusted (委托)')], max_length=12, verbose_name='form')),
                ('level', models.CharField(choices=[('all', 'All penalties'), ('below_hearing', 'Penalties below the hearing level')], default='all', max_length=16, verbose_name='level')),
                ('decision_document', models.CharField(max_length=200, verbose_name='deciding document')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('accepted_on', models.DateField(verbose_name='accepted on')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('transition_rule', models.CharField(blank=True, choices=[('finish_in_place', 'Finished where they are'), ('hand_over', 'Handed over to the department'), ('lapse_after', 'The power lapses after a number of days'), ('reserve_heavy', 'Heavy penalties go up, the rest stays'), ('undecided', 'Not decided')], max_length=16, verbose_name='rule for open cases')),
                ('lapse_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='lapses after (calendar days)')),
                ('power', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='enforcement.penaltypower', verbose_name='power')),
                ('township', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='power_grants', to='governance.organisation', verbose_name='township')),
            ],
            options={
                'verbose_name': 'grant',
                'verbose_name_plural': 'grants',
                'ordering': ['power__catalogue_no', '-accepted_on'],
            },
        ),
        migrations.AddField(
            model_name='enforcementcase',
            name='grant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='enforcement.powergrant', verbose_name='grant'),
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('due_provisional', models.BooleanField(default=False, verbose_name='provisional')),
                ('due_steps', models.JSONField(editable=False)),
                ('judgement', models.JSONField(blank=True, editable=False, null=True, verbose_name='judgement')),
                ('document_no', models.CharField(max_length=64, unique=True, verbose_name='letter number')),
                ('round', models.PositiveSmallIntegerField(verbose_name='round')),
                ('status', models.CharField(choices=[('sent', 'Sent, waiting for an answer'), ('accepted', 'Accepted'), ('sent_back', 'Sent back')], default='sent', max_length=12, verbose_name='state')),
                ('reason_code', models.CharField(choices=[('not_our_item', 'The facts fall under an item another body leads'), ('not_our_territory', 'The act took place in another territory'), ('level_reserved', 'The penalty is reserved to the county level'), ('grant_withdrawn', 'The power has been withdrawn and open cases are handed over'), ('filed_earlier', 'The receiver filed the same act first')], max_length=20, verbose_name='reason')),
                ('explanation', governance.fields.LongTextField(verbose_name='explanation')),
                ('argument', governance.fields.LongTextField(blank=True, verbose_name='argument against the list')),
                ('earlier_case_no', models.CharField(blank=True, max_length=64, verbose_name='number of the earlier filing')),
                ('earlier_filed_on', models.DateField(blank=True, null=True, verbose_name='filed earlier on')),
                ('territory', models.CharField(blank=True, max_length=200, verbose_name='where the place lies')),
                ('urgency', models.CharField(choices=[('ordinary', 'Ordinary'), ('urgent', 'Urgent')], default='ordinary', max_length=10, verbose_name='urgency')),
                ('sender_ref', models.CharField(blank=True, max_length=64, verbose_name="sender's number in another system")),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent at')),
                ('overdue_reported_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='told as overdue at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('receiver_ref', models.CharField(blank=True, max_length=64, verbose_name="receiver's number in another system")),
                ('send_back_reason', models.CharField(blank=True, choices=[('not_our_item', 'Not an item of ours'), ('not_our_territory', 'Not our territory'), ('expired', 'Past the limitation of liability'), ('duplicate', 'We have an open case on the same act'), ('package_incomplete', 'The package is incomplete')], max_length=20, verbose_name='reason of the return')),
                ('send_back_explanation', governance.fields.LongTextField(blank=True, verbose_name='explanation of the return')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='enforcement.enforcementcase', verbose_name='case')),
                ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='responsibilities.entry', verbose_name='entry relied on')),
                ('receiver', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='received_transfers', to='governance.organisation', verbose_name='receiver')),
                ('right_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='competent body named')),
                ('right_entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='responsibilities.entry', verbose_name='entry named')),
                ('sender', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sent_transfers', to='governance.organisation', verbose_name='sender')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by')),
            ],
            options={
                'verbose_name': 'transfer',
                'verbose_name_plural': 'transfers',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='TransferFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('name', models.CharField(max_length=150, verbose_name='file name')),
                ('content_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('digest', governance.fields.DigestField(verbose_name='SHA-256')),
                ('attachment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.attachment', verbose_name='file')),
                ('transfer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='enforcement.transfer', verbose_name='transfer')),
            ],
            options={
                'verbose_name': 'transferred file',
                'verbose_name_plural': 'manifest',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Custody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('ended_because', models.CharField(blank=True, choices=[('handed_over', 'Handed over'), ('voided', 'The case was filed twice')], max_length=16, verbose_name='ended because')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='holder')),
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='custodies', to='enforcement.enforcementcase', verbose_name='case')),
            ],
            options={
                'verbose_name': 'custody',
                'verbose_name_plural': 'custody',
                'ordering': ['since'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('subject',), name='custody_one_holder'), models.UniqueConstraint(fields=('subject', 'since'), name='custody_start_once'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='custody_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('ended_because', ''), ('until', None)), models.Q(('until__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='custody_ends_with_reason')],
            },
        ),
        migrations.AddConstraint(
            model_name='penaltypower',
            constraint=models.UniqueConstraint(fields=('catalogue_no', 'catalogue_edition'), name='power_once_per_edition'),
        ),
        migrations.AddConstraint(
            model_name='penaltypower',
            constraint=models.CheckConstraint(condition=models.Q(('basis_valid_to', None), ('basis_valid_to__gte', models.F('basis_valid_from')), _connector='OR'), name='power_basis_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='penaltypower',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fine_citizen_min', None), ('fine_citizen_max', None), ('fine_citizen_max__gte', models.F('fine_citizen_min')), _connector='OR'), models.Q(('fine_organisation_min', None), ('fine_organisation_max', None), ('fine_organisation_max__gte', models.F('fine_organisation_min')), _connector='OR')), name='power_fine_ranges_ordered'),
        ),
        migrations.AddIndex(
            model_name='powergrant',
            index=models.Index(fields=['township', 'accepted_on'], name='grant_of_township'),
        ),
        migrations.AddConstraint(
            model_name='powergrant',
            constraint=models.UniqueConstraint(fields=('power', 'township', 'accepted_on'), name='grant_start_once'),
        ),
        migrations.AddConstraint(
            model_name='powergrant',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('power', 'township'), name='grant_open_once'),
        ),
        migrations.AddConstraint(
            model_name='powergrant',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_on__gte', models.F('decided_on')), models.Q(('valid_to', None), ('valid_to__gte', models.F('accepted_on')), _connector='OR')), name='grant_dates_ordered'),
        ),
        migrations.AddConstraint(
            model_name='powergrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('form', 'entrustment'), _negated=True), ('valid_to__isnull', False), _connector='OR'), name='grant_entrustment_has_term'),
        ),
        migrations.AddConstraint(
            model_name='powergrant',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), models.Q(('transition_rule', ''), _negated=True), _connector='OR'), name='grant_end_has_transition_rule'),
        ),
        migrations.AddConstraint(
            model_name='powergrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lapse_days__isnull', False), ('transition_rule', 'lapse_after')), models.Q(models.Q(('transition_rule', 'lapse_after'), _negated=True), ('lapse_days', None)), _connector='OR'), name='grant_lapse_has_days'),
        ),
        migrations.AddIndex(
            model_name='enforcementcase',
            index=models.Index(fields=['township', '-id'], name='case_of_township'),
        ),
        migrations.AddIndex(
            model_name='enforcementcase',
            index=models.Index(fields=['holder', '-id'], name='case_of_holder'),
        ),
        migrations.AddIndex(
            model_name='enforcementcase',
            index=models.Index(fields=['filed_at'], name='case_by_filing'),
        ),
        migrations.AddIndex(
            model_name='enforcementcase',
            index=models.Index(condition=models.Q(('status', 'filed')), fields=['due_at'], name='case_undecided'),
        ),
        migrations.AddConstraint(
            model_name='enforcementcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('offered_to__isnull', False), ('status', 'transferring')), models.Q(models.Q(('status', 'transferring'), _negated=True), ('offered_to', None)), _connector='OR'), name='case_offered_while_in_transfer'),
        ),
        migrations.AddConstraint(
            model_name='enforcementcase',
            constraint=models.CheckConstraint(condition=models.Q(('offered_to', None), models.Q(('offered_to', models.F('holder')), _negated=True), _connector='OR'), name='case_offered_to_another_body'),
        ),
        migrations.AddConstraint(
            model_name='enforcementcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('duplicate_of__isnull', False), ('status', 'voided'), models.Q(('void_reason', ''), _negated=True)), models.Q(models.Q(('status', 'voided'), _negated=True), ('duplicate_of', None), ('void_reason', '')), _connector='OR'), name='case_voided_for_another'),
        ),
        migrations.AddConstraint(
            model_name='enforcementcase',
            constraint=models.CheckConstraint(condition=models.Q(('found_at__lte', models.F('filed_at'))), name='case_found_before_filing'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['sender', '-id'], name='transfer_of_sender'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['receiver', '-id'], name='transfer_of_receiver'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(condition=models.Q(('status', 'sent')), fields=['due_at'], name='transfer_unanswered'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'sent')), fields=('case',), name='transfer_one_open'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.UniqueConstraint(fields=('case', 'round'), name='transfer_round_once'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('sender', models.F('receiver')), _negated=True), name='transfer_to_another_body'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('status', 'sent')), models.Q(models.Q(('status', 'sent'), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='transfer_answered_completely'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('earlier_filed_on__isnull', False), ('reason_code', 'filed_earlier'), models.Q(('earlier_case_no', ''), _negated=True)), models.Q(models.Q(('reason_code', 'filed_earlier'), _negated=True), ('earlier_case_no', ''), ('earlier_filed_on', None)), _connector='OR'), name='transfer_filed_earlier_says_which_and_when'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason_code', 'not_our_territory'), models.Q(('territory', ''), _negated=True)), models.Q(models.Q(('reason_code', 'not_our_territory'), _negated=True), ('territory', '')), _connector='OR'), name='transfer_other_territory_says_where'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'sent_back'), models.Q(('send_back_reason', ''), _negated=True)), models.Q(models.Q(('status', 'sent_back'), _negated=True), ('right_body', None), ('right_entry', None), ('send_back_reason', '')), _connector='OR'), name='transfer_return_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('send_back_reason__in', ['not_our_item', 'not_our_territory']), _negated=True), ('right_body__isnull', False), _connector='OR'), name='transfer_return_names_right_body'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('send_back_reason', 'not_our_item'), _negated=True), ('right_entry__isnull', False), _connector='OR'), name='transfer_return_names_right_entry'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('right_body', None), models.Q(('right_body', models.F('receiver')), _negated=True), _connector='OR'), name='transfer_returned_for_another_body'),
        ),
        migrations.AddConstraint(
            model_name='transferfile',
            constraint=models.UniqueConstraint(fields=('transfer', 'position'), name='transfer_file_position_once'),
        ),
        migrations.AddConstraint(
            model_name='transferfile',
            constraint=models.UniqueConstraint(fields=('transfer', 'attachment'), name='transfer_file_once'),
        ),
    ]
