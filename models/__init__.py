"""What everything is called: the shapes every other package speaks in. Imports nothing of ours."""
