import pytest
from pydantic import ValidationError

from tocsin.domain.article import Article
from tocsin.domain.detection import Detection
from tocsin.domain.event import Event


@pytest.mark.parametrize("model", [Article, Event, Detection])
def test_what_is_wrong_with_a_message_is_said_without_a_word_of_it(model: type[Article | Event | Detection]) -> None:
    with pytest.raises(ValidationError) as caught:
        model.model_validate({"id": "canary", "event": {"type": "canary"}, "headline": ["canary"], "type": "canary"})
    assert "canary" not in str(caught.value)
