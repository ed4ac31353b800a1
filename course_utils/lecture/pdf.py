"""Slides as pages, one a slide with its answers shown, where Chromium, Chrome or Edge is found."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

NAMES = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
]
PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
]
FLAGS = [
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"),
    "--no-pdf-header-footer",
]


def find_chromium():
    """The path of a browser that prints, or None."""
    found = (shutil.which(name) for name in NAMES)
    return next(filter(None, found), None) or next((place for place in PLACES if Path(place).exists()), None)


def print_pdf(slides, browser):
    """Print the slides of a file to the PDF beside it: its path.

    Raises RuntimeError with the browser's last words where the PDF has not one page a slide.
    """
    pdf = slides.with_suffix(".pdf")
    pdf.unlink(missing_ok=True)
    root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []  # root has no sandbox
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        address = f"{slides.resolve().as_uri()}?print-pdf"
        command = [
            browser,
            *FLAGS,
            *root,
            f"--user-data-dir={profile}",
            f"--print-to-pdf={pdf.resolve()}",
            address,
        ]
        run = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=300, check=False
        )
    if not pdf.exists() or count_pages(pdf) != slides.read_text("utf-8").count('<div class="page">'):
        raise RuntimeError(f"{browser} did not print every slide of {slides}:\n{run.stderr.strip()[-500:]}")
    return pdf


def count_pages(pdf):
    """How many pages a PDF has that a Chromium printed."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))
