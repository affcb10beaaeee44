/// What makes two reports of a request the same request, whichever source they come from.
///
/// The message id and the request id together. A part that a source does not know is empty: a
/// message id alone names the one request of that message, a request id alone (telemetry) the one
/// with that request id. A transcript line without a message id stands for itself and is named by
/// its own id.
package struct RequestIdentity: Hashable, Sendable {
  /// `msg_…`, or the id a pipeline gave its record; empty if unknown.
  package var message: String
  /// `req_…`; empty if unknown.
  package var request: String

  /// An identity of its two parts.
  package init(message: String, request: String) {
    self.message = message
    self.request = request
  }

  /// The identity of a recorded id: `msg_…/req_…`, `msg_…`, `req_…`, or any other name of the
  /// pipeline's own.
  package init(recorded id: String) {
    if id.hasPrefix("req_") {
      self.init(message: "", request: id)
    } else if id.hasPrefix("msg_"), let slash = id.firstIndex(of: "/") {
      self.init(message: String(id[..<slash]), request: String(id[id.index(after: slash)...]))
    } else {
      self.init(message: id, request: "")
    }
  }

  /// The identity of a transcript line that names no message: the line itself.
  package init(line id: String) { self.init(message: "line:" + id, request: "") }

  /// Whether the two may be one request: no part that both know differs, and one is shared.
  package func mayEqual(_ other: RequestIdentity) -> Bool {
    if message.isEmpty || other.message.isEmpty {
      return !request.isEmpty && request == other.request
    }
    return message == other.message
      && (request == other.request || request.isEmpty || other.request.isEmpty)
  }
}
