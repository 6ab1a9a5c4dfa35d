"""Check lists, evidence and samples stay as they were; findings are frozen once their examination is closed."""

from django.db import migrations

from governance import append_only

TABLES = ("governance_checklist", "governance_criterion", "governance_sample")
FROZEN = {
    "governance_criterionfinding": (
        "SELECT 1 FROM governance_examination WHERE id = {row}.examination_id AND status = 'closed'"
    ),
    "governance_evidence": (
        "SELECT 1 FROM governance_criterionfinding JOIN governance_examination "
        "ON governance_examination.id = governance_criterionfinding.examination_id "
        "WHERE governance_criterionfinding.id = {row}.finding_id AND status NOT IN ('collecting', 'replying')"
    ),
}


def protect(apps, editor):
    append_only.protect(editor, *TABLES)
    for table, when in FROZEN.items():
        append_only.freeze(editor, table, when)


def unprotect(apps, editor):
    append_only.unprotect(editor, *TABLES)
    for table in FROZEN:
        append_only.unfreeze(editor, table)


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_local_values_apart")]
    operations = [migrations.RunPython(protect, unprotect)]
