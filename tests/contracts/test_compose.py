"""docker-compose.yml agrees with the schema of compose files and with the code."""

import importlib.util
import json
import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.contracts import repository

FILE, RECEIVER = "docker-compose.yml", "deploy/compose/receiver.yml"
COMPOSE = repository.yaml_of(FILE)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "tocsin" in service["image"]}


def schema() -> Any:
    """The schema of compose files, as check-jsonschema ships it; its package is not imported for that."""
    found = importlib.util.find_spec("check_jsonschema")
    assert found
    assert found.origin
    return json.loads((Path(found.origin).parent / "builtin_schemas/vendor/compose-spec.json").read_text())


def faults_of(compose: Any) -> list[str]:
    return [error.message for error in jsonschema.Draft7Validator(schema()).iter_errors(compose)]


@pytest.mark.parametrize("path", [FILE, RECEIVER])
def test_the_file_is_a_compose_file(path: str) -> None:
    assert faults_of(repository.yaml_of(path)) == []


def test_the_schema_refuses_a_misspelt_key() -> None:
    assert faults_of({"services": {"kafka": {"image": "x", "comand": []}}})


def test_every_setting_is_one_that_the_code_reads() -> None:
    for path in (FILE, RECEIVER, ".env.example"):
        assert repository.unknown_variables(repository.text(path)) == set(), path


def test_no_topic_is_named_that_is_not_declared() -> None:
    assert repository.unknown_topics(repository.text(FILE)) == set()


def test_our_services_run_commands_that_exist() -> None:
    commands = {name: service["command"] for name, service in OURS.items() if "entrypoint" not in service}
    assert {name for name, command in commands.items() if not repository.is_command(command)} == set()
    assert {"detector", "notifier", "console", "topics"} <= commands.keys()


def test_every_image_has_a_tag_and_it_is_not_latest() -> None:
    for name, service in SERVICES.items():
        assert re.search(r":(?!latest)[\w.]+\}?$", service["image"]), name


def test_our_image_has_the_version_of_the_package() -> None:
    version = tomllib.loads(repository.text("pyproject.toml"))["project"]["version"]
    receiver = repository.yaml_of(RECEIVER)["services"]["receiver"]
    assert {service["image"] for service in [*OURS.values(), receiver]} == {f"${{IMAGE:-tocsin:{version}}}"}


def test_private_receivers_are_allowed_only_where_one_is_added() -> None:
    assert "TOCSIN_ALLOW_PRIVATE_ADDRESSES" not in repository.text(FILE)
    assert "TOCSIN_ALLOW_PRIVATE_ADDRESSES" in repository.yaml_of(RECEIVER)["services"]["notifier"]["environment"]


def test_the_broker_is_reached_by_a_listener_that_it_has() -> None:
    listener = SERVICES["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"].split(",")[0]
    reached = {
        service["environment"]["TOCSIN_KAFKA_BOOTSTRAP"] for service in OURS.values() if "environment" in service
    }
    assert reached == {listener.removeprefix("INTERNAL://")}
    assert f"INTERNAL://:{listener.rpartition(':')[2]}" in SERVICES["kafka"]["environment"]["KAFKA_LISTENERS"]


def test_health_is_asked_on_the_ports_that_the_processes_have() -> None:
    ports = {
        name: int(match[1])
        for name, service in OURS.items()
        if (match := re.search(r"127\.0\.0\.1:(\d+)/healthz/ready", str(service.get("healthcheck"))))
    }
    process, page = repository.PROCESS_PORT, repository.PAGE_PORT
    assert ports == {"detector": process, "notifier": process, "console": page}


def test_only_loopback_is_published_and_of_ours_only_the_page() -> None:
    published = {name: port for name, service in SERVICES.items() for port in service.get("ports", [])}
    assert all(port.startswith("127.0.0.1:") for port in published.values())
    assert published.keys() & OURS.keys() == {"console"}
    assert published["console"].endswith(f":{repository.PAGE_PORT}")


@pytest.mark.parametrize("name", OURS)
def test_our_services_cannot_write_or_rise(name: str) -> None:
    service = OURS[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_a_memory_limit_and_a_bounded_log(name: str) -> None:
    service = SERVICES[name]
    assert service["deploy"]["resources"]["limits"]["memory"]
    assert {"max-size", "max-file"} <= service["logging"]["options"].keys()


def test_no_secret_is_written_down() -> None:
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if re.search("PASSWORD|DATABASE_URL|SECRET|TOKEN", variable):
                assert variable.endswith("_FILE"), (name, variable)
            assert "://" not in str(value) or "KAFKA_" in variable, (name, variable)


def test_a_slack_url_in_the_env_file_is_all_it_takes() -> None:
    assert "\nSLACK_WEBHOOK_URL=\n" in repository.text(".env.example")
    assert SERVICES["notifier"]["environment"]["TOCSIN_SLACK_WEBHOOK_URL"] == "${SLACK_WEBHOOK_URL:-}"


def test_every_variable_of_the_env_file_is_used_and_the_other_way_round() -> None:
    offered = set(re.findall(r"^([A-Z_]+)=", repository.text(".env.example"), re.MULTILINE))
    assert set(re.findall(r"\$\{([A-Z_]+):-", repository.text(FILE))) == offered


def make_password(folder: Path) -> str:
    script = repository.ROOT / "deploy/compose/make_password.py"
    done = subprocess.run([sys.executable, script, folder], capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def test_the_password_is_random_readable_and_made_once(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
        assert "made" in make_password(folder)
    first, other = [(folder / "password").read_text() for folder in folders]
    assert first != other
    assert len(first) >= 40
    assert (folders[0] / "url").read_text() == f"postgresql://tocsin:{first}@postgres/tocsin"
    assert stat.S_IMODE((folders[0] / "url").stat().st_mode) == 0o444
    assert "kept" in make_password(folders[0])
    assert (folders[0] / "password").read_text() == first


def test_a_run_that_was_cut_short_is_done_again(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("half")
    assert "made" in make_password(tmp_path)
    assert (tmp_path / "password").read_text() in (tmp_path / "url").read_text()


def test_the_password_is_never_said(tmp_path: Path) -> None:
    said = make_password(tmp_path)
    assert (tmp_path / "password").read_text() not in said
