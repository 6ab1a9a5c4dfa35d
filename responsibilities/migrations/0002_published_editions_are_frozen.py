"""What a published edition says cannot be changed, not even by SQL."""

from django.db import migrations

from governance import append_only

_OF_EDITION = (
    "SELECT 1 FROM responsibilities_edition AS e "
    "WHERE e.id = {row}.edition_id AND e.status IN ('published', 'superseded', 'revoked')"
)
_OF_ENTRY = (
    "SELECT 1 FROM responsibilities_entry AS n JOIN responsibilities_edition AS e ON e.id = n.edition_id "
    "WHERE n.id = {row}.entry_id AND e.status IN ('published', 'superseded', 'revoked')"
)
TABLES = {
    "responsibilities_heading": _OF_EDITION,
    "responsibilities_entry": _OF_EDITION,
    "responsibilities_participation": _OF_ENTRY,
    "responsibilities_legalbasis": _OF_ENTRY,
    "responsibilities_crosswalk": _OF_ENTRY,
    "responsibilities_lineage": _OF_EDITION,
    "responsibilities_batch": _OF_EDITION,
    "responsibilities_headingtally": _OF_EDITION,
    "responsibilities_headingtokens": _OF_EDITION,
    "responsibilities_bodytally": _OF_EDITION,
}


def freeze(apps, editor):
    for table, when in TABLES.items():
        append_only.freeze(editor, table, when)


def unfreeze(apps, editor):
    for table in TABLES:
        append_only.unfreeze(editor, table)


class Migration(migrations.Migration):
    dependencies = [("responsibilities", "0001_initial")]
    operations = [migrations.RunPython(freeze, unfreeze)]
