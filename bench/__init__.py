"""Measurements on the real papers beside the checkout, and what writes docs and sample."""
