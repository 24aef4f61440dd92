import COpenSSL
import Storage

/// Draws the inputs for which every available expert is asked, before anything is decided.
///
/// The draw is a keyed hash of the decision's id, so that it depends on nothing that the model or the experts say.
package struct AuditRule: Sendable {
  private let key: [UInt8]
  private let rate: Double

  /// Creates the rule.
  ///
  /// - Parameters:
  ///   - key: the installation's secret; without it a client could tell audited inputs beforehand.
  ///   - rate: share of inputs in 0...1.
  package init(key: [UInt8], rate: Double) {
    self.key = key
    self.rate = rate
  }

  /// Whether a decision is audited.
  package func audits(_ id: DecisionID) -> Bool {
    guard rate > 0 else { return false }
    var digest = [UInt8](repeating: 0, count: 32)
    let message = id.bytes
    HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &digest, nil)
    let draw = digest[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
    return Double(draw >> 11) * 0x1p-53 < rate
  }
}
