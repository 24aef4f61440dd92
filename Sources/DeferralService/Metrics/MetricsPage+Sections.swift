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

  /// Appends how training runs ended.
  mutating func training(_ results: [TrainingRunState: Int], running: Bool) {
    single("deferral_training_running", "gauge", "Whether a training run is going on.", running ? 1 : 0)
    begin("deferral_training_runs_total", "counter", "Training runs since the start, by how they ended.")
    for state in TrainingRunState.allCases where state.isFinal {
      sample("deferral_training_runs_total", [("result", state.rawValue)], results[state] ?? 0)
    }
  }
}
