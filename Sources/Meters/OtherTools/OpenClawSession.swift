import Files
import Ledger
import Values

/// Reads an OpenClaw session, one JSON object per line. Answers with `"provider":"anthropic"` have
/// `"usage":{"input":3,"output":410,"cacheRead":8000,"cacheWrite":678,"cacheWrite1h":0}`, counted as Anthropic
/// does.
///
/// It does not say whether a login or a key paid. Requests it makes through the `claude` program are in Claude
/// Code's transcripts.
enum OpenClawSession {
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, path: String, into found: inout CountedRequests
  ) {
    let name = PathText.name(of: path)
    let session = name.firstRange(of: ".jsonl").map { String(name[..<$0.lowerBound]) } ?? name
    var folder = ""
    bytes.forEachLine { line, isEnded in
      guard !line.allSatisfy({ $0 <= 0x20 }) else { return }
      found.add { () throws(LeftOut) in
        let event: JSONValue
        do throws(JSONCursor.Fault) {
          event = try JSONValue(whole: line)
        } catch {
          // The last line may be incomplete; it is read again when the file has grown.
          guard isEnded else { return nil }
          throw error == .tooMuch ? .tooLarge : .noJSON
        }
        if event["type"]?.text == "session" { folder = event["cwd"]?.name ?? folder }
        var request = try request(event)
        request?.session = "openclaw/\(session)"
        request?.project = folder
        return request
      }
    }
  }

  private static func request(_ event: JSONValue) throws(LeftOut) -> Request? {
    guard event["type"]?.text == "message", let message = event["message"],
      message["role"]?.text == "assistant", message["provider"]?.text == "anthropic",
      let usage = message["usage"], let model = message["model"]?.text
    else { return nil }
    guard
      let time = message["timestamp"]?.moment ?? event["timestamp"]?.text.flatMap({ Instant($0) }),
      time.isCredible
    else { throw .time }
    var tokens = TokenCounts()
    tokens.input = try usage.tokens("input")
    tokens.output = try usage.tokens("output")
    tokens.cacheRead = try usage.tokens("cacheRead")
    let writes = try usage.tokens("cacheWrite")
    tokens.cacheWrite1h = min(writes, try usage.tokens("cacheWrite1h"))
    tokens.cacheWrite5m = writes - tokens.cacheWrite1h
    // Anthropic's own id, if present, is how other sources know the request. Forked or archived sessions repeat
    // events under the same ids.
    let response = message["responseId"]?.name.flatMap { $0.hasPrefix("msg_") ? $0 : nil }
    let identity =
      response.map { RequestIdentity(message: $0, request: "") }
      ?? RequestIdentity(line: "openclaw/\(event["id"]?.name ?? "")/\(time.milliseconds)/\(model)")
    return Request.ofOtherTool(identity, time, purse: .unknown, model: model, tokens)
  }
}
