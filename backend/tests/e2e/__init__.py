"""Stories from end to end; after each the books must balance."""
