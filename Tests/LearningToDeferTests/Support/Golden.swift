import Foundation

/// Reads one of the golden files beside the tests.
func golden<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
  let file = Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name).json")
  return try JSONDecoder().decode(Value.self, from: Data(contentsOf: file))
}

/// Whether two numbers agree within a relative or an absolute tolerance.
func agree(_ found: Double, _ expected: Double, relative: Double = 0, absolute: Double = 0) -> Bool {
  abs(found - expected) <= max(absolute, relative * abs(expected))
}
