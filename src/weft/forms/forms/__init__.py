"""What officers fill in to keep forms."""
