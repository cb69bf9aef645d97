"""What holds for every test: whether this machine has tesseract changes no outcome.

A test of OCR asks for it; see ``tests/flows/test_scans.py``.
"""

import os

# before anything reads the settings, and inherited by every process a test starts
os.environ.setdefault("KAMERSPOOR_OCR", "uit")
