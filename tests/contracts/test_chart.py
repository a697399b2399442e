"""The chart renders, Kubernetes would take it, and it agrees with the code."""

import json
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import kubernetes_validate
import pytest
import yaml

from tests.contracts import repository

CHART = repository.ROOT / "helm/tocsin"
VALUES = sorted((CHART / "ci").glob("*-values.yaml"))
MINIMAL = CHART / "ci/minimal-values.yaml"
OLDEST, NEWEST = "1.25", kubernetes_validate.latest_version()


class Rendered(NamedTuple):
    """What helm said about one set of values."""

    status: int
    text: str
    fault: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [document for document in yaml.safe_load_all(self.text) if document]

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        return [found for found in self.objects if found["kind"] == kind]

    def pods(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield name and specification of every pod, of whatever makes it."""
        for found in self.objects:
            if found["kind"] == "Pod":
                yield found["metadata"]["name"], found["spec"]
            elif found["kind"] in ("Deployment", "Job"):
                yield found["metadata"]["name"], found["spec"]["template"]["spec"]


Render = Callable[..., Rendered]


@pytest.fixture(scope="module")
def render(helm: Path, tmp_path_factory: pytest.TempPathFactory) -> Render:
    home = tmp_path_factory.mktemp("helm")

    def run(values: Path = MINIMAL, *options: str) -> Rendered:
        done = subprocess.run(
            [helm, "template", "bell", CHART, "--kube-version", NEWEST, "--values", values, *options],
            capture_output=True,
            text=True,
            check=False,
            env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
        )
        return Rendered(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="module", params=VALUES, ids=lambda path: path.stem)
def rendered(request: pytest.FixtureRequest, render: Render) -> Rendered:
    done = render(request.param)
    assert done.status == 0, done.fault
    return done


@pytest.fixture(scope="module")
def minimal(render: Render) -> Rendered:
    return render()


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_kubernetes_knows_every_key(rendered: Rendered, version: str) -> None:
    assert rendered.objects
    for found in rendered.objects:
        kubernetes_validate.validate(found, version, strict=True)


def test_a_misspelt_key_would_be_found(minimal: Rendered) -> None:
    service = minimal.of_kind("Service")[0]
    service["spec"]["slector"] = service["spec"].pop("selector")
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(service, NEWEST, strict=True)


def test_every_setting_is_one_that_the_code_reads(rendered: Rendered) -> None:
    assert repository.unknown_variables(rendered.text) == set()
    for template in (CHART / "templates").rglob("*.*"):
        without_comments = re.sub(r"\{\{/\*.*?\*/\}\}", "", template.read_text(), flags=re.DOTALL)
        assert repository.unknown_variables(without_comments) == set(), template


def test_no_topic_is_named_that_is_not_declared(rendered: Rendered) -> None:
    assert repository.unknown_topics(rendered.text) == set()


def test_containers_run_commands_that_exist(minimal: Rendered) -> None:
    commands = [pod["containers"][0]["args"] for _, pod in minimal.pods() if "command" not in pod["containers"][0]]
    assert sorted(commands) == [["console"], ["detector"], ["notifier"], ["topics", "apply"]]
    assert [command for command in commands if not repository.is_command(command)] == []


def test_processes_listen_where_probes_and_services_look(minimal: Rendered) -> None:
    ports = {}
    for found in minimal.of_kind("Deployment"):
        container = found["spec"]["template"]["spec"]["containers"][0]
        variables = {variable["name"]: variable["value"] for variable in container["env"]}
        assert container["ports"] == [
            {"name": "http", "containerPort": int(variables["TOCSIN_HTTP_PORT"]), "protocol": "TCP"}
        ]
        assert variables["TOCSIN_HTTP_BIND"] == "0.0.0.0"
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            assert container[probe]["httpGet"]["port"] == "http"
        ports[container["name"]] = container["ports"][0]["containerPort"]
    process, page = repository.PROCESS_PORT, repository.PAGE_PORT
    assert ports == {"detector": process, "notifier": process, "console": page}


def test_a_service_finds_the_pods_of_its_process(minimal: Rendered) -> None:
    labels = {
        found["metadata"]["name"]: found["spec"]["template"]["metadata"]["labels"]
        for found in minimal.of_kind("Deployment")
    }
    for service in minimal.of_kind("Service"):
        meant = [name for name, of in labels.items() if service["spec"]["selector"].items() <= of.items()]
        assert meant == [service["metadata"]["name"]]


def test_every_pod_meets_the_restricted_standard(rendered: Rendered) -> None:
    for name, pod in rendered.pods():
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }, name


def test_no_pod_gets_a_token_or_the_addresses_of_services(rendered: Rendered) -> None:
    for name, pod in rendered.pods():
        assert pod["automountServiceAccountToken"] is False, name
        assert pod["enableServiceLinks"] is False, name


def test_every_container_says_what_memory_it_may_take(minimal: Rendered) -> None:
    for name, pod in minimal.pods():
        assert pod["containers"][0]["resources"]["limits"]["memory"], name


def test_secrets_are_files_and_never_variables(rendered: Rendered) -> None:
    assert "secretKeyRef" not in rendered.text
    assert "secretRef" not in rendered.text
    assert rendered.of_kind("Secret") == []


def test_a_slack_secret_reaches_the_notifier_alone(render: Render) -> None:
    done = render(MINIMAL, "--set", "slack.existingSecret.name=rings")
    readers = [name for name, pod in done.pods() if "rings" in json.dumps(pod)]
    assert readers == ["bell-tocsin-notifier"]


def test_the_rules_of_the_repository_come_along(minimal: Rendered) -> None:
    (found,) = minimal.of_kind("ConfigMap")
    written = {path.name: path.read_text() for path in (repository.ROOT / "rules").glob("*/*.yaml")}
    assert written
    assert found["data"] == written


def test_a_changed_rule_changes_the_mounted_files_and_replaces_no_pod(render: Render, tmp_path: Path) -> None:
    def rendered(rule: str) -> Rendered:
        values = tmp_path / "values.yaml"
        values.write_text(yaml.safe_dump({**yaml.safe_load(MINIMAL.read_text()), "rules": {"files": {"a.yaml": rule}}}))
        return render(values)

    before, after = rendered("id: a"), rendered("id: b")
    assert before.of_kind("ConfigMap") != after.of_kind("ConfigMap")
    assert before.of_kind("Deployment") == after.of_kind("Deployment") != []


def test_the_topics_are_made_before_the_processes_start(minimal: Rendered) -> None:
    (job,) = minimal.of_kind("Job")
    assert job["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
    # Before the first install nothing else of the chart is there, so the job may lean on nothing of it.
    assert "serviceAccountName" not in job["spec"]["template"]["spec"]
    assert "configMap" not in json.dumps(job)


@pytest.mark.parametrize(
    ("option", "fault"),
    [
        ("kafka.bootstap=x", "bootstap"),
        ("kafkas.bootstrap=x", "kafkas"),
        ("detector.replica=2", "replica"),
        ("image.tag=latest", "/image/tag"),
        ("image.digest=sha256:1", "/image/digest"),
        ("kafka.bootstrap=kafka", "/kafka/bootstrap"),
        ("detector.replicas=-1", "/detector/replicas"),
        ("notifier.env.SLACK_URL=x", "SLACK_URL"),
        ("logFormat=xml", "/logFormat"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(render: Render, option: str, fault: str) -> None:
    done = render(MINIMAL, "--set", option)
    assert done.status != 0
    assert fault in done.fault


@pytest.mark.parametrize("required", ["kafka.bootstrap", "database.existingSecret.name"])
def test_what_has_no_default_is_asked_for(render: Render, required: str) -> None:
    done = render(MINIMAL, "--set", f"{required}=")
    assert done.status != 0
    assert f"{required} is required" in done.fault


def leaves(values: dict[str, Any], *above: str) -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, dict) and value and key != "resources":
            yield from leaves(value, *above, key)
        else:
            yield ".".join((*above, key))


def test_the_schema_holds_for_the_defaults_and_names_each_of_them() -> None:
    values, schema = (
        repository.yaml_of("helm/tocsin/values.yaml"),
        json.loads((CHART / "values.schema.json").read_text()),
    )
    jsonschema.Draft7Validator.check_schema(schema)
    assert not list(jsonschema.Draft7Validator(schema).iter_errors(values))
    assert schema["properties"].keys() - values.keys() == {"global"}


def test_every_value_is_explained_in_the_readme() -> None:
    readme = (CHART / "README.md").read_text()
    values = repository.yaml_of("helm/tocsin/values.yaml")
    assert [path for path in leaves(values) if f"`{path}`" not in readme] == []


def test_the_chart_has_the_version_of_the_package() -> None:
    version = tomllib.loads(repository.text("pyproject.toml"))["project"]["version"]
    assert repository.yaml_of("helm/tocsin/Chart.yaml")["appVersion"] == version
