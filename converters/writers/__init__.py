"""Other forms of a document and of a release: Akoma Ntoso, annotation lines, dumps."""
