import Formats
import Testing

@Suite struct OperationsTests {
  @Test func `probes answer and agree`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    #expect(try await fixture.client.get("/livez").json["status"]?.string == "ok")
    #expect(try await fixture.client.get("/readyz").json["status"]?.string == "ready")
    let health = try await fixture.client.get("/healthz").json
    #expect(health["status"]?.string == "ok")
    #expect(health["model_version"]?.string == "1")
    await fixture.service.stop()
  }

  @Test func `metrics count every decision of every loop`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic()) { $0.eventLoops = 3 }
    for index in 0..<30 { _ = try await fixture.decide([0, index % 3 == 0 ? 5 : -5]) }
    let answer = try await fixture.client.get("/metrics")
    #expect(answer.contentType.hasPrefix("text/plain; version=0.0.4"))
    let lines = answer.text.split(separator: "\n")
    #expect(lines.contains(#"deferral_decisions_total{action="defer",expert="ann",model_version="1"} 10"#))
    #expect(lines.contains(#"deferral_decisions_total{action="defer",expert="bob",model_version="1"} 20"#))
    await fixture.service.stop()
  }

  @Test func `metrics tell of every limit on time, of handshakes and of certificates`() async throws {
    let fixture = try ServiceFixture(bundle: nil)
    let text = try await fixture.client.get("/metrics").text
    for limit in ["idle", "head", "body", "request", "write", "linger"] {
      #expect(text.contains("deferral_http_timeouts_total{limit=\"\(limit)\"} 0\n"))
    }
    for name in [
      "deferral_http_connections_refused_total 0", "deferral_http_accept_pauses_total 0",
      "deferral_http_answers_aborted_total 0", "deferral_tls_handshakes_total{result=\"failed\"} 0",
      "# TYPE deferral_tls_certificate_expiry_timestamp_seconds gauge",
    ] { #expect(text.contains("\(name)\n"), "\(name)") }
    await fixture.service.stop()
  }

  @Test func `a repeated or refused decision is not counted again`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    for value in [5, 5, 4] {
      _ = try await fixture.client.send(
        "POST", "/v1/decisions", json: #"{"features": [0, \#(value)]}"#,
        headers: ["Idempotency-Key": "\"order-7\""])
    }
    let lines = try await fixture.client.get("/metrics").text.split(separator: "\n")
    #expect(lines.contains(#"deferral_decisions_total{action="defer",expert="ann",model_version="1"} 1"#))
    await fixture.service.stop()
  }

  @Test func `metrics are in Prometheus's format`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic())
    _ = try await fixture.decide([0, 5])
    var known: Set<Substring> = []
    for line in try await fixture.client.get("/metrics").text.split(separator: "\n") {
      if line.hasPrefix("# TYPE ") {
        #expect(known.insert(line.split(separator: " ")[2]).inserted, "\(line) stands twice")
      }
      guard !line.hasPrefix("#") else { continue }
      let name = line.prefix { $0 != "{" && $0 != " " }
      let base = ["_bucket", "_sum", "_count"].reduce(String(name)) {
        $0.hasSuffix($1) && !known.contains(name) ? String($0.dropLast($1.count)) : $0
      }
      #expect(known.contains(Substring(base)), "\(line) has no type")
      #expect(Double(line.split(separator: " ").last ?? "") != nil, "\(line) has no number")
    }
    await fixture.service.stop()
  }

  @Test func `a service that stops is not ready, and serves on until load balancers saw it`() async throws {
    let fixture = try ServiceFixture(bundle: .clinic()) { $0.drainDelaySeconds = 1.5 }
    let stopping = Task { await fixture.service.stop() }
    var ready = 200
    for _ in 0..<1000 where ready == 200 { ready = try await fixture.client.get("/readyz").status }
    #expect(ready == 503)
    #expect(try await fixture.decide([0, 5])["expert"]?.string == "ann")
    await stopping.value
  }
}
