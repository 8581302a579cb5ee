"""Sectors: branches and fields of technology as objects of policy. `mentions` finds them in a passage."""
