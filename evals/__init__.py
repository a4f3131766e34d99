"""Evals: do the answers hold? Cases, one pure scorer a number, runs. Imports the assistant, never the reverse."""
