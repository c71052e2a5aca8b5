"""Migrations: nothing is missing, each history is one line, and they run forwards from nothing."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.django_db
OURS = sorted(config.label for config in apps.get_app_configs() if config.name.startswith("yichuang."))


def test_the_models_are_what_the_migrations_make() -> None:
    said = io.StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=said, verbosity=1)

    assert said.getvalue().strip() == "No changes detected"


def test_the_database_of_the_tests_was_made_by_all_migrations() -> None:
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    applied = {app for app, _name in executor.loader.applied_migrations}
    assert {"cases", "catalogue", "deadlines", "documents", "identity", "organisations"} <= applied


@pytest.mark.parametrize("app", OURS)
def test_each_history_is_one_line(app: str) -> None:
    graph = MigrationLoader(None).graph
    own = sorted(key for key in graph.nodes if key[0] == app)

    for key in own:
        parents = [parent.key for parent in graph.node_map[key].parents if parent.key[0] == app]
        children = [child.key for child in graph.node_map[key].children if child.key[0] == app]
        assert (len(parents) <= 1, len(children) <= 1) == (True, True), key
        assert key[1][:4].isdigit(), key
    assert len(graph.leaf_nodes(app)) == (1 if own else 0)
    assert [name[:4] for _app, name in own] == [f"{number:04d}" for number in range(1, len(own) + 1)]


def test_histories_depend_downwards_only() -> None:
    order = ["ui", "organisations", "identity", "deadlines", "catalogue", "documents", "cases"]
    graph = MigrationLoader(None).graph
    upward = [
        (child, parent.key)
        for child in graph.nodes
        if child[0] in order
        for parent in graph.node_map[child].parents
        if parent.key[0] in order and order.index(parent.key[0]) > order.index(child[0])
    ]

    assert upward == []


def test_the_database_has_what_no_model_says() -> None:
    """The sequence of case numbers and the extension for search are made by migrations, not by the models."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_sequences WHERE sequencename = 'cases_serial'")
        sequences = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")
        extensions = cursor.fetchone()[0]

    assert (sequences, extensions) == (1, 1)
