/// An HTTP answer as `curl --include` prints it.
struct HTTPAnswer: Equatable {
  let status: Int
  /// Headers by lower-case name; for repeated names the last one counts.
  let headers: [String: String]
  let body: [UInt8]

  /// Parses the output; nil if it is not an HTTP answer.
  init?(_ printed: [UInt8]) {
    var rest = printed[...]
    while true {
      guard let head = HTTPAnswer.head(&rest) else { return nil }
      // Skip interim answers before the real one.
      if (100..<200).contains(head.status) { continue }
      (status, headers) = head
      body = Array(rest)
      return
    }
  }

  /// Removes the status line and headers from the front.
  private static func head(
    _ rest: inout ArraySlice<UInt8>
  ) -> (status: Int, headers: [String: String])? {
    var lines: [String] = []
    while true {
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      var line = rest[..<end]
      rest = rest[(end + 1)...]
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if line.isEmpty { break }
      lines.append(String(decoding: line, as: UTF8.self))
    }
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else {
      return nil
    }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      headers[line[..<colon].lowercased()] = String(value)
    }
    return (status, headers)
  }
}
