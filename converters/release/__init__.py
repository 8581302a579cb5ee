"""From many sources to a release that is published whole or not at all."""
