import Foundation
import Glibc
import HTTPServer
import Testing

struct StaticDirectoryTests {
  @Test func `files come with type, validators and the protection against guessing`() throws {
    let server = try StaticServer()
    try server.directory.write(
      "a/b c.html", Array("<p>".utf8), modified: Date(timeIntervalSince1970: 784_111_777))
    let answer = try server.get("/files/a/b%20c.html")
    #expect(answer.status == 200 && answer.text == "<p>")
    #expect(answer.header("content-type") == "text/html; charset=utf-8")
    #expect(answer.header("x-content-type-options") == "nosniff" && answer.header("accept-ranges") == "bytes")
    #expect(answer.header("last-modified") == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(answer.header("etag")?.hasPrefix("\"3-") == true)
    try server.directory.write("new.bin", [1], modified: Date())
    #expect(try server.get("/files/new.bin").header("etag")?.hasPrefix("W/\"1-") == true)
    #expect(try server.get("/files/new.bin").header("content-type") == "application/octet-stream")
  }

  @Test(arguments: [-86_400, 10_413_792_000, 15_032_385_535])
  func `a file from a time that cannot be counted is served`(second: Int) throws {
    let server = try StaticServer()
    let file = try server.directory.write("odd.txt", Array("x".utf8))
    var times = [timespec(tv_sec: second, tv_nsec: 0), timespec(tv_sec: second, tv_nsec: 0)]
    #expect(utimensat(AT_FDCWD, file, &times, 0) == 0)
    #expect(try server.get("/files/odd.txt").text == "x")
  }

  @Test func `a directory is its index, at a path with a slash`() throws {
    let server = try StaticServer()
    try server.directory.write("index.html", Array("top".utf8))
    try server.directory.write("sub/index.html", Array("sub".utf8))
    try server.directory.write("bare/file.txt", Array("x".utf8))
    #expect(try server.get("/files/").text == "top")
    #expect(try server.get("/files/sub/").text == "sub")
    let moved = try server.get("/files/sub")
    #expect(moved.status == 301 && moved.header("location") == "/files/sub/")
    for path in ["/files", "/files/bare", "/files/bare/", "/files/index.html/", "/files/sub/index.html/"] {
      #expect(try server.get(path).status == 404, "\(path)")
    }
  }

  @Test func `nothing leads out of the directory, and nothing hidden is shown`() throws {
    let server = try StaticServer()
    let outside = try ScratchDirectory()
    let secret = try outside.write("secret.txt", Array("secret".utf8))
    try server.directory.write(".env", Array("secret".utf8))
    try server.directory.write(".git/config", Array("secret".utf8))
    try server.directory.write("a/file.txt", Array("fine".utf8))
    let root = server.directory.path
    symlink(secret, root + "/absolute.txt")
    symlink("../\((outside.path as NSString).lastPathComponent)/secret.txt", root + "/relative.txt")
    symlink(outside.path, root + "/directory")
    symlink("/proc/self/root", root + "/magic")
    symlink("a/file.txt", root + "/within.txt")
    mkfifo(root + "/pipe", 0o600)
    for path in [
      ".env", ".git/config", "absolute.txt", "relative.txt", "directory/secret.txt", "magic/etc/passwd",
      "pipe",
      "a%2Ffile.txt", "a//file.txt", "a/file.txt/", "%00", "a/file.txt%00", "a", "nothing", "%2e%65nv",
      "/etc/passwd",
      String(repeating: "x", count: 300), String(repeating: "a/", count: 2000) + "x",
    ] {
      let answer = try server.get("/files/" + path)
      #expect(answer.status == 404 || answer.status == 400, "\(path)")
      #expect(!answer.text.contains("secret\n") && answer.text != "secret")
    }
    for path in ["../x", "%2e%2e/x", "a/..%2f..%2fx", "a/../../x"] {
      #expect(try server.get("/files/" + path).status == 400, "\(path)")
    }
    #expect(try server.get("/files/within.txt").text == "fine")
  }

  @Test func `there is no directory that is none`() {
    #expect(StaticDirectory(path: "/nowhere/at/all") == nil)
    #expect(StaticDirectory(path: "/etc/passwd") == nil)
  }

  @Test func `where the kernel cannot stay below, no symbolic link is followed`() throws {
    let directory = try ScratchDirectory()
    try directory.write("a/b/file.txt", Array("fine".utf8))
    symlink("a", directory.path + "/link")
    symlink("a/b/file.txt", directory.path + "/file.txt")
    let root = open(directory.path, O_RDONLY | O_DIRECTORY)
    defer { close(root) }
    for (names, isFound) in [
      (["a", "b", "file.txt"], true), (["link", "b", "file.txt"], false), (["file.txt"], false),
      (["a", "b", "file.txt", "x"], false), (["a", "nothing"], false), ([], false),
    ] {
      let descriptor = StaticDirectory.walk(from: root, names, O_RDONLY)
      #expect((descriptor >= 0) == isFound, "\(names)")
      if descriptor >= 0 { close(descriptor) }
    }
  }

  @Test func `small text is compressed, and its 304 varies alike`() throws {
    let server = try StaticServer()
    let text = prose(5000)
    try server.directory.write("a.txt", text)
    try server.directory.write("a.png", text)
    let packed = try server.get("/files/a.txt", "Accept-Encoding: gzip")
    #expect(packed.header("content-encoding") == "gzip" && Inflater.outcome(packed.body) == .body(text))
    let tag = try #require(packed.header("etag"))
    #expect(tag.hasPrefix("W/"))
    let known = try server.get("/files/a.txt", "Accept-Encoding: gzip", "If-None-Match: \(tag)")
    #expect(known.status == 304 && known.header("vary") == "Accept-Encoding")
    #expect(try server.get("/files/a.png", "Accept-Encoding: gzip").header("vary") == nil)
  }

  @Test func `a file that changes is new`() throws {
    let server = try StaticServer()
    try server.directory.write("a.txt", Array("one".utf8), modified: Date(timeIntervalSinceNow: -7200))
    let first = try server.get("/files/a.txt")
    let tag = try #require(first.header("etag"))
    let date = try #require(first.header("last-modified"))
    #expect(try server.get("/files/a.txt", "If-None-Match: \(tag)").status == 304)
    #expect(try server.get("/files/a.txt", "If-Modified-Since: \(date)").status == 304)
    try server.directory.write("a.txt", Array("two".utf8))
    #expect(try server.get("/files/a.txt", "If-None-Match: \(tag)").text == "two")
    #expect(try server.get("/files/a.txt", "If-Modified-Since: \(date)").text == "two")
    #expect(try server.get("/files/a.txt", "If-Unmodified-Since: \(date)").status == 412)
    #expect(try server.get("/files/a.txt", "If-Match: \(tag)").status == 412)
  }
}
