"""What visits to the website tell for each promise about tracking."""
