import FlyingFox
import Foundation

// flyingfox-peer PORT ANSWER: answers GET / and POST / with the same bytes. It has no TLS.
let arguments = CommandLine.arguments
guard arguments.count == 3, let port = UInt16(arguments[1]) else {
  fatalError("usage: flyingfox-peer PORT ANSWER")
}

let body = Data(arguments[2].utf8)
let answer = HTTPResponse(statusCode: .ok, headers: [.contentType: "application/json"], body: body)
let server = HTTPServer(address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), logger: .disabled)
await server.appendRoute("GET /") { _ in answer }
await server.appendRoute("POST /") { request in
  // Reads the whole body, as the others do.
  _ = try await request.bodyData
  return answer
}
try await server.run()
