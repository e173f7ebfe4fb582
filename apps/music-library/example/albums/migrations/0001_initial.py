"""The table as it begins."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Album",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("artist", models.CharField(max_length=200)),
                ("released", models.PositiveSmallIntegerField()),
                ("cover", models.CharField(blank=True, default="", max_length=200)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("indexed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["changed_at"], name="albums_by_change")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("artist", "title"), name="one_album_of_a_title_by_an_artist"
                    )
                ],
            },
        ),
    ]
