"""Rendered message → findings: what a careful editor would check before it is mailed."""
