"""The languages somebody may ask to be written to in."""

# Languages asked for most in London's services, by their own names; a city may write any other as free text later.
LANGUAGES = (
    ("en", "English"), ("ar", "العربية"), ("bn", "বাংলা"), ("bsl", "British Sign Language"), ("es", "Español"),
    ("fr", "Français"), ("gu", "ગુજરાતી"), ("it", "Italiano"), ("pl", "Polski"), ("pt", "Português"),
    ("pa", "ਪੰਜਾਬੀ"), ("ro", "Română"), ("so", "Soomaali"), ("ta", "தமிழ்"), ("tr", "Türkçe"), ("uk", "Українська"),
    ("ur", "اردو"), ("zh", "中文"),
)  # fmt: skip
