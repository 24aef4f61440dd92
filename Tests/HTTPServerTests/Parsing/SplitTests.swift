import HTTPServer
import Testing

/// Any split of the bytes gives the same result.
@Suite struct SplitTests {
  private static let accepted = [
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "\r\nPOST /a%20b?c=d HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 12\r\nExpect: 100-continue\r\n\r\nab",
    "OPTIONS * HTTP/1.1\r\nhost: a\r\nConnection: close, x\r\nX:  y  \r\n\r\n",
    "PUT http://a/b HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: a\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
  ]

  private func check(_ message: [UInt8], _ limits: ServerLimits = ServerLimits()) {
    let whole = RequestParser.outcome(message, limits: limits)
    for split in 0...message.count {
      #expect(RequestParser.outcome(message, splitAt: [split], limits: limits) == whole)
    }
    #expect(RequestParser.outcome(message, splitAt: Array(0...message.count), limits: limits) == whole)
  }

  @Test(arguments: accepted) func `an accepted head is the same however it is split`(_ message: String) {
    #expect(RequestParser.head(message) != nil)
    check(Array(message.utf8))
  }

  @Test(arguments: RefusedRequest.all)
  func `a refused head is refused alike however it is split`(_ request: RefusedRequest) {
    check(Array(request.message.utf8))
  }

  @Test(arguments: [
    "GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\0 HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\0\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nA:\r\nB:\r\nC \r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nA:\r\nB:\r\nCccccccccccccccccccccccccccccccccccccccccccccccccc\r\n\r\n",
    "GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nHTTP/1.1\r\nHost: a\r\n\r\n",
  ])
  func `limits and faults together are refused alike however they are split`(_ message: String) {
    var limits = ServerLimits()
    limits.requestLine = 40
    limits.headerCount = 3
    limits.headerBytes = 50
    check(Array(message.utf8), limits)
  }
}
