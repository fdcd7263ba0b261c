"""The providers WageWars depends on, simulated: M-Pesa, SMS, Activision, and the phones."""
