"""The password hash."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CentreArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane.

    Django's default takes 100 MiB for each sign-in, which a small machine cannot give to a morning's queue.
    """

    memory_cost = 19 * 1024  # KiB
    time_cost = 2
    parallelism = 1
