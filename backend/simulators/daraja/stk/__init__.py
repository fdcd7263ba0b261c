"""STK push: a prompt on a phone, its payment, its callback and the query."""
