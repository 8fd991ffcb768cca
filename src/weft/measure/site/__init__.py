"""The public pages of Measure as plain files for any web host: no database, no program, no forms."""
