import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_item_name_en")]

    operations = [
        migrations.AddField(
            model_name="itemversion",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("new", "Something that the applicant does not have yet"),
                    ("amend", "A change of what was granted"),
                    ("renew", "A renewal of what was granted"),
                    ("cancel", "The end of what was granted"),
                ],
                db_default="new",
                default="new",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="itemversion",
            name="concerns",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=64), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="itemversion",
            index=django.contrib.postgres.indexes.GinIndex(fields=["concerns"], name="catalogue_version_concerns"),
        ),
    ]
