import Storage
import Testing

/// A way to open a store on a directory; every conformance test runs against each of them.
struct StoreBackend: Sendable, CustomTestStringConvertible {
  let name: String
  let open: @Sendable (_ directory: String) throws -> any Store

  var testDescription: String { name }

  /// A new backend joins the whole suite by one more line here.
  static let all = [
    StoreBackend(name: "SQLite, full") { try SQLiteStore(path: $0 + "/deferral.sqlite", durability: .full) },
    StoreBackend(name: "SQLite, process") {
      try SQLiteStore(path: $0 + "/deferral.sqlite", durability: .process)
    },
  ]

  /// Opens a store on a new directory, closes and removes it afterwards.
  func withStore(_ body: (any Store) async throws -> Void) async throws {
    try await withDirectory { directory in
      let store = try open(directory)
      defer { store.close() }
      try await body(store)
    }
  }
}
