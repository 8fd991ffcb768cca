"""The forms of the survey journey. Each knows the change it makes to a recipe: `form.change(recipe)`."""
