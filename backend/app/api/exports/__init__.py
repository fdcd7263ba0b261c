"""Files that people download: statements and tax reports."""
