"""M-Pesa's callbacks on their way in: batched, stored, validated."""
