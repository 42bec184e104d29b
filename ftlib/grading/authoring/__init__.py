"""What an instructor does before a course: check units, put them in order, release them."""
