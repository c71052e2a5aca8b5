"""What stands on other people's packages: the password hash and the limiter of sign-ins."""
