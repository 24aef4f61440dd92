import Foundation
import TestSupport
import Testing

@Suite struct ServiceManagerTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func `the manager learns of start, reload and stop, and gets signs of life`() async throws {
    let authority = try CertificateAuthority()
    let files = try authority.issue("server")
    let socket = try NotificationSocket()
    let server = try await ServerProcess(
      ["--data-directory", directory("data")], listen: ["https://127.0.0.1:0"],
      environment: [
        "DEFERRAL_TLS_CERTIFICATE": files.certificate, "DEFERRAL_TLS_KEY": files.key,
        "NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "200000",
      ])
    #expect(socket.next() == "READY=1\nSTATUS=ready on \(server.urls[0]) (no model yet)\n")
    #expect(socket.receive() == "WATCHDOG=1\n")
    server.send(SIGHUP)
    #expect(socket.next()?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
    #expect(socket.next() == "READY=1\nSTATUS=ready, with certificates reloaded\n")
    try FileManager.default.removeItem(atPath: files.key)
    server.send(SIGHUP)
    #expect(socket.next()?.hasPrefix("RELOADING=1\n") == true)
    let kept = socket.next()
    #expect(kept?.hasPrefix("READY=1\nSTATUS=ready, but certificates were not reloaded: ") == true)
    server.send(SIGTERM)
    #expect(socket.next() == "STOPPING=1\nSTATUS=finishing open requests\n")
    #expect(server.stop(SIGTERM) == 0)
  }

  /// Does what systemd does for a `.socket` unit: the process keeps its id when it becomes the server.
  private static let launcher = """
    import os, socket, sys
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    os.dup2(listener.fileno(), 3)
    os.set_inheritable(3, True)
    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1", LISTEN_FDNAMES="web")
    os.execv(sys.argv[1], sys.argv[1:])
    """

  @Test(arguments: ["systemd", "systemd:web"])
  func `a socket that the manager has opened is served`(address: String) async throws {
    let server = try await ServerProcess(
      ["--data-directory", directory("data")], listen: [address],
      launcher: ["python3", "-c", Self.launcher])
    #expect(server.urls.first?.hasPrefix("http://127.0.0.1:") == true)
    #expect(try ClientProgram.curl("\(server.urls[0])/livez").output == #"{"status":"ok"}"#)
    #expect(server.stop(SIGTERM) == 0)
  }

  @Test func `such a socket can be for TLS`() async throws {
    let authority = try CertificateAuthority()
    let files = try authority.issue("server")
    let server = try await ServerProcess(
      ["--data-directory", directory("data")], listen: ["https://systemd:web"],
      environment: ["DEFERRAL_TLS_CERTIFICATE": files.certificate, "DEFERRAL_TLS_KEY": files.key],
      launcher: ["python3", "-c", Self.launcher])
    let outcome = try ClientProgram.curl("--cacert", authority.certificate, "\(server.urls[0])/livez")
    #expect(outcome.output == #"{"status":"ok"}"#, "\(outcome.errors)")
    #expect(server.stop(SIGTERM) == 0)
  }

  /// Starts a program at a terminal of its own, sends SIGHUP once it is ready, and prints the signal it died of.
  private static let terminal = """
    import os, pty, signal, sys
    # The test's threads block signals, and what they start would too.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    process, terminal = pty.fork()
    if process == 0: os.execv(sys.argv[1], sys.argv[1:])
    text = b""
    while b"no model yet" not in text: text += os.read(terminal, 4096)
    os.kill(process, signal.SIGHUP)
    print(os.WTERMSIG(os.waitpid(process, 0)[1]))
    """

  @Test func `without certificates the end of its terminal is the end of the service`() throws {
    let outcome = try ClientProgram.run([
      "python3", "-c", Self.terminal, DeferralProgram.path, "serve", "--listen", "127.0.0.1:0",
      "--data-directory", directory("data"),
    ])
    #expect(outcome.output == "\(SIGHUP)\n", "\(outcome.errors)")
  }

  @Test func `without such a socket the start fails`() throws {
    let run = try DeferralProgram.run(
      ["serve", "--data-directory", directory("data"), "--listen", "systemd"])
    #expect(run.status != 0 && run.errors.contains("no sockets were passed on"), "\(run.errors)")
  }
}
