"""Pages of the room, of the airlock and of those who open surveys."""
