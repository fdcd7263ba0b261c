"""WageWars: Call of Duty players stake money on their own matches and the winner is paid."""
