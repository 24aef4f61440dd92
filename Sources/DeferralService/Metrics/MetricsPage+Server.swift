import HTTPServer

extension MetricsPage {
  /// Appends connections, requests and latencies, summed over the loops.
  mutating func server(_ loops: [LoopStatistics]) {
    let snapshots = loops.map { $0.snapshot() }
    func sum(_ path: KeyPath<StatisticsSnapshot, UInt64>) -> UInt64 {
      snapshots.reduce(0) { $0 + $1[keyPath: path] }
    }
    single("deferral_http_connections", "gauge", "Connections open.", sum(\.connectionsOpen))
    single("deferral_http_connections_total", "counter", "Connections accepted.", sum(\.connectionsAccepted))
    single(
      "deferral_http_connections_refused_total", "counter",
      "Connections closed because their address has as many as it may.", sum(\.connectionsRefused))
    single(
      "deferral_http_accept_pauses_total", "counter",
      "Times that accepting paused for want of connections or descriptors.", sum(\.acceptPauses))
    timeouts(snapshots)
    single("deferral_http_requests_in_flight", "gauge", "Requests not answered yet.", sum(\.requestsInFlight))
    single("deferral_http_received_bytes_total", "counter", "Bytes read.", sum(\.bytesReceived))
    single("deferral_http_sent_bytes_total", "counter", "Bytes written.", sum(\.bytesSent))
    begin("deferral_http_responses_total", "counter", "Answers by the first digit of their status.")
    for status in 1...5 {
      let count = snapshots.reduce(0) { $0 + $1.responsesByClass[status] }
      sample("deferral_http_responses_total", [("status", "\(status)xx")], count)
    }
    single(
      "deferral_http_answers_aborted_total", "counter", "Streamed answers that were broken off.",
      sum(\.answersAborted))
    latencies(snapshots)
    handshakes(
      completed: sum(\.handshakes), resumed: sum(\.handshakesResumed), failed: sum(\.handshakeFailures))
  }

  /// Appends when the certificates in use end.
  mutating func certificates(_ certificates: [CertificateInfo]) {
    let name = "deferral_tls_certificate_expiry_timestamp_seconds"
    begin(name, "gauge", "Last second of a certificate's validity, since 1970.")
    for certificate in certificates {
      sample(name, [("file", certificate.file), ("subject", certificate.subject)], certificate.notAfter)
    }
  }

  private mutating func timeouts(_ snapshots: [StatisticsSnapshot]) {
    let name = "deferral_http_timeouts_total"
    begin(name, "counter", "Connections that ran into a limit on time.")
    for limit in TimeLimit.allCases {
      sample(name, [("limit", "\(limit)")], snapshots.reduce(0) { $0 + $1.timeouts(limit) })
    }
  }

  private mutating func handshakes(completed: UInt64, resumed: UInt64, failed: UInt64) {
    let name = "deferral_tls_handshakes_total"
    begin(name, "counter", "TLS handshakes: full, with an earlier session, or failed.")
    // The two are read one after the other.
    let full = completed >= resumed ? completed - resumed : 0
    for (result, count) in [("full", full), ("resumed", resumed), ("failed", failed)] {
      sample(name, [("result", result)], count)
    }
  }

  private mutating func latencies(_ snapshots: [StatisticsSnapshot]) {
    let name = "deferral_http_request_duration_seconds"
    begin(name, "histogram", "Seconds from a request's first byte to its answer.")
    var cumulative: UInt64 = 0
    for bucket in 0...LoopStatistics.latencyBounds.count {
      cumulative += snapshots.reduce(0) { $0 + $1.latencyCounts[bucket] }
      let bounds = LoopStatistics.latencyBounds
      sample("\(name)_bucket", [("le", bucket < bounds.count ? "\(bounds[bucket])" : "+Inf")], cumulative)
    }
    sample("\(name)_sum", [], snapshots.reduce(0) { $0 + $1.latencySum })
    sample("\(name)_count", [], cumulative)
  }
}
