import Foundation
import Ledger

/// Reads a session of OpenClaw, a JSON object a line: answers of `"provider":"anthropic"` have
/// `"usage":{"input":3,"output":410,"cacheRead":8000,"cacheWrite":678,"cacheWrite1h":0}`, as Anthropic counts.
///
/// Whether a login or a key paid is not said. Requests that it has the `claude` program do stand in Claude
/// Code's transcripts.
enum OpenClawSession {
  static func requests(_ bytes: UnsafeBufferPointer<UInt8>, path: String) -> [Request]? {
    let name = (path as NSString).lastPathComponent
    let session = name.firstRange(of: ".jsonl").map { String(name[..<$0.lowerBound]) } ?? name
    var folder = ""
    var requests: [Request] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      // The last line may be half written; it is read again when the file has grown.
      guard let event = JSONValue(UnsafeBufferPointer(rebasing: line)) else { continue }
      if event["type"]?.text == "session" { folder = event["cwd"]?.text ?? folder }
      guard var request = request(event) else { continue }
      request.session = "openclaw/\(session)"
      request.project = folder
      requests.append(request)
    }
    return requests
  }

  private static func request(_ event: JSONValue) -> Request? {
    guard event["type"]?.text == "message", let message = event["message"],
      message["role"]?.text == "assistant", message["provider"]?.text == "anthropic",
      let usage = message["usage"], let model = message["model"]?.text,
      let time = message["timestamp"]?.moment ?? event["timestamp"]?.text.flatMap({ Instant($0) }),
      time.isCredible
    else { return nil }
    var tokens = TokenCounts()
    tokens.input = usage["input"]?.tokens ?? 0
    tokens.output = usage["output"]?.tokens ?? 0
    tokens.cacheRead = usage["cacheRead"]?.tokens ?? 0
    let writes = usage["cacheWrite"]?.tokens ?? 0
    tokens.cacheWrite1h = min(writes, usage["cacheWrite1h"]?.tokens ?? 0)
    tokens.cacheWrite5m = writes - tokens.cacheWrite1h
    // Anthropic's own id, where it is kept, is the one that other sources know the request by. Sessions that
    // were forked or archived repeat events under their ids.
    let response = message["responseId"]?.text.flatMap { $0.hasPrefix("msg_") ? $0 : nil }
    let identity =
      response.map { RequestIdentity(message: $0, request: "") }
      ?? RequestIdentity(line: "openclaw/\(event["id"]?.text ?? "")/\(time.milliseconds)/\(model)")
    return Request.ofOtherTool(identity, time, purse: .unknown, model: model, tokens)
  }
}
