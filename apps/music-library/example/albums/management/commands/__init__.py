"""What a task runs instead of gunicorn: `python manage.py <name>`."""
