import pytest

from tocsin.domain.errors import DeclarationError
from tocsin.settings import DatabaseSettings, KafkaSettings, Settings, known_variables


def faults_of(settings: type[Settings], environment: dict[str, str]) -> str:
    with pytest.raises(DeclarationError) as caught:
        settings.load(environment)
    return str(caught.value)


def test_defaults_need_no_environment():
    assert KafkaSettings.load({}).kafka_bootstrap == "127.0.0.1:9092"


def test_every_wrong_variable_is_reported_at_once():
    faults = faults_of(KafkaSettings, {"TOCSIN_HTTP_PORT": "high", "TOCSIN_LOG_LEVEL": "loud", "TOCSIN_KAFKA": "x"})

    assert "TOCSIN_HTTP_PORT" in faults
    assert "TOCSIN_LOG_LEVEL" in faults
    assert "TOCSIN_KAFKA: unknown variable" in faults


def test_a_typing_error_is_answered_with_the_right_name():
    assert "did you mean TOCSIN_DATABASE_URL?" in faults_of(DatabaseSettings, {"TOCSIN_DATABASE_URI": "x"})


def test_a_secret_is_read_from_the_file_that_its_variable_names(tmp_path):
    (tmp_path / "url").write_text("postgresql://u:p@h/d\n")

    settings = DatabaseSettings.load({"TOCSIN_DATABASE_URL_FILE": str(tmp_path / "url")})

    assert settings.database_url.get_secret_value() == "postgresql://u:p@h/d"


def test_a_secret_said_twice_is_a_fault(tmp_path):
    (tmp_path / "url").write_text("x")
    environment = {"TOCSIN_DATABASE_URL": "y", "TOCSIN_DATABASE_URL_FILE": str(tmp_path / "url")}

    assert "TOCSIN_DATABASE_URL_FILE too; keep one" in faults_of(DatabaseSettings, environment)


def test_a_secret_file_that_is_not_there_is_a_fault_that_names_it():
    (fault,) = faults_of(DatabaseSettings, {"TOCSIN_DATABASE_URL_FILE": "/nowhere"}).splitlines()
    assert "TOCSIN_DATABASE_URL_FILE: cannot read /nowhere" in fault


def test_secrets_are_not_shown(tmp_path):
    settings = DatabaseSettings.load({"TOCSIN_DATABASE_URL": "postgresql://u:canary@h/d"})

    assert "canary" not in repr(settings)
    assert "canary" not in str(settings)


def test_variables_of_other_programs_are_none_of_our_business():
    assert Settings.load({"PATH": "/bin", "KAFKA_HEAP_OPTS": "-Xmx1g"}).log_level == "info"


def test_every_secret_has_its_file_variable():
    assert {"TOCSIN_DATABASE_URL", "TOCSIN_DATABASE_URL_FILE"} <= known_variables()


def test_what_is_wrong_hides_nothing_of_what_is_right():
    settings, faults = KafkaSettings.read({"TOCSIN_HTTP_PORT": "high", "TOCSIN_TOPICS_DIRECTORY": "elsewhere"})

    assert [fault.message.partition(":")[0] for fault in faults] == ["TOCSIN_HTTP_PORT"]
    assert str(settings.topics_directory) == "elsewhere"
    assert settings.http_port == KafkaSettings.load({}).http_port
