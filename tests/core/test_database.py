"""The embedded database is fit for Chinese text."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_trigrams_of_chinese_text_exist() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("SELECT show_trgm('中文测试')")

        assert len(cursor.fetchone()[0]) == 5
