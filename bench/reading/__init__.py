"""The yardstick of reading paper: what is true, who reads, and how far each is from the truth."""
