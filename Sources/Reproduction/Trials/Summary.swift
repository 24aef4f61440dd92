import Foundation

/// A mean over seeds, with what chance allows about it.
package struct Summary: Sendable, Equatable {
  /// The mean.
  package let mean: Double
  /// The deviation over the seeds by the root of their number; nil for one seed.
  package let standardError: Double?
  /// How many seeds.
  package let count: Int

  /// Nil without values.
  package init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    count = values.count
    let mean = values.sorted().reduce(0, +) / Double(values.count)
    self.mean = mean
    guard values.count > 1 else {
      standardError = nil
      return
    }
    let squares = values.sorted().reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardError = sqrt(squares / Double(values.count - 1) / Double(values.count))
  }

  /// The 95 % interval by Student's t; nil for one seed.
  package var interval: ClosedRange<Double>? {
    guard let standardError else { return nil }
    let half = StudentT.twoSided95(freedom: count - 1) * standardError
    return mean - half...mean + half
  }
}

/// Student's t distribution.
package enum StudentT {
  private static let exact = [
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
  ]

  /// What |t| exceeds with 5 %.
  ///
  /// From tables up to ten degrees of freedom, beyond by Cornish and Fisher's expansion, right to 2e-4 there.
  package static func twoSided95(freedom: Int) -> Double {
    precondition(freedom > 0, "there are degrees of freedom")
    if freedom <= exact.count { return exact[freedom - 1] }
    let z = 1.959964
    let n = Double(freedom)
    let first = (pow(z, 3) + z) / 4
    let second = (5 * pow(z, 5) + 16 * pow(z, 3) + 3 * z) / 96
    let third = (3 * pow(z, 7) + 19 * pow(z, 5) + 17 * pow(z, 3) - 15 * z) / 384
    return z + first / n + second / (n * n) + third / (n * n * n)
  }
}
