"""Every metric once: name, kind, unit, and what it tells the operator. Labels have few, closed values."""

from prometheus_client import Counter, Gauge, Histogram, Info

BUILD = Info("tocsin_build", "Version of the running process.")

ARTICLES = Counter(
    "tocsin_articles_total",
    "Articles taken from the topic, by what became of them: read, not_english, withheld or dead_lettered.",
    ["outcome"],
)
ARTICLES_BY_LANGUAGE = Counter(
    "tocsin_articles_by_language_total", "Articles by ISO 639-1 language; only English is read.", ["language"]
)
ARTICLES_TRUNCATED = Counter("tocsin_articles_truncated_total", "Articles longer than the limit: their end is unread.")
EVENTS = Counter("tocsin_events_total", "Events read out of articles.", ["type"])
DETECTIONS = Counter("tocsin_detections_total", "Events that rang at least one rule.", ["type"])
DEAD_LETTERS = Counter(
    "tocsin_dead_letters_total", "Messages put on a dead-letter topic. Look at its headers for the reason.", ["topic"]
)
BATCH_SECONDS = Histogram(
    "tocsin_batch_seconds",
    "From taking a batch to its acknowledgement. Grows when the pool is the bottleneck: add replicas.",
    ["process"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
EXTRACTION_SECONDS = Histogram(
    "tocsin_extraction_seconds",
    "Reading one article in the process pool.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
MATCHING_SECONDS = Histogram(
    "tocsin_matching_seconds",
    "Asking the rules about all events of one article, in the process that owns the rules.",
    buckets=(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1),
)
RULES = Gauge(
    "tocsin_rules", "Rules in force, by where they live: file or topic. A file's goes before a topic's.", ["origin"]
)
RULES_UNSELECTIVE = Gauge(
    "tocsin_rules_unselective", "Rules that every event is held against, since they ask for nothing to look up."
)
RULE_CONDITION_ERRORS = Counter(
    "tocsin_rule_condition_errors_total",
    "A rule's when failed while it ran, so the rule stayed silent; the log has the first failure of each.",
)
RULES_RELOADS = Counter(
    "tocsin_rules_reloads_total",
    "Changes of the rule files that were noticed, by outcome: loaded or failed.",
    ["outcome"],
)
RULES_RELOAD_FAILED = Gauge(
    "tocsin_rules_reload_failed",
    "1 while a rule file is broken and the last good set is in force; the log has its faults.",
)
POOL_RESTARTS = Counter("tocsin_pool_restarts_total", "A child of the process pool died. More than a few: memory?")
STORIES = Counter("tocsin_stories_total", "Detections by what the stories made of them: new or repeat.", ["decision"])
ALERTS_HELD = Counter(
    "tocsin_alerts_held_total", "Alerts that nobody was told of, since all their rules were over their rate."
)
DELIVERY_ATTEMPTS = Counter(
    "tocsin_delivery_attempts_total",
    "HTTP attempts by kind of receiver and outcome (delivered, retry, given_up, gone) and reason class.",
    ["kind", "outcome", "reason"],
)
DELIVERY_SECONDS = Histogram(
    "tocsin_delivery_seconds",
    "One HTTP attempt, from connecting to the verdict.",
    ["kind"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20),
)
DELIVERIES_WAITING = Gauge("tocsin_deliveries_waiting", "Deliveries that are due or will be tried again.")
SUBSCRIPTIONS_DISABLED = Counter("tocsin_subscriptions_disabled_total", "Receivers that said 410 or died.", ["kind"])
FETCHED_TO_DELIVERED_SECONDS = Histogram(
    "tocsin_article_to_delivery_seconds",
    "From fetching the article to the first 2xx of an alert about it: the product's promise.",
    ["kind"],
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 3600),
)
