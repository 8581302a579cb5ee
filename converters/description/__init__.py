"""What a release says of itself: figures, VoID, DCAT and changes, from its data, files and history."""
