/// How far a file of usage has been read. It is stored in the transaction that stores the usage it
/// brought, so that neither is ever ahead of the other.
package struct SourceFile: Hashable, Sendable {
  /// The absolute path it was last seen under.
  package var path: String
  /// The device and the inode, by which it is known after a rename.
  package var device: Int64
  package var inode: Int64
  /// Bytes it had when it was last looked at; a half-written last line is among them.
  package var size: Int64
  /// When it was last changed, in nanoseconds since the Unix epoch.
  package var modified: Int64
  /// What stands as ``modified`` of a file that is to be read once more, whether it changes or not.
  package static let unread = Int64.min
  /// Bytes read: up to the end of the last complete line.
  package var offset: Int64 = 0
  /// Complete lines read.
  package var lines: Int = 0
  /// Lines that could not be read.
  package var skipped: Int = 0
  /// A hash of what stands at the beginning and right before `offset`; if it no longer does, the
  /// file was rewritten and is read anew.
  package var fingerprint: Int64 = 0
  /// What the reader must remember to go on from `offset`, in a form of its own; empty: nothing.
  package var memory = ""
  /// Whether what was found in it is all there is in it, rather than what came after an earlier reading.
  package var isAnew = true
  /// Whether it says something new to the subagents of its session, whose files are to be read once more.
  package var isNewsToSubagents = false

  /// A file that has not been read yet.
  package init(path: String, device: Int64, inode: Int64, size: Int64, modified: Int64) {
    self.path = path
    self.device = device
    self.inode = inode
    self.size = size
    self.modified = modified
  }
}

/// Something in a source that could not be read.
package struct SourceProblem: Hashable, Sendable {
  /// The file's path.
  package var path: String
  /// The line, counted from 1; nil if it is the file itself.
  package var line: Int?
  /// What is wrong, in a few words that fit after "path:line: ".
  package var reason: String
  /// How many lines it stands for: of a file that is no source at all not every line is named.
  package var lines: Int
  /// What helps, where it is the file itself.
  package var remedy: Remedy

  /// What a person can do about a file that cannot be used.
  package enum Remedy: String, CaseIterable, Sendable {
    /// The system does not let it be read.
    case allow
    /// It is no file, or a broken one.
    case mend
    /// It is too large, or there is too much of it.
    case reduce
    /// It is a link that is not followed.
    case copy
    /// What its program has written into it cannot be so.
    case rewrite
    /// It is a database that its program has left half closed, or keeps for itself.
    case reopen

    /// What to do, in a few words.
    package var action: String {
      switch self {
      case .allow: "let Fuelgauge read it"
      case .mend: "repair it or move it away"
      case .reduce: "make it smaller or move it away"
      case .copy: "put a copy in its place"
      case .rewrite: "let its program write it again"
      case .reopen: "start its program and end it again"
      }
    }
  }

  /// A problem at `line` of the file at `path`.
  package init(
    path: String, line: Int?, reason: String, lines: Int = 1, remedy: Remedy = .mend
  ) {
    self.remedy = remedy
    self.path = path
    self.line = line
    self.reason = reason
    self.lines = lines
  }

  /// "path:line: reason", the way compilers name a place.
  package var description: String {
    line.map { "\(path):\($0): \(reason)" } ?? "\(path): \(reason)"
  }
}

extension [SourceProblem] {
  /// Lines that are named; a file may have millions that are none.
  private static let mostNamed = 20

  /// Adds what is wrong with a line; after the first ones only how many more there are.
  package mutating func note(_ problem: SourceProblem) {
    guard count >= Self.mostNamed, let last = indices.last else { return append(problem) }
    if self[last].lines == 1 { self[last].reason += "; more lines after it cannot be used either" }
    self[last].lines += problem.lines
  }
}

/// What a meter has read and the store has not taken yet: it goes in whole or not at all.
package struct UsageBatch: Sendable {
  /// The requests found, each once within the batch.
  package private(set) var requests: [Request] = []
  /// Requests that were refused, in any order and with their copies.
  package var rejections: [Rejection] = []
  /// What cache writes say of the purse, by configuration folder and hour.
  package private(set) var signs: [PurseSigns.Place: PurseSigns] = [:]
  /// How far each file has now been read.
  package var files: [SourceFile] = []
  /// What could not be read.
  package var problems: [SourceProblem] = []
  /// Bytes of sources that brought the batch.
  package var bytes: Int64 = 0

  private var places: [RequestIdentity: Int] = [:]
  /// The place of the copy that came last.
  private var latest: Int?

  /// A batch with nothing in it.
  package init() {}

  /// A batch of requests, merged with their copies among them.
  package init(_ requests: [Request]) {
    for request in requests { add(request) }
  }

  /// Adds a copy of a request, merged with the copies of it that are in the batch already.
  package mutating func add(_ request: Request) {
    // An answer is written in several lines, which follow one another more often than not.
    if let latest, requests[latest].identity == request.identity {
      requests[latest].merge(request)
    } else if let place = places[request.identity] {
      requests[place].merge(request)
      latest = place
    } else {
      latest = requests.count
      places[request.identity] = requests.count
      requests.append(request)
    }
  }

  /// Adds a sign of the purse.
  package mutating func take(_ sign: PurseSigns) {
    guard let place = sign.place else { return }
    signs[place] = signs[place].map { $0.merged(with: sign) } ?? sign
  }

  /// Empties the batch, keeping its memory.
  package mutating func removeAll() {
    requests.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    latest = nil
    rejections.removeAll(keepingCapacity: true)
    signs.removeAll(keepingCapacity: true)
    files.removeAll(keepingCapacity: true)
    problems.removeAll(keepingCapacity: true)
    bytes = 0
  }
}
