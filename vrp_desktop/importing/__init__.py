"""Somebody's workbook in; checked figures and every error, with its mend, out."""
