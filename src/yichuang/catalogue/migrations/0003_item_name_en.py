from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_version_produces'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='item',
            name='catalogue_item_text_trgm',
        ),
        migrations.AddField(
            model_name='item',
            name='name_en',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.RunSQL(
            "UPDATE catalogue_item SET name_en = v.name_en FROM catalogue_itemversion v WHERE v.id = current_id",
            migrations.RunSQL.noop,
        ),
    ]
