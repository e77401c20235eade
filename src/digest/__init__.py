"""digest makes and mails newsletters: collect → rank → render → send."""

__version__ = "0.1.0"
