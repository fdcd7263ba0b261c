"""Pure rules of payments to the paybill."""
