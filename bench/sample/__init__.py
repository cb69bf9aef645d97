"""The fictional parliament: its texts (data) and the writers that turn them into papers."""
