import Glibc
import HTTPServer

/// A bare server that answers everything with the same bytes, for `Benchmarks/http` to set beside its peers.
///
///     HTTPBenchmark ADDRESS ANSWER [probe]
///
/// With `probe` a thread posts to the loops' inboxes all the time and keeps when the loops saw it.
@main
enum HTTPBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 || (arguments.count == 4 && arguments[3] == "probe") else {
      print("usage: HTTPBenchmark ADDRESS ANSWER [probe]")
      exit(EX_USAGE)
    }
    // The main thread waits for the end, and no other thread is told of it.
    var ends = sigset_t()
    sigemptyset(&ends)
    sigaddset(&ends, SIGTERM)
    sigaddset(&ends, SIGINT)
    pthread_sigmask(SIG_BLOCK, &ends, nil)

    let histogram = LatencyHistogram()
    let server = server(address: arguments[1], answer: Array(arguments[2].utf8), histogram)
    print("ready on \(try server.start()[0])")
    // All streams: whoever started the program waits for this line.
    fflush(nil)
    if arguments.count == 4 { InboxProbe(server.inboxes, histogram).start() }
    var signal: Int32 = 0
    sigwait(&ends, &signal)
  }

  /// For an address with `https://`: the files that the environment names.
  private static var tls: TLSConfiguration? {
    guard let certificate = getenv("BENCHMARK_CERTIFICATE"), let key = getenv("BENCHMARK_KEY") else {
      return nil
    }
    let files = CertificateFiles(certificate: String(cString: certificate), key: String(cString: key))
    return TLSConfiguration(certificates: [files])
  }

  private static func server(
    address: String, answer: [UInt8], _ histogram: LatencyHistogram
  ) -> Server<ConstantHandler> {
    var limits = ServerLimits()
    limits.connections = 20_000
    // Idle connections are measured for longer than they would live.
    limits.idleTimeout = 3600
    return Server(
      configuration: ServerConfiguration(listen: [address], loops: 2, limits: limits, tls: tls),
      router: Router(ConstantHandler.routes),
      renderFailure: { FailureBody(contentType: "text/plain", bytes: Array($0.detail.utf8)) },
      makeHandler: { ConstantHandler(context: $0, answer: answer, histogram) })
  }
}
