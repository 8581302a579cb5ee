"""From a source file to a validated release: reading, structure, metadata, RDF, publication."""
