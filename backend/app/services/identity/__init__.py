"""Who players are: the names M-Pesa gives for them, their documents, and what follows from both."""
