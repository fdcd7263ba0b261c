"""What watches WageWars: Prometheus, Alertmanager, and the dashboard of Grafana."""
