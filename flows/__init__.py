"""When, and in what order: asks the world, calls the rest. Prefect and the command line live here."""
