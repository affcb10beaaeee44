/// How far a usage file has been read. It is stored in the same transaction as the usage from the file, so neither
/// is ever ahead of the other.
package struct SourceFile: Hashable, Sendable {
  /// The absolute path where it was last seen.
  package var path: String
  /// The device and inode, which identify the file after a rename.
  package var device: Int64
  package var inode: Int64
  /// Its size in bytes when last looked at, including a half-written last line.
  package var size: Int64
  /// When it was last modified, in nanoseconds since the Unix epoch.
  package var modified: Int64
  /// The value of ``modified`` for a file that must be read again even if it has not changed.
  package static let unread = Int64.min
  /// How many bytes were read: up to the end of the last complete line.
  package var offset: Int64 = 0
  /// How many complete lines were read.
  package var lines: Int = 0
  /// How many lines could not be read.
  package var skipped: Int = 0
  /// A hash of the bytes at the start of the file and just before `offset`. If it no longer matches, the file was
  /// rewritten and is read from the start.
  package var fingerprint: Int64 = 0
  /// State the reader needs to continue from `offset`, in its own format; empty if none.
  package var memory = ""
  /// Whether the results cover the whole file, rather than only what was added since an earlier reading.
  package var coversWholeFile = true
  /// Whether it has news for the subagents of its session, whose files must be read again.
  package var hasNewsForSubagents = false

  /// Creates a file that has not been read yet.
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
  /// The line, counted from 1; nil if the problem is the file itself.
  package var line: Int?
  /// What is wrong, in a few words to follow "path:line: ".
  package var reason: String
  /// How many lines it covers: a file that is not a source at all does not get one problem per line.
  package var lines: Int
  /// What helps if the problem is the file itself.
  package var remedy: Remedy

  /// What a person can do about an unusable file.
  package enum Remedy: String, CaseIterable, Sendable {
    /// The system denies access.
    case allow
    /// It is not a file, or it is damaged.
    case mend
    /// It is too large or has too much in it.
    case reduce
    /// It is a link, which is not followed.
    case copy
    /// Its program has written impossible values into it.
    case rewrite
    /// It is a database that its program did not close properly or keeps locked.
    case reopen

    /// What to do, in a few words.
    package var action: String {
      switch self {
      case .allow: "allow Fuelgauge to read it"
      case .mend: "repair it or move it away"
      case .reduce: "make it smaller or move it away"
      case .copy: "replace it with a copy"
      case .rewrite: "have its program write it again"
      case .reopen: "start its program and quit it"
      }
    }
  }

  /// Creates a problem at `line` of the file at `path`.
  package init(
    path: String, line: Int?, reason: String, lines: Int = 1, remedy: Remedy = .mend
  ) {
    self.remedy = remedy
    self.path = path
    self.line = line
    self.reason = reason
    self.lines = lines
  }

  /// "path:line: reason", as compilers print it.
  package var description: String {
    line.map { "\(path):\($0): \(reason)" } ?? "\(path): \(reason)"
  }
}

extension [SourceProblem] {
  /// How many bad lines are named; a file may have millions of them.
  private static let mostNamed = 20

  /// Adds a problem with a line. After the first ones, only the number of further lines is counted.
  package mutating func note(_ problem: SourceProblem) {
    guard count >= Self.mostNamed, let last = indices.last else { return append(problem) }
    if self[last].lines == 1 { self[last].reason += "; more lines after it cannot be used either" }
    self[last].lines += problem.lines
  }
}

/// What a meter has read but the store has not saved yet. It is saved as a whole or not at all.
package struct UsageBatch: Sendable {
  /// The requests found, each once per batch.
  package private(set) var requests: [Request] = []
  /// Rejected requests, in any order and including copies.
  package var rejections: [Rejection] = []
  /// What cache writes reveal about the purse, by configuration folder and hour.
  package private(set) var signs: [PurseSigns.Place: PurseSigns] = [:]
  /// How far each file has now been read.
  package var files: [SourceFile] = []
  /// What could not be read.
  package var problems: [SourceProblem] = []
  /// How many bytes of sources were read for the batch.
  package var bytes: Int64 = 0

  private var places: [RequestIdentity: Int] = [:]
  /// The index of the request that was added last.
  private var latest: Int?

  /// Creates an empty batch.
  package init() {}

  /// Creates a batch of requests, merging copies.
  package init(_ requests: [Request]) {
    for request in requests { add(request) }
  }

  /// Adds a request, merging it with copies already in the batch.
  package mutating func add(_ request: Request) {
    // An answer is written as several lines, which usually follow one another.
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

  /// Adds signs of the purse.
  package mutating func add(_ sign: PurseSigns) {
    guard let place = sign.place else { return }
    signs[place] = signs[place].map { $0.merged(with: sign) } ?? sign
  }

  /// Empties the batch but keeps its memory.
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
