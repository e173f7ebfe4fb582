"""The application before a real PostgreSQL, a stand-in of OpenSearch, and botocore's own stubs."""
