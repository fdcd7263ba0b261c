"""One module of endpoints per noun; they translate and nothing else."""
