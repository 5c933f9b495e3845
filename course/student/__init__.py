"""What a student runs in a terminal: start a lab in a copy of one's own, and check a saved notebook."""
