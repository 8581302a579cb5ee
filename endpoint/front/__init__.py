"""The HTTP server in front of the application: how it starts, what it refuses by itself."""
