"""The program and the model of the law agree on random lives: 300 steps each time, YICHUANG_MODEL_STEPS for more."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.walk import Walk
from tests.model.world import make_world

STEPS_OF_A_WALK = 50
SHORT = 300
"""Up to so many steps a disagreement is made as small as it goes."""


@pytest.mark.django_db
def test_random_lives_go_as_the_model_of_the_law_says() -> None:
    wanted = int(os.environ.get("YICHUANG_MODEL_STEPS", str(SHORT)))
    Walk.world = make_world()

    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=max(1, wanted // STEPS_OF_A_WALK),
            stateful_step_count=STEPS_OF_A_WALK,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink] if wanted <= SHORT else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert len(Walk.seen) > 12, Walk.seen
    print(sorted(Walk.seen.items()))  # noqa: T201 - shown by -s
