import DeferralService
import Formats
import Foundation
import LearningToDefer
import Logging
import Storage
import TestSupport

/// Runs a service in this process, on a free port and a directory of its own.
final class ServiceFixture: Sendable {
  let directory: TemporaryDirectory
  let service: Service
  let client: HTTPClient
  let address: String

  /// Starts a service; without a bundle its registry is empty.
  init(
    bundle: ModelBundle?, directory: TemporaryDirectory? = nil, change: (inout Settings) -> Void = { _ in }
  ) throws {
    let directory = try directory ?? TemporaryDirectory()
    self.directory = directory
    var settings = Settings()
    settings.listen = ["127.0.0.1:0"]
    settings.dataDirectory = directory("data")
    settings.auditRate = 0
    settings.drainSeconds = 2
    if let bundle {
      try bundle.write(to: directory("bundle"))
      settings.model = directory("bundle")
    }
    change(&settings)
    var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    logger.logLevel = .critical
    service = try Service(settings: settings, logger: logger)
    address = try service.start().first ?? ""
    client = HTTPClient(address: address)
  }

  /// Posts features and returns the decision.
  func decide(_ features: [Float]) async throws -> JSONValue {
    let answer = try await client.send("POST", "/v1/decisions", json: "{\"features\": \(features)}")
    guard answer.status == 201 else { throw UnexpectedAnswer(status: answer.status, text: answer.text) }
    return try answer.json
  }
}

struct UnexpectedAnswer: Error {
  let status: Int
  let text: String
}

extension ModelBundle {
  /// A model of two inputs that is easy to foresee: `x0` large is benign, small is malignant, `x1` large asks
  /// `ann`, very small asks `bob`.
  static func clinic() throws -> ModelBundle {
    let layer = DenseLayer(inputs: 2, outputs: 4, weight: [1, 0, -1, 0, 0, 1, 0, -1], bias: [0, 0, -2, -2])
    let network = try Network(layers: [layer], activation: .relu, scaler: nil)
    let manifest = ModelManifest(
      surrogate: .oneVsAll, classes: ["benign", "malignant"], experts: ["ann", "bob"], network: network)
    return ModelBundle(manifest: manifest, network: network, conformal: nil)
  }
}
