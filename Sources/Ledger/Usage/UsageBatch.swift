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
