"""Files of places on their way in: read row by row, refused with the row and the column."""
