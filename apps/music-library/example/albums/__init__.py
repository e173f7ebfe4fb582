"""Albums: kept in PostgreSQL, found by OpenSearch, with covers in S3 and work in a queue."""
