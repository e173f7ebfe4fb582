"""Django's PostgreSQL, for servers that a role logs in to as well."""
