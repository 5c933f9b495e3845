"""What a student runs in a terminal: start a lab in one's own copy of it, and check a saved notebook."""
