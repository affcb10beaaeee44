import Ledger
import Values

/// Reads the usage export of Cursor's dashboard. Its columns have changed several times, so they are found by name,
/// in any order.
///
/// Cursor's own plan pays for everything in it, never a Claude account, so it has its own purse. Rows have no id: a
/// row is identified by its time, model and tokens, and equal rows by their number. The cost may change from one
/// export to the next.
package enum CursorExport {
  /// Reads the requests in a text, and every problem in it. If there is a problem, no row counts.
  /// - Parameter name: what problems call the input.
  package static func read(
    _ text: String, name: String
  ) -> (requests: [Request], problems: [SourceProblem]) {
    func fault(_ line: Int?, _ reason: String) -> (requests: [Request], problems: [SourceProblem]) {
      ([], [SourceProblem(path: name, line: line, reason: reason)])
    }
    guard let records = CSVReader.records(of: text) else {
      return fault(nil, "a quote is never closed; download the export again")
    }
    guard let heading = records.first else { return fault(nil, "the file is empty") }
    let columns: Columns
    do throws(Fault) {
      columns = try Columns(heading.fields)
    } catch {
      return fault(heading.line, error.reason)
    }
    var (requests, problems): ([Request], [SourceProblem]) = ([], [])
    var seen: [String: Int] = [:]
    for record in records.dropFirst() {
      do throws(Fault) {
        guard var request = try columns.request(record.fields) else { continue }
        let tokens = request.main.tokens.list.map(String.init).joined(separator: " ")
        let row = "\(request.time.milliseconds) \(request.main.model) \(tokens)"
        let number = seen[row, default: 0]
        seen[row] = number + 1
        request.identity = RequestIdentity(line: "cursor-export/\(key(of: row))/\(number)")
        requests.append(request)
      } catch {
        problems.note(SourceProblem(path: name, line: record.line, reason: error.reason))
      }
    }
    return (requests, problems)
  }

  struct Fault: Error { var reason: String }

  /// A hash of a row.
  private static func key(of row: String) -> String {
    String(StableHash.of(row), radix: 16)
  }

  /// Where each column is.
  private struct Columns {
    private var places: [String: Int] = [:]

    init(_ names: [String]) throws(Fault) {
      for (index, name) in names.enumerated() {
        let name = name.trimmed.lowercased()
        if places[name] == nil { places[name] = index }
      }
      if places["date"] == nil, places["request count"] != nil {
        throw Fault(reason: "this export is summarized by model; use the one with single events")
      }
      for needed in ["date", "model"] where places[needed] == nil {
        throw Fault(
          reason:
            "there is no column “\(needed == "date" ? "Date" : "Model")”; this is not a usage export"
            + " from Cursor's dashboard")
      }
      let counts = ["output tokens", "total tokens", "tokens"]
      guard counts.contains(where: { places[$0] != nil }) else {
        throw Fault(reason: "there is no token column, such as “Total Tokens”")
      }
    }

    private func field(_ row: [String], _ names: String...) -> String? {
      for name in names {
        if let place = places[name], row.indices.contains(place) { return row[place].trimmed }
      }
      return nil
    }

    private func count(_ row: [String], _ names: String...) throws(Fault) -> Int {
      for name in names {
        guard let text = field(row, name), !text.isEmpty else { continue }
        guard let count = Int(text.filter { $0 != "," }),
          (0...10 * TokenCounts.largestCredible).contains(count)
        else { throw Fault(reason: "“\(text)” is not a token count (\(name))") }
        return count
      }
      return 0
    }

    /// Nil for a row where nothing was used.
    func request(_ row: [String]) throws(Fault) -> Request? {
      let date = field(row, "date") ?? ""
      guard let time = Instant(date), time.isCredible else {
        throw Fault(reason: "“\(date)” is not a time like 2026-02-11T20:36:47.925Z")
      }
      var tokens = TokenCounts()
      tokens.input = try count(row, "input (w/o cache write)")
      tokens.cacheWrite5m = try count(row, "input (w/ cache write)")
      tokens.cacheRead = try count(row, "cache read")
      tokens.output = try count(row, "output tokens")
      // Older exports give only the sum.
      if tokens.total == 0 { tokens.input = try count(row, "total tokens", "tokens") }
      let cost = try cost(row)
      if tokens.total == 0, cost ?? .zero == .zero { return nil }
      let model = field(row, "model") ?? ""
      guard model.utf8.count <= Request.longestName else {
        throw Fault(reason: "its model name is \(model.utf8.count) bytes long, which is too long")
      }
      var request = Request(
        identity: RequestIdentity(line: ""), time: time, tool: .cursor, purse: .ownPlan,
        main: ModelUse(model: model, tokens: tokens))
      request.recordedCost = cost
      return request
    }

    /// The cost according to Cursor; nil if there is none: “Included”, “NaN”, empty.
    private func cost(_ row: [String]) throws(Fault) -> Money? {
      guard let text = field(row, "cost", "cost ($)", "cost to you") else { return nil }
      if ["", "-", "included", "nan", "free"].contains(text.lowercased()) { return nil }
      let digits = text.filter { $0 != "," && $0 != "$" }
      let cost: Money
      do throws(DecimalText.Fault) {
        cost = try Money(text: digits)
      } catch {
        throw Fault(reason: "“\(text)” is not a cost: \(error)")
      }
      guard cost <= Request.highestCost else {
        throw Fault(reason: "“\(text)”: a request can cost at most a million dollars")
      }
      return cost
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
