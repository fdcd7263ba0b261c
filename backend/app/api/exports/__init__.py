"""Files for download: statements and tax reports."""
