"""Small widgets that know nothing of libraries: stars, chips, labels, pictures."""
