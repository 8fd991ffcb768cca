"""Places: areas with codes that nest, venues with what makes them easy to reach, and what is near."""
