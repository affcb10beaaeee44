/// Identifies a request across sources, so that two reports of it count once.
///
/// It consists of the message id and the request id. A part the source does not know is empty: a message id alone
/// names the only request of that message, a request id alone (telemetry) the one with that id. A transcript line
/// without a message id stands for itself and is identified by its own id.
package struct RequestIdentity: Hashable, Sendable {
  /// `msg_…`, or the id a pipeline gave its record; empty if unknown.
  package var message: String
  /// `req_…`; empty if unknown.
  package var request: String

  /// Creates an identity from its two parts.
  package init(message: String, request: String) {
    self.message = message
    self.request = request
  }

  /// Creates the identity of a recorded id: `msg_…/req_…`, `msg_…`, `req_…`, or any name a pipeline invented.
  package init(recorded id: String) {
    if id.hasPrefix("req_") {
      self.init(message: "", request: id)
    } else if id.hasPrefix("msg_"), let slash = id.firstIndex(of: "/") {
      self.init(message: String(id[..<slash]), request: String(id[id.index(after: slash)...]))
    } else {
      self.init(message: id, request: "")
    }
  }

  /// Creates the identity of a transcript line that names no message.
  package init(line id: String) { self.init(message: "line:" + id, request: "") }

  /// Whether the two may be the same request: they share at least one part, and no part known to both differs.
  package func mayEqual(_ other: RequestIdentity) -> Bool {
    if message.isEmpty || other.message.isEmpty {
      return !request.isEmpty && request == other.request
    }
    return message == other.message
      && (request == other.request || request.isEmpty || other.request.isEmpty)
  }
}
