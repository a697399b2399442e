# One image for every process: `docker run tocsin detector`, `... notifier`, `... console`, `... topics apply`.

FROM python:3.11-slim-bookworm AS build
# The outer pip installs into the environment, so that the image carries none.
RUN python -m venv --without-pip /opt/tocsin
COPY requirements.lock /build/
RUN --mount=type=cache,target=/root/.cache/pip \
    pip --python /opt/tocsin/bin/python install --require-hashes -r /build/requirements.lock
COPY pyproject.toml README.md LICENSE NOTICE /build/
COPY services /build/services
RUN --mount=type=cache,target=/root/.cache/pip \
    pip --python /opt/tocsin/bin/python install --no-deps /build

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Tocsin" \
      org.opencontainers.image.description="Streaming news alerts: article text in from Kafka, signed webhooks and Slack messages out." \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin tocsin
COPY --from=build /opt/tocsin /opt/tocsin
WORKDIR /app
COPY topics topics
COPY rules rules
COPY samples/articles samples/articles
# Nothing is written outside /tmp: the root file system may be read-only.
ENV PATH=/opt/tocsin/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp
USER 10001:10001
EXPOSE 8000 8080
ENTRYPOINT ["tocsin"]
CMD ["--help"]
