import Formats
import TestSupport
import Testing

struct SHA256DigestTests {
  // FIPS 180-4's examples.
  private static let known = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]

  @Test(arguments: known)
  func `published digests come out, from memory and from a file`(text: String, digest: String) throws {
    let directory = try TemporaryDirectory()
    #expect(SHA256Digest.hexadecimal(SHA256Digest.of(Array(text.utf8))) == digest)
    #expect(try SHA256Digest.hex(file: directory.write("file", text.utf8)) == digest)
  }

  @Test func `a file that is not there is told`() {
    #expect(
      formatError { _ = try SHA256Digest.hex(file: "/no/such/file") }?.problem.contains("No such file")
        == true)
  }
}
