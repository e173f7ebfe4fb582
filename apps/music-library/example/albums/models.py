"""The one table of ours."""

from typing import ClassVar

from django.db import models


class Album(models.Model):
    """A record by somebody, and how far search knows of it."""

    title = models.CharField(max_length=200)
    artist = models.CharField(max_length=200)
    released = models.PositiveSmallIntegerField()
    # Key of the object in the bucket; empty without a cover.
    cover = models.CharField(max_length=200, blank=True, default="")
    changed_at = models.DateTimeField(auto_now=True)
    # The change that search was told of last.
    indexed_at = models.DateTimeField(null=True)

    class Meta:
        """What the database itself holds."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["artist", "title"], name="one_album_of_a_title_by_an_artist"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["changed_at"], name="albums_by_change"),
        ]

    def __str__(self) -> str:
        """As people say it."""
        return f"{self.title} by {self.artist}"

    def shown(self) -> dict[str, object]:
        """What visitors see of it."""
        return {
            "id": self.pk,
            "title": self.title,
            "artist": self.artist,
            "released": self.released,
            "cover": f"/api/albums/{self.pk}/cover" if self.cover else None,
        }

    @property
    def version(self) -> int:
        """Grows with every change, so that search takes no older one for newer."""
        return round(self.changed_at.timestamp() * 1_000_000)
