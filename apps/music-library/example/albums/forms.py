"""What may be said of an album. Whether there is one already, the database says when it is kept."""

from django import forms


class AlbumForm(forms.Form):
    """Title, artist and year; a cover has a request of its own."""

    title = forms.CharField(max_length=200)
    artist = forms.CharField(max_length=200)
    released = forms.IntegerField(min_value=1860, max_value=2100)
