"""What plain HTTP shows of a website, without a browser."""
