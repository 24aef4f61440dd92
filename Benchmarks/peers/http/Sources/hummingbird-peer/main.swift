import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOSSL

// hummingbird-peer PORT ANSWER [CERTIFICATE KEY]: answers GET / and POST / with the same bytes.
let arguments = CommandLine.arguments
guard arguments.count == 3 || arguments.count == 5, let port = Int(arguments[1]) else {
  fatalError("usage: hummingbird-peer PORT ANSWER [CERTIFICATE KEY]")
}

let answer = Response(
  status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(string: arguments[2])))
let router = Router()
router.get("/") { _, _ in answer }
router.post("/") { request, _ in
  // Reads the whole body, as the others do.
  _ = try await request.body.collect(upTo: 1 << 20)
  return answer
}

var logger = Logger(label: "peer")
logger.logLevel = .critical
let configuration = ApplicationConfiguration(address: .hostname("127.0.0.1", port: port))
if arguments.count == 5 {
  let certificates = try NIOSSLCertificate.fromPEMFile(arguments[3]).map { NIOSSLCertificateSource.certificate($0) }
  let key = try NIOSSLPrivateKey(file: arguments[4], format: .pem)
  let tls = TLSConfiguration.makeServerConfiguration(certificateChain: certificates, privateKey: .privateKey(key))
  let server = try HTTPServerBuilder.tls(.http1(), tlsConfiguration: tls)
  try await Application(router: router, server: server, configuration: configuration, logger: logger).runService()
} else {
  try await Application(router: router, configuration: configuration, logger: logger).runService()
}
