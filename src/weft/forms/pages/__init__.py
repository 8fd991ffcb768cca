"""What a respondent is shown: the pages of a form, worked out from the form and the answers so far, never stored."""
