"""Which versions set the same limits, so that what follows from limits is worked out once for all of them."""

from collections.abc import Mapping

from yichuang.core.prepared import run_prepared

_ALIKE = """
    SELECT id, first_value(id) OVER (
        PARTITION BY content -> 'promised_limit', content -> 'statutory_limit', content #> '{handling,upper_body}',
            jsonb_path_query_array(content, '$.steps[*].kind'), jsonb_path_query_array(content, '$.steps[*].limit')
        ORDER BY id)
    FROM catalogue_itemversion
"""


def versions_alike() -> Mapping[int, int]:
    """For each version the first one with the same limits: of the decision, of the steps, and the body above."""
    return dict(run_prepared(_ALIKE, {}))
