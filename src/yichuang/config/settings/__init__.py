"""Settings by topic. Production is the default (`base`); `development` and `test` only override."""
