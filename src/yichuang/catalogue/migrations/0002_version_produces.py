import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

_FILL = """
    UPDATE catalogue_itemversion
    SET produces = ARRAY(
        SELECT DISTINCT result ->> 'certificate_code' FROM jsonb_array_elements(content -> 'results') AS result ORDER BY 1
    )
    WHERE jsonb_array_length(content -> 'results') > 0
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="itemversion",
            name="produces",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=64), default=list, size=None
            ),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="itemversion",
            index=django.contrib.postgres.indexes.GinIndex(fields=["produces"], name="catalogue_version_produces"),
        ),
    ]
