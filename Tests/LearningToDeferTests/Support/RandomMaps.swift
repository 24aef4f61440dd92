import LearningToDefer

extension CalibrationMap {
  /// Draws a map of any kind.
  static func random(_ generator: inout SeededGenerator) -> CalibrationMap {
    switch generator.index(below: 4) {
    case 0: return .identity
    case 1: return .temperature(0.3 + 2 * generator.uniform())
    case 2: return .platt(slope: 0.2 + generator.uniform(), intercept: 2 * generator.uniform() - 1)
    default:
      // Few knots and flat ends, so that mapped values tie.
      let map = IsotonicMap(outputs: [-1, 0, 1], probabilities: [0.25, 0.25, 0.75])
      return map.map(CalibrationMap.isotonic) ?? .identity
    }
  }
}

extension CalibrationMaps {
  /// Draws the maps of one model.
  static func random(experts: Int, _ generator: inout SeededGenerator) -> CalibrationMaps {
    CalibrationMaps(
      classifier: .random(&generator), experts: (0..<experts).map { _ in .random(&generator) })
  }
}
