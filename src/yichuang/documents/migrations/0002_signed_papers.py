import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Papers from before this change do not say whose act they are; their cases' ledgers do.
_UNSAID = "见办件台账"


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='paper',
            name='account',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='paper',
            name='signer_name',
            field=models.CharField(default=_UNSAID, max_length=200, verbose_name='signed by'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='paper',
            name='signer_title',
            field=models.CharField(blank=True, default='', max_length=100, verbose_name='in which post'),
        ),
        migrations.AddField(
            model_name='paper',
            name='authority',
            field=models.CharField(default=_UNSAID, max_length=500, verbose_name='by which authority'),
            preserve_default=False,
        ),
    ]
