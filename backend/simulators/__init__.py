"""The strangers WageWars depends on, hosted on one's own machine: M-Pesa, SMS and the phones."""
