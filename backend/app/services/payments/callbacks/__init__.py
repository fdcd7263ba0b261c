"""M-Pesa's callbacks and results of inquiries."""
