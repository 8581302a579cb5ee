"""From a document to its triples: IRIs, labels, quads."""
