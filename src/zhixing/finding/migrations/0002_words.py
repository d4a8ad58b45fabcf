"""The words of the passages: a table of the database's own kind, which no model describes."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CREATE = {
    # Contentless: the text stands in the passage, and only the words are kept here.
    "sqlite": ["CREATE VIRTUAL TABLE finding_words USING fts5 (words, content = '', tokenize = 'ascii')"],
    "postgresql": [
        "CREATE TABLE finding_words (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
        # Kept in the row: the planner does not count what reading the words from elsewhere costs, and would read all.
        "ALTER TABLE finding_words ALTER COLUMN words SET STORAGE MAIN",
        # Words that wait in a list would be read through by every search.
        "CREATE INDEX finding_words_words ON finding_words USING gin (words) WITH (fastupdate = off)",
    ],
}


def create(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TABLE finding_words")


class Migration(migrations.Migration):
    dependencies = [("finding", "0001_what_is_found")]

    operations = [migrations.RunPython(create, drop)]
