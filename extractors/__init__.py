"""From text to findings; pure: no file, network, clock or database."""
