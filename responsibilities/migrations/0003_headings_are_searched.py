"""PostgreSQL finds the headings that can hold a word without reading their entries."""

from django.db import migrations

from governance.search import index_tokens, unindex_tokens

COLUMN = ("responsibilities_headingtokens", "tokens")


def index(apps, editor):
    index_tokens(editor, *COLUMN)


def unindex(apps, editor):
    unindex_tokens(editor, *COLUMN)


class Migration(migrations.Migration):
    dependencies = [("responsibilities", "0002_published_editions_are_frozen")]
    operations = [migrations.RunPython(index, unindex)]
