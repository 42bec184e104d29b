"""What stays with a student: attempts, progress, and answers that survive an update."""
