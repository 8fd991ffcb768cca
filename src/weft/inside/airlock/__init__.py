"""What stands between the room and the world: kinds of files, what a spreadsheet holds, the automatic checks."""
