"""Settings, logs, health, and the way to the database."""
