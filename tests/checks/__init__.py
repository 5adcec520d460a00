"""The rules, each on small documents by hand: where it passes, where it fails, where it does not apply."""
