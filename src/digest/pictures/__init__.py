"""The pictures of an issue: fetched, fitted to the mail, hosted or embedded."""
