"""Pages of Measure: public ones in `public` and `files`, the analyst's in `surveys`."""
