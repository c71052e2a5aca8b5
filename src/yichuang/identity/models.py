"""Provisional: replaced by the author of identity."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models


class Account(AbstractBaseUser):
    """Provisional."""

    login = models.CharField(max_length=64, unique=True)
    USERNAME_FIELD = "login"
