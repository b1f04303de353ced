"""Reading lists of recognised products: files to rows, rows to what they mean. No writes; services/imports.py writes."""
