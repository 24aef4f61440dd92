import Formats
import Glibc

/// Writes results.
enum StandardOutput {
  /// Writes bytes.
  static func write(_ bytes: [UInt8]) throws(Failure) {
    try Descriptor.write(bytes, to: STDOUT_FILENO)
  }

  /// Writes one line of text.
  static func line(_ text: String) throws(Failure) { try write(Array((text + "\n").utf8)) }

  /// Writes a JSON document over several lines.
  static func json(_ value: JSONValue) throws(Failure) { try write(value.serialise(pretty: true)) }
}

/// Writes to a file descriptor until all is written.
enum Descriptor {
  static func write(_ bytes: [UInt8], to descriptor: CInt) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw .inside("cannot write the output: \(String(cString: strerror(errno)))")
      }
    }
  }
}
