import django.db.models.deletion
import django.utils.timezone
import governance.fields
import governance.search
import uuid
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
            name='Law',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
            ],
            options={
                'verbose_name': 'law or regulation',
                'verbose_name_plural': 'law register',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('edit', 'Edited'), ('import', 'Imported'), ('round_trip', 'Spreadsheet brought back'), ('rename', 'Identity decided'), ('copy', 'Copied from a template'), ('workshop', 'Taken from the workshop'), ('undo', 'Undone')], max_length=10, verbose_name='kind')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='done at')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('version', models.PositiveIntegerField(verbose_name='version of the edition')),
                ('order_before', models.JSONField(default=list)),
                ('order_after', models.JSONField(default=list)),
                ('lineages_before', models.JSONField(default=list)),
                ('lineages_after', models.JSONField(default=list)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by')),
                ('undoes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='responsibilities.batch', verbose_name='undoes')),
            ],
            options={
                'verbose_name': 'batch',
                'verbose_name_plural': 'changes to drafts',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='DutyList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('township_list', 'Township duties'), ('territorial_list', 'Territorial management: lead and support'), ('basic_list', 'Basic duties'), ('support_list', 'Supporting duties'), ('withdrawn_list', 'Withdrawn by superiors')], max_length=24, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_lists', to='governance.organisation', verbose_name='owner')),
            ],
            options={
                'verbose_name': 'duty list',
                'verbose_name_plural': 'duty lists',
            },
        ),
        migrations.CreateModel(
            name='Cluster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('open', 'Undecided'), ('accepted', 'In the list'), ('set_aside', 'Set aside')], db_index=True, default='open', max_length=10, verbose_name='state')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('size', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('townships', models.PositiveSmallIntegerField(default=0, verbose_name='townships')),
                ('by_hand', models.BooleanField(default=False, verbose_name='put together by hand')),
                ('likeness', models.FloatField(default=0.0, verbose_name='likeness')),
                ('set_aside_reason', models.TextField(blank=True, verbose_name='set aside because')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='responsibilities.batch', verbose_name='written by')),
                ('like', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='alike', to='responsibilities.cluster', verbose_name='most like')),
                ('duty_list', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='clusters', to='responsibilities.dutylist', verbose_name='duty list')),
            ],
            options={
                'verbose_name': 'cluster',
                'verbose_name_plural': 'clusters',
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition_no', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='edition number')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('review', 'In review'), ('approved', 'Approved'), ('published', 'Published'), ('superseded', 'Superseded'), ('revoked', 'Revoked'), ('discarded', 'Discarded')], default='draft', max_length=12, verbose_name='state')),
                ('document_no', models.CharField(blank=True, max_length=60, verbose_name='document number')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                ('effective_from', models.DateField(blank=True, null=True, verbose_name='effective from')),
                ('effective_to', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('superseded_at', models.DateTimeField(blank=True, null=True, verbose_name='successor published at')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked at')),
                ('revocation_no', models.CharField(blank=True, max_length=60, verbose_name='revoked by document')),
                ('entry_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='entries')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('state_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='in this state since')),
                ('sent_back_reason', models.TextField(blank=True, editable=False, verbose_name='sent back because')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('authors', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='authors')),
                ('based_on', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='responsibilities.edition', verbose_name='copied from')),
                ('duty_list', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='responsibilities.dutylist', verbose_name='duty list')),
                ('submitted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
            },
        ),
        migrations.CreateModel(
            name='BodyTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body_class', models.CharField(blank=True, choices=[('townships', 'Townships')], max_length=12, verbose_name='class of bodies')),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('support', 'Support'), ('takeover', 'Takes over'), ('unstated', 'Role not stated')], max_length=8, verbose_name='role')),
                ('entry_count', models.PositiveIntegerField(verbose_name='entries')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='body')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='body_tallies', to='responsibilities.edition', verbose_name='edition')),
            ],
            options={
                'verbose_name': "count of a body's duties",
                'verbose_name_plural': "counts of bodies' duties",
            },
        ),
        migrations.AddField(
            model_name='batch',
            name='edition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='batches', to='responsibilities.edition', verbose_name='edition'),
        ),
        migrations.CreateModel(
            name='Explanation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', governance.fields.DigestField(verbose_name='identity of the finding')),
                ('code', models.CharField(max_length=40, verbose_name='check')),
                ('reason', models.TextField(verbose_name='reason')),
                ('at', models.DateTimeField(auto_now=True, verbose_name='at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('duty_list', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='explanations', to='responsibilities.dutylist', verbose_name='duty list')),
            ],
            options={
                'verbose_name': 'explanation of a finding',
                'verbose_name_plural': 'explanations of findings',
            },
        ),
        migrations.CreateModel(
            name='Heading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('title', models.CharField(max_length=100, verbose_name='title')),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='headings', to='responsibilities.edition', verbose_name='edition')),
            ],
            options={
                'verbose_name': 'heading',
                'verbose_name_plural': 'headings',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='HeadingTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('township_list', 'Township duties'), ('territorial_list', 'Territorial management: lead and support'), ('basic_list', 'Basic duties'), ('support_list', 'Supporting duties'), ('withdrawn_list', 'Withdrawn by superiors')], max_length=24, verbose_name='kind')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('title', models.CharField(max_length=100, verbose_name='title')),
                ('entry_count', models.PositiveIntegerField(verbose_name='entries')),
                ('township_led_count', models.PositiveIntegerField(verbose_name='led by a township')),
                ('lead_count', models.PositiveIntegerField(verbose_name='with a lead')),
                ('support_count', models.PositiveIntegerField(verbose_name='with support')),
                ('takeover_count', models.PositiveIntegerField(verbose_name='taken over')),
                ('unstated_count', models.PositiveIntegerField(verbose_name='with a role not stated')),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='heading_tallies', to='responsibilities.edition', verbose_name='edition')),
            ],
            options={
                'verbose_name': "count of a heading's entries",
                'verbose_name_plural': "counts of headings' entries",
            },
        ),
        migrations.CreateModel(
            name='HeadingTokens',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tokens', governance.search.TokensField(editable=False, verbose_name='characters and pairs of characters')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='responsibilities.edition', verbose_name='edition')),
                ('heading', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='responsibilities.headingtally', verbose_name='heading')),
            ],
            options={
                'verbose_name': "words of a heading's entries",
                'verbose_name_plural': "words of headings' entries",
            },
        ),
        migrations.CreateModel(
            name='Inventory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filename', models.CharField(max_length=255, verbose_name='file')),
                ('digest', governance.fields.DigestField(verbose_name='SHA-256')),
                ('row_count', models.PositiveIntegerField(verbose_name='rows')),
                ('uploaded_at', models.DateTimeField(auto_now=True, verbose_name='uploaded at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('duty_list', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='inventories', to='responsibilities.dutylist', verbose_name='duty list')),
                ('township', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='township')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'inventory',
                'verbose_name_plural': 'inventories',
            },
        ),
        migrations.CreateModel(
            name='InventoryRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='row')),
                ('seq_no', models.CharField(blank=True, max_length=20, verbose_name='number')),
                ('heading', models.CharField(blank=True, max_length=100, verbose_name='heading')),
                ('title', models.TextField(verbose_name='item')),
                ('content', models.TextField(blank=True, verbose_name='content')),
                ('legal_basis', models.TextField(blank=True, verbose_name='legal basis')),
                ('department', models.TextField(blank=True, verbose_name='department')),
                ('source', models.JSONField(blank=True, default=dict, verbose_name='source cells')),
                ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='responsibilities.cluster', verbose_name='cluster')),
                ('inventory', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='responsibilities.inventory', verbose_name='inventory')),
            ],
            options={
                'verbose_name': 'row of an inventory',
                'verbose_name_plural': 'rows of inventories',
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identity')),
                ('duty_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='responsibilities.dutylist', verbose_name='duty list')),
            ],
            options={
                'verbose_name': 'item',
                'verbose_name_plural': 'items',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('seq_no', models.CharField(max_length=20, verbose_name='number')),
                ('group', models.CharField(blank=True, max_length=100, verbose_name='group')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('content', models.TextField(blank=True, verbose_name='content')),
                ('process_note', models.TextField(blank=True, verbose_name='process and boundaries')),
                ('office', models.CharField(blank=True, max_length=100, verbose_name='office in the township')),
                ('internal_note', models.TextField(blank=True, verbose_name='internal note')),
                ('source', models.JSONField(blank=True, default=dict, verbose_name='source cells')),
                ('search_text', governance.search.FoldedTextField(default='', editable=False, of=('title', 'content'), verbose_name='text that is searched')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='responsibilities.edition', verbose_name='edition')),
                ('heading', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='responsibilities.heading', verbose_name='heading')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='responsibilities.item', verbose_name='item')),
            ],
            options={
                'verbose_name': 'entry',
                'verbose_name_plural': 'entries',
            },
        ),
        migrations.CreateModel(
            name='Crosswalk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_text', models.CharField(blank=True, max_length=40, verbose_name='source text')),
                ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='crosswalks', to='responsibilities.entry', verbose_name='entry')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='crosswalks', to='responsibilities.item', verbose_name='item')),
            ],
            options={
                'verbose_name': 'correspondence',
                'verbose_name_plural': 'correspondences',
            },
        ),
        migrations.AddField(
            model_name='cluster',
            name='item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clusters', to='responsibilities.item', verbose_name='item'),
        ),
        migrations.CreateModel(
            name='BatchRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.JSONField(null=True, verbose_name='before')),
                ('after', models.JSONField(null=True, verbose_name='after')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='responsibilities.batch', verbose_name='batch')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='responsibilities.item', verbose_name='item')),
            ],
            options={
                'verbose_name': 'row of a batch',
                'verbose_name_plural': 'rows of a batch',
            },
        ),
        migrations.CreateModel(
            name='LawName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('title', 'Title'), ('short', 'Short name'), ('old', 'Old name')], max_length=8, verbose_name='kind')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('key', models.CharField(editable=False, max_length=200, unique=True)),
                ('law', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='responsibilities.law', verbose_name='law')),
            ],
            options={
                'verbose_name': 'name of a law',
                'verbose_name_plural': 'names of laws',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='LawVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(blank=True, max_length=100, verbose_name='issued by')),
                ('document_no', models.CharField(blank=True, max_length=60, verbose_name='document number')),
                ('commencement', models.CharField(choices=[('dated', 'From a known day'), ('unknown', 'In force, since when is not known'), ('not_yet', 'Adopted, not yet in force')], max_length=8, verbose_name='commencement')),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('in_force_to', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('last_article', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='number of articles')),
                ('law', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='responsibilities.law', verbose_name='law')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='responsibilities.lawversion', verbose_name='successor')),
            ],
            options={
                'verbose_name': 'version of a law',
                'verbose_name_plural': 'versions of laws',
                'ordering': ['law_id', models.OrderBy(models.F('in_force_from'), nulls_first=True)],
            },
        ),
        migrations.CreateModel(
            name='LawArticle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='article')),
                ('insertion', models.PositiveSmallIntegerField(default=0, verbose_name='inserted after it')),
                ('commencement', models.CharField(choices=[('dated', 'From a known day'), ('unknown', 'In force, since when is not known'), ('not_yet', 'Adopted, not yet in force')], max_length=8, verbose_name='commencement')),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='articles', to='responsibilities.lawversion', verbose_name='version')),
            ],
            options={
                'verbose_name': 'article with a commencement of its own',
                'verbose_name_plural': 'articles with a commencement of their own',
                'ordering': ['version_id', 'number', 'insertion'],
            },
        ),
        migrations.CreateModel(
            name='LegalBasis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('text', models.CharField(max_length=500, verbose_name='text')),
                ('law', models.CharField(blank=True, max_length=200, verbose_name='law')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='legal_bases', to='responsibilities.entry', verbose_name='entry')),
            ],
            options={
                'verbose_name': 'legal basis',
                'verbose_name_plural': 'legal bases',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Lineage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('renamed', 'Renamed'), ('split', 'Split'), ('merged', 'Merged'), ('new', 'New')], max_length=8, verbose_name='kind')),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lineages', to='responsibilities.edition', verbose_name='edition')),
                ('from_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='descendants', to='responsibilities.item', verbose_name='from item')),
                ('to_item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ancestors', to='responsibilities.item', verbose_name='to item')),
            ],
            options={
                'verbose_name': 'lineage',
                'verbose_name_plural': 'lineages',
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('body_class', models.CharField(blank=True, choices=[('townships', 'Townships')], max_length=12, verbose_name='class of bodies')),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('support', 'Support'), ('takeover', 'Takes over'), ('unstated', 'Role not stated')], max_length=8, verbose_name='role')),
                ('duty_text', models.TextField(blank=True, verbose_name='duties')),
                ('source_text', models.TextField(blank=True, verbose_name='source text')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='governance.organisation', verbose_name='body')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='responsibilities.entry', verbose_name='entry')),
            ],
            options={
                'verbose_name': 'participation',
                'verbose_name_plural': 'participations',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phrase', models.CharField(max_length=200, verbose_name='phrase')),
                ('source', models.CharField(choices=[('reference', 'Shipped with the portal'), ('suggestion', 'Reported by staff')], max_length=10, verbose_name='source')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='synonyms', to='responsibilities.item', verbose_name='item')),
            ],
            options={
                'verbose_name': 'synonym',
                'verbose_name_plural': 'synonyms',
            },
        ),
        migrations.CreateModel(
            name='SynonymSuggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=200, verbose_name='question')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('status', models.CharField(choices=[('open', 'Waits'), ('accepted', 'Taken up'), ('declined', 'Not taken up')], default='open', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='reported at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('answered', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='responsibilities.entry', verbose_name='answered with')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.organisation', verbose_name='reported by body')),
                ('proposed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='responsibilities.entry', verbose_name='would be right')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reported by')),
                ('synonym', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='suggestions', to='responsibilities.synonym', verbose_name='synonym')),
            ],
            options={
                'verbose_name': 'reported answer',
                'verbose_name_plural': 'reported answers',
            },
        ),
        migrations.AddConstraint(
            model_name='dutylist',
            constraint=models.UniqueConstraint(fields=('kind', 'owner'), name='duty_list_once_per_owner'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(fields=['duty_list', 'effective_from'], name='edition_by_date'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('duty_list', 'edition_no'), name='edition_number_once'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'review', 'approved'))), fields=('duty_list',), name='edition_one_in_preparation'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'published')), fields=('duty_list',), name='edition_one_published'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('published', 'superseded', 'revoked')), _negated=True), models.Q(('edition_no__isnull', False), ('effective_from__isnull', False), ('entry_count__isnull', False), ('published_at__isnull', False), models.Q(('document_no', ''), _negated=True)), _connector='OR'), name='edition_published_completely'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('effective_to__isnull', False), ('status', 'superseded'), ('superseded_at__isnull', False)), models.Q(models.Q(('status', 'superseded'), _negated=True), ('effective_to', None), ('superseded_at', None)), _connector='OR'), name='edition_open_until_superseded'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('effective_to', None), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='edition_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('superseded_at', None), ('superseded_at__gte', models.F('published_at')), _connector='OR'), name='edition_superseded_after_publication'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__gte', models.F('published_at')), ('status', 'revoked')), models.Q(models.Q(('status', 'revoked'), _negated=True), ('revocation_no', ''), ('revoked_at', None)), _connector='OR'), name='edition_revoked_after_publication'),
        ),
        migrations.AddConstraint(
            model_name='bodytally',
            constraint=models.UniqueConstraint(condition=models.Q(('body__isnull', False)), fields=('edition', 'body', 'role'), name='body_tally_once'),
        ),
        migrations.AddConstraint(
            model_name='bodytally',
            constraint=models.UniqueConstraint(condition=models.Q(('body_class', ''), _negated=True), fields=('edition', 'body_class', 'role'), name='class_tally_once'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(fields=('edition', 'version'), name='batch_one_a_version'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'undo'), ('undoes__isnull', False)), models.Q(models.Q(('kind', 'undo'), _negated=True), ('undoes', None)), _connector='OR'), name='batch_undo_names_batch'),
        ),
        migrations.AddConstraint(
            model_name='explanation',
            constraint=models.UniqueConstraint(fields=('duty_list', 'fingerprint'), name='finding_explained_once'),
        ),
        migrations.AddConstraint(
            model_name='heading',
            constraint=models.UniqueConstraint(fields=('edition', 'title'), name='heading_once'),
        ),
        migrations.AddConstraint(
            model_name='headingtally',
            constraint=models.UniqueConstraint(fields=('edition', 'title'), name='heading_tally_once'),
        ),
        migrations.AddConstraint(
            model_name='inventory',
            constraint=models.UniqueConstraint(fields=('duty_list', 'township'), name='inventory_once_a_township'),
        ),
        migrations.AddConstraint(
            model_name='inventoryrow',
            constraint=models.UniqueConstraint(fields=('inventory', 'number'), name='inventory_row_once'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['edition', 'position'], name='entry_in_order'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('edition', 'seq_no'), name='entry_number_once'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('edition', 'item'), name='entry_item_once'),
        ),
        migrations.AddConstraint(
            model_name='crosswalk',
            constraint=models.UniqueConstraint(fields=('entry', 'item'), name='crosswalk_once'),
        ),
        migrations.AddIndex(
            model_name='cluster',
            index=models.Index(fields=['duty_list', 'status', '-size'], name='cluster_by_size'),
        ),
        migrations.AddConstraint(
            model_name='cluster',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('item__isnull', False), ('status', 'accepted')), models.Q(models.Q(('status', 'accepted'), _negated=True), ('batch', None), ('item', None)), _connector='OR'), name='cluster_accepted_as_item'),
        ),
        migrations.AddConstraint(
            model_name='cluster',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'set_aside'), _negated=True), models.Q(('set_aside_reason', ''), _negated=True), _connector='OR'), name='cluster_set_aside_for_reason'),
        ),
        migrations.AddConstraint(
            model_name='batchrow',
            constraint=models.UniqueConstraint(fields=('batch', 'item'), name='batch_item_once'),
        ),
        migrations.AddConstraint(
            model_name='lawname',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'title')), fields=('law',), name='law_has_one_title'),
        ),
        migrations.AddConstraint(
            model_name='lawname',
            constraint=models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='law_name_is_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='lawversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('commencement', 'dated'), ('in_force_from__isnull', False)), models.Q(('commencement__in', ['unknown', 'not_yet']), ('in_force_from', None)), _connector='OR'), name='law_version_dated_or_not'),
        ),
        migrations.AddConstraint(
            model_name='lawversion',
            constraint=models.CheckConstraint(condition=models.Q(('in_force_to', None), ('in_force_from', None), ('in_force_to__gte', models.F('in_force_from')), _connector='OR'), name='law_version_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='lawversion',
            constraint=models.CheckConstraint(condition=models.Q(('in_force_to', None), models.Q(('commencement', 'not_yet'), _negated=True), _connector='OR'), name='law_version_ends_once_in_force'),
        ),
        migrations.AddConstraint(
            model_name='lawversion',
            constraint=models.CheckConstraint(condition=models.Q(('successor', None), models.Q(('successor', models.F('pk')), _negated=True), _connector='OR'), name='law_version_succeeds_another'),
        ),
        migrations.AddConstraint(
            model_name='lawversion',
            constraint=models.UniqueConstraint(fields=('law', 'in_force_from'), name='law_version_once_per_day'),
        ),
        migrations.AddConstraint(
            model_name='lawversion',
            constraint=models.UniqueConstraint(condition=models.Q(('commencement', 'not_yet')), fields=('law',), name='law_version_waits_once'),
        ),
        migrations.AddConstraint(
            model_name='lawarticle',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('commencement', 'dated'), ('in_force_from__isnull', False)), models.Q(('commencement__in', ['unknown', 'not_yet']), ('in_force_from', None)), _connector='OR'), name='law_article_dated_or_not'),
        ),
        migrations.AddConstraint(
            model_name='lawarticle',
            constraint=models.UniqueConstraint(fields=('version', 'number', 'insertion'), name='law_article_once'),
        ),
        migrations.AddConstraint(
            model_name='lineage',
            constraint=models.UniqueConstraint(fields=('edition', 'from_item', 'to_item'), name='lineage_once'),
        ),
        migrations.AddConstraint(
            model_name='lineage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('from_item', None), ('kind', 'new')), models.Q(models.Q(('kind', 'new'), _negated=True), ('from_item__isnull', False)), _connector='OR'), name='lineage_new_from_nothing'),
        ),
        migrations.AddConstraint(
            model_name='lineage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'renamed'), _negated=True), ('from_item', models.F('to_item')), _connector='OR'), name='lineage_renamed_is_itself'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('body', None), models.Q(('body_class', ''), _negated=True)), models.Q(('body__isnull', False), ('body_class', '')), _connector='OR'), name='participation_body_or_class'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(condition=models.Q(('body__isnull', False)), fields=('entry', 'body'), name='participation_body_once'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(condition=models.Q(('body_class', ''), _negated=True), fields=('entry', 'body_class'), name='participation_class_once'),
        ),
        migrations.AddConstraint(
            model_name='synonym',
            constraint=models.UniqueConstraint(fields=('item', 'phrase'), name='synonym_once'),
        ),
        migrations.AddConstraint(
            model_name='synonymsuggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'accepted'), ('synonym__isnull', False)), models.Q(models.Q(('status', 'accepted'), _negated=True), ('synonym', None)), _connector='OR'), name='suggestion_accepted_with_synonym'),
        ),
    ]
