import HTTPServer
import LearningToDefer
import Storage

extension MetricsPage {
  /// Appends who decided, by action, expert and model version.
  mutating func decisions(_ decisions: [DecisionCounters.Series: Int]) {
    begin("deferral_decisions_total", "counter", "Decisions taken since the start.")
    let ordered = decisions.sorted {
      ($0.key.modelVersion, $0.key.expert) < ($1.key.modelVersion, $1.key.expert)
    }
    for (series, count) in ordered {
      let action = series.maker == .classifier ? "predict" : "defer"
      sample(
        "deferral_decisions_total",
        [("action", action), ("expert", series.expert), ("model_version", series.modelVersion)], count)
    }
  }

  /// Appends what serves and what its calibration rests on.
  mutating func model(_ model: ServingModel?) {
    begin("deferral_model_info", "gauge", "The model version that serves.")
    guard let model else { return }
    sample("deferral_model_info", [("model_version", model.version)], 1)
    single(
      "deferral_conformal_calibration_rows", "gauge", "Deferred rows behind the conformal sets.",
      model.bundle.conformal?.rows ?? 0)
    guard let regulator = model.regulator else { return }
    single(
      "deferral_budget_rate", "gauge", "The wished share of deferred inputs, or the highest one.",
      regulator.rate)
    single(
      "deferral_budget_shift", "gauge", "What is added to every expert's score to reach the rate.",
      regulator.shift)
  }

  /// Appends what the store's writer has done.
  mutating func store(_ statistics: StoreStatistics) {
    single("deferral_store_waiting_writes", "gauge", "Writes that wait for a commit.", statistics.waiting)
    single("deferral_store_writes_total", "counter", "Writes in committed transactions.", statistics.writes)
    single("deferral_store_transactions_total", "counter", "Committed transactions.", statistics.transactions)
    single(
      "deferral_store_failures_total", "counter", "Transactions that stored nothing.", statistics.failures)
    single(
      "deferral_store_refusals_total", "counter", "Submissions refused by a full queue.", statistics.refusals)
    single(
      "deferral_store_transaction_seconds_total", "counter", "Seconds spent in transactions.",
      statistics.seconds)
  }

  /// Appends connections, requests and latencies, summed over the loops.
  mutating func server(_ loops: [LoopStatistics]) {
    let snapshots = loops.map { $0.snapshot() }
    func sum(_ path: KeyPath<StatisticsSnapshot, UInt64>) -> UInt64 {
      snapshots.reduce(0) { $0 + $1[keyPath: path] }
    }
    single("deferral_http_connections", "gauge", "Connections open.", sum(\.connectionsOpen))
    single("deferral_http_connections_total", "counter", "Connections accepted.", sum(\.connectionsAccepted))
    single("deferral_http_requests_in_flight", "gauge", "Requests not answered yet.", sum(\.requestsInFlight))
    single("deferral_http_received_bytes_total", "counter", "Bytes read.", sum(\.bytesReceived))
    single("deferral_http_sent_bytes_total", "counter", "Bytes written.", sum(\.bytesSent))
    begin("deferral_http_responses_total", "counter", "Answers by the first digit of their status.")
    for status in 1...5 {
      let count = snapshots.reduce(0) { $0 + $1.responsesByClass[status] }
      sample("deferral_http_responses_total", [("status", "\(status)xx")], count)
    }
    latencies(snapshots)
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

  /// Appends how training runs ended.
  mutating func training(_ results: [TrainingRunState: Int], running: Bool) {
    single("deferral_training_running", "gauge", "Whether a training run is going on.", running ? 1 : 0)
    begin("deferral_training_runs_total", "counter", "Training runs since the start, by how they ended.")
    for state in TrainingRunState.allCases where state.isFinal {
      sample("deferral_training_runs_total", [("result", state.rawValue)], results[state] ?? 0)
    }
  }
}
