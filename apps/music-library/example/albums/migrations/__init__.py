"""How the tables came to be what they are; each step leaves the release before it working."""
