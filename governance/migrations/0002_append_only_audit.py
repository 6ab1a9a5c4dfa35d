"""The audit log is append-only in the database itself."""

from django.db import migrations

from governance import append_only

TABLES = ("governance_auditentry", "governance_auditseal")


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: append_only.protect(editor, *TABLES),
            lambda apps, editor: append_only.unprotect(editor, *TABLES),
        )
    ]
