"""Alert rules, the dashboard, the metrics they name, and the runbook: one story."""

import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from ops.monitoring import dashboard
from tests.architecture.sources import ROOT
from tests.support.databases import Database

RULES = sorted((ROOT / "ops" / "alerts").glob("*.yml"))
TESTS = sorted((ROOT / "ops" / "alerts" / "tests").glob("*.yml"))
MONITORING = ROOT / "ops" / "monitoring"
_METRIC = re.compile(r"\b(?:wagewars|http|process)_[a-z_]+\b")


def alerts() -> dict[str, str]:
    """Return the text of each rule by the alert's name."""
    parts = [
        part.split("\n", 1) for path in RULES for part in path.read_text().split("- alert: ")[1:]
    ]
    return {name.strip(): text for name, text in parts}


def test_every_alert_is_tested_when_it_fires_and_when_it_does_not() -> None:
    tested = re.findall(r'alertname="(\w+)".*', "".join(path.read_text() for path in TESTS))
    assert len(alerts()) > 30
    assert sorted(tested) == sorted([*alerts(), *alerts()])  # once silent, once firing


def test_every_alert_has_its_place_in_the_runbook() -> None:
    runbook = (ROOT / "docs" / "operations" / "runbook.md").read_text()
    sections = dict(
        part.split("\n", 1) for part in re.split(r"^### ", runbook, flags=re.MULTILINE)[1:]
    )
    assert set(sections) == set(alerts())
    for name, rule in alerts().items():
        for word in ("**Means:**", "**Look:**", "**Do:**", "**Wake:**"):
            assert word in sections[name], f"{name} has no {word}"
        assert f"runbook.md#{name.lower()}\n" in rule + "\n"
        severity = re.search(r"severity: (page|ticket)", rule)
        assert severity is not None, name
        assert sections[name].lstrip().lower().startswith(severity[1]), f"{name}: {severity[1]}"


def test_the_dashboard_is_the_one_that_its_generator_writes() -> None:
    assert dashboard.FILE.read_text() == dashboard.render(), "python -m ops.monitoring.dashboard"


def test_every_metric_that_a_rule_or_a_graph_names_is_exported(
    api_url: str, database: Database
) -> None:
    httpx.get(f"{api_url}/livez")  # so that a request has been counted
    page = httpx.get(f"{api_url}/metrics").text
    exported = set()
    for name, kind in re.findall(r"^# TYPE (\w+) (\w+)", page, re.MULTILINE):
        endings = {"histogram": ("_bucket", "_sum", "_count"), "summary": ("_sum", "_count")}
        exported |= {name + ending for ending in endings.get(kind, ("",))}
    queries = [rule.split("labels:")[0] for rule in alerts().values()]
    named = set(_METRIC.findall(" ".join(queries) + dashboard.render()))
    assert len(named) > 40
    assert named - exported == set()


def test_the_reference_of_metrics_is_complete(api_url: str, database: Database) -> None:
    page = httpx.get(f"{api_url}/metrics").text
    reference = (ROOT / "docs" / "operations" / "metrics.md").read_text()
    ours = {
        name for name in re.findall(r"^# TYPE (\w+)", page, re.MULTILINE) if "process_" not in name
    }
    documented = set(re.findall(r"^\| `(\w+)`", reference, re.MULTILINE))
    assert documented == ours - {name for name in ours if name.endswith("_created")}


def run(tool: str, *arguments: str, cwd: Path) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed: apt install prometheus prometheus-alertmanager")
    done = subprocess.run([tool, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_fire_as_their_tests_say() -> None:
    run("promtool", "check", "rules", *map(str, RULES), cwd=ROOT)
    run("promtool", "test", "rules", *map(str, TESTS), cwd=ROOT)


def test_prometheus_and_alertmanager_read_their_files() -> None:
    run("promtool", "check", "config", "--syntax-only", "prometheus.yml", cwd=MONITORING)
    run("amtool", "check-config", "alertmanager.yml", cwd=MONITORING)


def test_the_page_is_as_prometheus_wants_it(
    api_url: str, database: Database, tmp_path: Path
) -> None:
    if shutil.which("promtool") is None:
        pytest.skip("promtool is not installed: apt install prometheus")
    page = httpx.get(f"{api_url}/metrics").text
    done = subprocess.run(
        ["promtool", "check", "metrics"], input=page, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
