import DeferralService
import Formats
import LearningToDefer

/// Ends a command with one line on standard error and an exit code of `sysexits.h`.
struct Failure: Error {
  /// What is wrong, and the cure.
  let message: String
  /// 64, 65 or 70.
  let code: Int32

  /// The command was called wrongly.
  static func usage(_ message: String) -> Failure { Failure(message: message, code: 64) }

  /// A file is not what it should be.
  static func data(_ message: String) -> Failure { Failure(message: message, code: 65) }

  /// Something failed that neither the arguments nor the data explain.
  static func inside(_ message: String) -> Failure { Failure(message: message, code: 70) }

  private init(message: String, code: Int32) {
    self.message = message
    self.code = code
  }

  /// Classes an error of the service.
  init(_ error: ServiceError) {
    switch error {
    case .settings, .publicAddress, .listen(.invalidAddress), .listen(.unknownHost),
      .listen(.invalidCertificates(.notConfigured)):
      self = .usage(error.description)
    case .format, .registry(.format), .listen(.invalidCertificates): self = .data(error.description)
    default: self = .inside(error.description)
    }
  }

  /// Classes an error of training.
  init(_ error: TrainingError) {
    switch error {
    case .noRows:
      self = .data(
        "no training row has a true label; give rows with labels, or smaller shares to keep from training")
    case .setting(let name, let problem): self = .usage("\(Self.option(of: name)) \(problem)")
    case .warmStartDoesNotFit:
      self = .inside("the network to start from has another shape than the data need")
    case .checkpointDoesNotFit(let problem): self = .data("the checkpoint does not fit: \(problem)")
    case .warmStartTakesOtherRows:
      self = .inside("the network to start from takes another kind of input than the data hold")
    case .text(let row, let limit): self = .data("row \(row) (from 0): its text \(limit.problem); shorten it")
    case .diverged(let epoch):
      self = .data(
        "training diverged in epoch \(epoch); try a smaller --learning-rate"
      )
    case .cancelled: self = .inside("training was cancelled")
    }
  }

  /// The option by which `train` takes a setting that manifests name so.
  private static func option(of setting: String) -> String {
    setting == "shuffle_block" ? "--shuffle-blocks" : "--" + setting.replacing("_", with: "-")
  }

  /// Classes any error that a command throws; nil for those of the argument parser.
  init?(any error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as FormatError: self = .data(error.description)
    case let error as TrainingError: self.init(error)
    case let error as SimulationError: self = .usage(error.description)
    case let error as ServiceError: self.init(error)
    default: return nil
    }
  }
}
