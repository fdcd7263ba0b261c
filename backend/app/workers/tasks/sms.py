"""Tasks of sms."""
