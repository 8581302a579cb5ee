"""HTTP servers in front of the same application, under quick, slow and absent clients."""
