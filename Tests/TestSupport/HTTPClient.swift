import Formats
import Foundation
import FoundationNetworking

/// Talks HTTP to one server through URLSession, a client that this project did not write.
package struct HTTPClient: Sendable {
  /// One answer.
  package struct Answer: Sendable {
    /// HTTP status.
    package let status: Int
    /// Media type.
    package let contentType: String
    /// Body as it came.
    package let body: [UInt8]
    private let fields: [String: String]

    init(_ response: HTTPURLResponse, _ data: Data) {
      status = response.statusCode
      body = [UInt8](data)
      var fields: [String: String] = [:]
      for (name, value) in response.allHeaderFields { fields["\(name)".lowercased()] = "\(value)" }
      self.fields = fields
      contentType = fields["content-type"] ?? ""
    }

    /// A header field's value.
    package func header(_ name: String) -> String? { fields[name.lowercased()] }

    /// Body as JSON.
    package var json: JSONValue {
      get throws { try JSONValue.parse(body) }
    }

    /// Body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }
  }

  /// Address of the server, such as `127.0.0.1:8080`.
  package let address: String
  private let base: String
  private let session: URLSession

  /// Creates a client of the server at `address`, such as `127.0.0.1:8080`.
  package init(address: String, connections: Int = 8) {
    self.address = address
    base = "http://\(address)"
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpMaximumConnectionsPerHost = connections
    configuration.timeoutIntervalForRequest = 600
    session = URLSession(configuration: configuration)
  }

  /// Sends a request and waits for the answer.
  package func send(
    _ method: String, _ path: String, body: [UInt8]? = nil, headers: [String: String] = [:]
  ) async throws -> Answer {
    guard let url = URL(string: base + path) else { throw URLError(.badURL) }
    var request = URLRequest(url: url)
    request.httpMethod = method
    if let body {
      request.httpBody = Data(body)
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    }
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    let (data, response) = try await session.data(for: request)
    guard let http = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
    return Answer(http, data)
  }

  /// Sends JSON text.
  package func send(
    _ method: String, _ path: String, json: String, headers: [String: String] = [:]
  ) async throws -> Answer {
    try await send(method, path, body: Array(json.utf8), headers: headers)
  }

  /// Reads a resource.
  package func get(_ path: String) async throws -> Answer { try await send("GET", path) }
}
