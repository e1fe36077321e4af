"""Words in French, English and German, and how money, quantities and dates are written."""
