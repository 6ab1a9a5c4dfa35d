"""Custody of hotline orders goes on without gap or overlap, and a closed row stays as it is; in the database itself."""

from django.db import migrations

from governance import custody

TABLE = "services_ordercustody"


class Migration(migrations.Migration):
    dependencies = [("services", "0002_papers_have_one_holder")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: custody.protect(editor, TABLE), lambda apps, editor: custody.unprotect(editor, TABLE)
        )
    ]
