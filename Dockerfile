# syntax=docker/dockerfile:1
# Build and runtime are both Debian 12: the shared libraries below have the versions that were linked.
FROM swift:6.2-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
    libsimdjson-dev libssl-dev zlib1g-dev libsqlite3-dev pkg-config g++ \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN swift build -c release --product deferral --static-swift-stdlib \
    && install -D -m 0755 .build/release/deferral /out/deferral

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends \
    libsimdjson14 libssl3 zlib1g libsqlite3-0 libstdc++6 ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/deferral --create-home deferral
COPY --from=build /out/deferral /usr/local/bin/deferral
COPY Config/deferral.yaml /etc/deferral/deferral.yaml
USER deferral
# A container is reached from outside of it, so it listens beyond loopback: that needs
# DEFERRAL_ALLOW_UNAUTHENTICATED=true from whoever starts it, until there is authentication.
ENV DEFERRAL_LISTEN=0.0.0.0:8080 DEFERRAL_DATA_DIRECTORY=/var/lib/deferral
VOLUME /var/lib/deferral
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD curl -fsS http://127.0.0.1:8080/readyz || exit 1
ENTRYPOINT ["deferral", "serve", "--config", "/etc/deferral/deferral.yaml"]
