from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_attachments_and_calendar")]
    operations = [
        migrations.AddField(
            model_name="account",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="accounts",
                to="governance.organisation",
                verbose_name="organisation",
            ),
        )
    ]
