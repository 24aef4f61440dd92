import HTTPServer
import Storage

/// Holds every setting of the service, with its default.
///
/// `Config/deferral.yaml` lists the same names and defaults; a test compares the two.
package struct Settings: Sendable, Equatable {
  /// Addresses to listen on, as `ServerConfiguration.listen` writes them.
  package var listen = ["127.0.0.1:8080"]
  /// Permissions of the files of Unix sockets.
  package var socketMode: UInt32 = 0o660
  /// Certificates, and what is asked of clients with TLS.
  package var tls = TLSSettings()
  /// Directory of the database, the models and the original rows.
  package var dataDirectory = "data"
  /// Bundle that becomes the first version of an empty registry; empty for none.
  package var model = ""
  /// Event loops; 0 for one a core.
  package var eventLoops = 0
  /// Whether addresses beyond loopback are allowed where nothing authenticates clients.
  package var allowUnauthenticated = false
  /// `full` survives a power cut, `process` survives `kill -9` only.
  package var durability = Durability.full
  /// Error rate of a conformal set where the request names none; 0 for the one that the model was calibrated for.
  package var alpha = 0.0
  /// Cost of asking each expert, in classification errors or the units of `errorCosts`; who is not named costs nothing.
  package var costs: [String: Double] = [:]
  /// JSON file with the cost of each error; empty where each costs 1.
  package var errorCosts = ""
  /// Wished share of inputs that experts are asked about.
  package var budget = BudgetSettings()
  /// Share of inputs for which every available expert is asked.
  package var auditRate = 0.02
  /// Seconds between `/readyz` failing and the drain, in which a load balancer can notice.
  package var drainDelaySeconds = 0.0
  /// Seconds that open requests have to finish once a stop was asked for.
  package var drainSeconds = 30.0
  /// Least level that is logged: trace, debug, info, notice, warning, error or critical.
  package var logLevel = "info"
  /// What log lines look like.
  package var logFormat = LogFormat.text
  /// Whether requests are logged, and how.
  package var accessLog = AccessLogFormat.off
  /// Whether longer answers are compressed for clients that accept it.
  package var compression = true
  /// What clients may use up.
  package var limits = LimitSettings()
  /// How the background worker trains and judges.
  package var training = RetrainingSettings()

  /// Creates the default settings.
  package init() {}

  /// Error rate that the operator set; nil for each model's own.
  var errorRate: Double? { alpha > 0 ? alpha : nil }
}

/// Says whether a share of deferred inputs is wished, and which.
package struct BudgetSettings: Sendable, Equatable {
  /// What the rate is.
  package enum Mode: String, Sendable, CaseIterable {
    /// Nothing: as many are deferred as the model would.
    case none
    /// What is brought about.
    case rate
    /// What is not exceeded.
    case maximum
  }

  /// What the rate is.
  package var mode = Mode.none
  /// Share of inputs.
  package var rate = 0.2
  /// How much one decision moves the shift of every expert's score.
  package var step = 0.01

  /// The wish; nil for none.
  var wish: DeferralWish? {
    mode == .none ? nil : DeferralWish(rate: rate, isMaximum: mode == .maximum, step: step)
  }
}

/// Says how the background worker trains and when a new model is good enough.
package struct RetrainingSettings: Sendable, Equatable {
  /// Worker threads; serving keeps the other cores.
  package var threads = 1
  /// Epochs; 0 for as many as the serving model was trained for.
  package var epochs = 0
  /// Posterior from which on the truth of inputs without an outcome is inferred; 0 never infers.
  package var inferTruth = 0.0
  /// How much lower than the serving model's the new accuracy on the gate rows may be.
  package var gateMargin = 0.005
  /// Gate rows without which no new model is promoted.
  package var gateMinimumRows = 20
}
