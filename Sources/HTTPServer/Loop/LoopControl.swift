import Synchronization

/// Carries the server's own commands to a loop.
final class LoopControl: Sendable {
  enum Command: Sendable {
    /// Stop accepting, let open requests finish, close what is left after `seconds`, then report.
    case drain(seconds: Double, completion: @Sendable () -> Void)
    /// Show that the loop still turns.
    case answer(completion: @Sendable () -> Void)
    /// Give new connections these certificates.
    case use(TLSCredentials)
    /// Close everything and leave.
    case stop
  }

  let wakeUp = WakeUp()
  private let commands = Mutex<[Command]>([])

  func send(_ command: Command) {
    commands.withLock { $0.append(command) }
    wakeUp.signal()
  }

  func takeCommands() -> [Command] {
    commands.withLock { commands in
      defer { commands = [] }
      return commands
    }
  }
}
