import HTTPServer
import Testing

/// What clients do to the stream below and within TLS, by Python's `ssl`.
struct TLSStreamTests {
  let authority: TestAuthority

  init() throws { authority = try TestAuthority() }

  /// `connect` gives a session over memory, and `pump` moves its bytes in pieces of a size.
  static let prelude = """
    import os, socket, ssl, struct, sys, time
    port, authority, version = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    context = ssl.create_default_context(cafile=authority)
    context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, version)
    def connected():
        plain = socket.create_connection(("127.0.0.1", port), timeout=10)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return plain
    def secured():
        return context.wrap_socket(connected(), server_hostname="localhost", suppress_ragged_eofs=False)
    def answer(secure):
        data = b""
        while b"\\r\\n\\r\\n" not in data: data += secure.recv(65536)
        head, body = data.split(b"\\r\\n\\r\\n", 1)
        length = int([l for l in head.split(b"\\r\\n") if l.startswith(b"Content-Length")][0].split()[1])
        while len(body) < length: body += secure.recv(65536)
        return body
    GET = b"GET /who HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n"

    """

  func python(_ secure: SecureServer, _ version: String, _ script: String) throws -> Command.Outcome {
    try Command.python(Self.prelude + script, "\(secure.port)", authority.certificate, version)
  }

  @Test(arguments: ["TLSv1_2", "TLSv1_3"], [1, 7, 1000])
  func `any split of the stream into reads gives the same answers`(version: String, piece: Int) throws {
    let secure = try SecureServer(authority)
    let outcome = try python(
      secure, version,
      """
      incoming, outgoing, plain = ssl.MemoryBIO(), ssl.MemoryBIO(), connected()
      session = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
      def flush():
          data = outgoing.read()
          for start in range(0, len(data), \(piece)): plain.sendall(data[start:start + \(piece)])
      def pumped(call):
          while True:
              try: result = call()
              except ssl.SSLWantReadError: result = None
              flush()
              if result is not None: return result
              incoming.write(plain.recv(65536))
      pumped(lambda: session.do_handshake() or True)
      body = bytes(range(256)) * 12
      for _ in range(2):
          session.write(b"POST /echo HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 3072\\r\\n\\r\\n" + body)
          session.write(GET)
          data = b""
          while not data.endswith(b"nobody"): data += pumped(lambda: session.read(65536))
          assert body in data
      print("done")
      """)
    #expect(outcome.output == "done\n", "\(outcome.errors)")
  }

  @Test(arguments: ["TLSv1_2", "TLSv1_3"])
  func `the end is announced, whoever asked for it`(version: String) throws {
    let secure = try SecureServer(authority) { $0.idleTimeout = 0.2 }
    let outcome = try python(
      secure, version,
      """
      for request in [GET, GET.replace(b"\\r\\n\\r\\n", b"\\r\\nConnection: close\\r\\n\\r\\n")]:
          with secured() as session:
              session.sendall(request)
              assert answer(session) == b"nobody"
              # Without close_notify this raises SSLEOFError.
              assert session.recv(1) == b""
      print("done")
      """)
    #expect(outcome.output == "done\n", "\(outcome.errors)")
  }

  @Test(arguments: ["TLSv1_2", "TLSv1_3"])
  func `a client that ends its output still gets its answer`(version: String) throws {
    let secure = try SecureServer(authority)
    let outcome = try python(
      secure, version,
      """
      with secured() as session:
          session.sendall(GET.replace(b"who", b"late"))
          with socket.socket(fileno=os.dup(session.fileno())) as below: below.shutdown(socket.SHUT_WR)
          assert answer(session) == b"late"
          assert session.recv(1) == b""
      print("done")
      """)
    #expect(outcome.output == "done\n", "\(outcome.errors)")
    waitUntil { secure.openConnections == 0 }
    #expect(secure.openConnections == 0)
  }

  @Test(arguments: ["TLSv1_2", "TLSv1_3"])
  func `clients that break off leave nothing behind`(version: String) throws {
    let secure = try SecureServer(authority)
    let outcome = try python(
      secure, version,
      """
      def reset(plain):
          plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
          plain.close()
      for _ in range(10):
          plain = connected(); plain.sendall(b"\\x16\\x03\\x01\\x02"); reset(plain)
          session = secured(); session.sendall(GET.replace(b"who", b"large")); session.recv(10); reset(session)
          session = secured(); session.sendall(GET.replace(b"who", b"late")); reset(session)
          session = secured(); session.sendall(b"POST /echo HTTP/1.1\\r\\nHost: a\\r\\nContent-Le"); session.close()
      with secured() as session:
          session.sendall(GET)
          assert answer(session) == b"nobody"
      print("done")
      """)
    #expect(outcome.output == "done\n", "\(outcome.errors)")
    waitUntil { secure.openConnections == 0 }
    #expect(secure.openConnections == 0)
    #expect(secure.server.statistics[0].snapshot().requestsInFlight == 0)
  }

  @Test func `a reader that stops and goes on gets every byte`() throws {
    let secure = try SecureServer(authority)
    let outcome = try python(
      secure, "TLSv1_3",
      """
      with secured() as session:
          session.sendall(GET.replace(b"who", b"large") + GET)
          time.sleep(0.3)
          total, tail = 0, b""
          while not tail.endswith(b"nobody"):
              piece = session.recv(65536)
              assert piece
              total += piece.count(b"xx") * 2
              tail = (tail + piece)[-6:]
          assert total > \(largeAnswer) - 100_000
      print("done")
      """)
    #expect(outcome.output == "done\n", "\(outcome.errors)")
  }
}
