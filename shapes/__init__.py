"""SHACL shapes of everything that Fagui publishes, and their validation."""
