"""When and in what order. Prefect and the command line live here and nowhere else."""
