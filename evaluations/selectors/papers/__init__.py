"""What the official papers of step 5 say: one builder per kind, from frozen results and the session's rows to plain data."""
