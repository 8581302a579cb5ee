"""The W3C test suites of SPARQL through our own endpoint, and through the engine without it."""
