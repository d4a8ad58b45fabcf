"""The register 案卷: append-only entries, their field values, each body's log and its seals."""
