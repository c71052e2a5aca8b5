"""The model of a year: plain Python, with everything that it knows as arguments."""
