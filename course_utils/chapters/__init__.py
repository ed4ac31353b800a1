"""One folder a chapter: its model, explorer, exercises and the mistakes of its rule."""
