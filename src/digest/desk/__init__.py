"""The editor's desk: the next issue as lines to read and change, and what a change of them says. Pure."""
