"""Both compose files keep what docs/containers.md promises; no Docker is needed to see that.

Rows of docs/security.md: S53, S57, S60.
"""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from devstack import environment
from ops.containers import draw_secrets
from tests.architecture.sources import ROOT

FILES = ("docker-compose.yml", "docker-compose.prod.yml")
PRODUCTION = FILES[1]
# What Compose 1.29 refuses; each is valid today (operations.md).
NEWER = (
    *(
        "name",
        "include",
        "start_interval",
        "dockerfile_inline",
        "additional_contexts",
        "post_start",
    ),
    *("pre_stop", "develop", "attach", "annotations", "subpath", "host_ip", "version", "required"),
)


def load(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / name).read_text())
    return content


def services(name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = load(name)["services"]
    return found


def keys(value: object) -> set[str]:
    """Return every key anywhere in `value`."""
    if isinstance(value, dict):
        return {str(key) for key in value}.union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()


def default(text: str) -> str:
    """Return `text` with each ${NAME:-default} replaced by its default."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)


@pytest.mark.parametrize("name", FILES)
def test_the_file_is_written_in_what_old_and_new_compose_understand(name: str) -> None:
    assert keys(load(name)).isdisjoint(NEWER)
    assert "!reset" not in (ROOT / name).read_text()


@pytest.mark.parametrize("name", FILES)
def test_docker_compose_accepts_the_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = shutil.which("docker-compose")
    if program is None:
        pytest.skip("docker-compose is not installed here: make compose-test needs it, too")
    settings = tmp_path / "settings.env"
    settings.touch()
    monkeypatch.setenv("SETTINGS", str(settings))
    done = subprocess.run(
        [program, "-f", name, "config", "-q"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", FILES)
def test_no_container_can_write_its_root_or_gain_rights(name: str) -> None:
    for service, of in services(name).items():
        assert of["read_only"] is True, service
        assert of["cap_drop"] == ["ALL"], service
        assert of["security_opt"] == ["no-new-privileges:true"], service
        assert "privileged" not in of, service


@pytest.mark.parametrize("name", FILES)
def test_only_the_proxy_has_rights_of_root(name: str) -> None:
    with_rights = {service for service, of in services(name).items() if "cap_add" in of}
    assert with_rights == {"nginx"}


@pytest.mark.parametrize("name", FILES)
def test_the_proxy_alone_is_believed_about_addresses(name: str) -> None:
    proxy = services(name)["nginx"]["networks"]["inner"]["ipv4_address"]
    (network,) = load(name)["networks"]["inner"]["ipam"]["config"]
    given_out = default(network["ip_range"])
    assert services(name)["api"]["environment"]["FORWARDED_ALLOW_IPS"] == proxy
    assert default(proxy).startswith(default(network["subnet"]).removesuffix(".0/24"))
    assert given_out.endswith(".128/25"), "compose could give the proxy's address to another one"
    assert "ports" not in services(name)["api"], "a published API believes whoever asks it"


@pytest.mark.parametrize("name", FILES)
def test_whatever_is_replaced_under_traffic_can_be_scaled(name: str) -> None:
    for service in ("api", "worker", "beat", "web"):
        assert {"container_name", "ports"}.isdisjoint(services(name)[service]), service


@pytest.mark.parametrize("name", FILES)
def test_migrations_end_before_anything_serves(name: str) -> None:
    found = services(name)
    assert found["migrate"]["restart"] == "no"
    for service in ("api", "worker", "beat"):
        condition = found[service]["depends_on"]["migrate"]["condition"]
        assert condition == "service_completed_successfully", service


@pytest.mark.parametrize("name", FILES)
def test_every_file_that_is_mounted_is_in_the_tree(name: str) -> None:
    mounted = [
        default(volume).split(":")[0]
        for of in services(name).values()
        for volume in of.get("volumes", ())
    ]
    missing = {path for path in mounted if path.startswith("./") and not (ROOT / path).exists()}
    assert missing <= {"./tls", "./tls/fullchain.pem"}, "only the certificate is the operator's own"


def test_production_says_how_much_each_container_may_take() -> None:
    for service, of in services(PRODUCTION).items():
        assert of["pids_limit"], service
        if service != "migrate":
            assert {"cpus", "memory"} <= set(of["deploy"]["resources"]["limits"]), service


def test_production_has_several_of_what_serves_and_one_beat() -> None:
    replicas = {
        service: of["deploy"]["replicas"]
        for service, of in services(PRODUCTION).items()
        if "replicas" in of.get("deploy", {})
    }
    assert replicas == {"api": 2, "worker": 2, "web": 2, "beat": 1}


def test_backups_and_alerts_are_asked_for_and_what_serves_is_always_there() -> None:
    profiles = {name: of.get("profiles", []) for name, of in services(PRODUCTION).items()}
    asked_for = {name: of for name, of in profiles.items() if of}
    assert asked_for == {
        "backup": ["backup"],
        "backup-wal": ["backup"],
        "prometheus": ["monitoring"],
        "alertmanager": ["monitoring"],
    }


def test_every_service_of_production_is_watched_and_comes_back() -> None:
    watched_by_its_image = {"pgbouncer", "web"}
    for name, of in services(PRODUCTION).items():
        if name == "migrate":
            continue
        assert of["restart"] == "unless-stopped", name
        assert "healthcheck" in of or name in watched_by_its_image, name


def test_the_api_sees_no_key_of_the_proxy_and_changes_no_backup() -> None:
    volumes = services(PRODUCTION)["api"]["volumes"]
    assert [volume for volume in volumes if "tls" in volume] == [
        "${TLS:-./tls}/fullchain.pem:/etc/wagewars/fullchain.pem:ro"
    ]
    assert [volume for volume in volumes if "backups" in volume] == [
        "${BACKUPS:-backups}:/var/lib/wagewars/backups:ro"
    ]


def test_an_address_for_alerts_is_put_in_as_it_stands(tmp_path: Path) -> None:
    """start.sh makes the file that Alertmanager reads; a token may hold what sed understands."""
    start = (ROOT / "ops" / "containers" / "alertmanager" / "start.sh").read_text()
    addresses = {
        "alert_pager_url": "https://p.example/x?a=1&b=2|3",
        "alert_tickets_url": "http://t",
    }
    for name, address in addresses.items():
        (tmp_path / name).write_text(f"{address}\n")
    start = start.replace("/tmp/", f"{tmp_path}/").replace("/run/secrets", str(tmp_path))
    start = start.replace("/etc/wagewars", str(ROOT / "ops" / "monitoring"))
    start = start.replace("exec alertmanager", "exec true")
    subprocess.run(["sh", "-c", start], check=True)
    made = yaml.safe_load((tmp_path / "alertmanager.yml").read_text())
    found = {one["name"]: one["webhook_configs"][0]["url"] for one in made["receivers"]}
    assert found == {
        "pager": addresses["alert_pager_url"],
        "tickets": addresses["alert_tickets_url"],
    }


def test_no_secret_of_production_stands_in_the_file_or_the_environment() -> None:
    for service, of in services(PRODUCTION).items():
        for variable in of.get("environment", {}):
            is_secret = re.search(r"PASSWORD|SECRET|KEY|TOKEN|_URL$", variable)
            assert not is_secret or variable in {"POSTGRES_PASSWORD_FILE", "API_URL"}, (
                f"{service} has {variable}"
            )


def test_every_secret_of_production_is_drawn_or_asked_for(tmp_path: Path) -> None:
    missing = draw_secrets.draw(tmp_path)
    there = {path.name for path in tmp_path.iterdir()}
    assert set(load(PRODUCTION)["secrets"]) == there | set(missing)


def test_only_migrations_hold_the_login_that_owns_the_tables() -> None:
    holders = {
        secret: {
            name for name, of in services(PRODUCTION).items() if secret in of.get("secrets", ())
        }
        for secret in ("migration_database_url", "owner_password", "postgres_password")
    }
    assert holders == {
        "migration_database_url": {"migrate"},
        "owner_password": {"postgres"},
        "postgres_password": {"postgres", "pgbouncer"},
    }


def test_only_backups_hold_the_login_that_may_copy_everything() -> None:
    holders = {
        secret: {
            name for name, of in services(PRODUCTION).items() if secret in of.get("secrets", ())
        }
        for secret in ("backup_database_url", "backup_password")
    }
    assert holders == {
        "backup_database_url": {"backup", "backup-wal"},
        "backup_password": {"postgres"},
    }


def test_production_shows_the_world_the_proxy_only() -> None:
    ports = {name: of["ports"] for name, of in services(PRODUCTION).items() if "ports" in of}
    assert set(ports) == {"nginx", "prometheus", "alertmanager"}
    for name in ("prometheus", "alertmanager"):
        assert all(port.startswith("127.0.0.1:") for port in ports[name]), name


def test_production_has_no_simulators() -> None:
    assert {"simulators", "seed", "demo-players"}.isdisjoint(services(PRODUCTION))


def test_the_trial_listens_on_this_machine_only() -> None:
    ports = [port for of in services(FILES[0]).values() for port in of.get("ports", ())]
    assert len(ports) == 2
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_secrets_that_are_there_are_not_drawn_anew(tmp_path: Path) -> None:
    draw_secrets.draw(tmp_path)
    first = {path.name: path.read_text() for path in tmp_path.iterdir()}
    draw_secrets.draw(tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == first
    assert len({*first.values()}) == len(first), "two secrets are the same"


def test_the_folder_of_secrets_is_for_its_owner_alone(tmp_path: Path) -> None:
    draw_secrets.draw(tmp_path / "secrets")
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_an_image_starts_worker_and_beat_as_make_run_does() -> None:
    entrypoint = (ROOT / "backend" / "entrypoint.sh").read_text()
    for argv in (environment.worker(), environment.beat()):
        options = {part for part in argv if part.startswith("--")}
        assert all(option in entrypoint for option in options), argv
