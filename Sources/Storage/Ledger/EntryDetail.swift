import Foundation
import Ledger
import Values

/// What an entry stores beside its amount; most have nothing.
struct EntryDetail: Codable, Equatable {
  /// Where a reading comes from.
  enum ReadingSource: String, Codable {
    /// The person typed it in.
    case typed
    /// It comes from a file or an answer of Claude's.
    case observed
  }

  /// A limit before and after; nil: there was none, or there is none any more.
  struct LimitChange: Codable, Equatable {
    var tool: Tool?
    var period: Limit.Period
    var before: Money?
    var after: Money?
    /// What it counted before and after; nil: what was drawn, as always for a whole account.
    var countsBefore: Limit.Count?
    var counts: Limit.Count?
  }

  /// What a guard refused.
  struct Stop: Codable, Equatable {
    var tool: Tool?
    /// Whether the balance was empty; else the rest says which limit was reached.
    var isBalance: Bool
    var ofTool: Tool?
    var period: Limit.Period?
    var amount: Money?
    var used: Money?
  }

  /// A time in which guards stop nothing.
  struct Pass: Codable, Equatable {
    var tool: Tool?
    /// Nil: it ends here.
    var until: Instant?
  }

  /// Auto-reload before and after.
  struct ReloadChange: Codable, Equatable {
    var before: AutoReload.Settings?
    var after: AutoReload.Settings
  }

  var source: ReadingSource?
  var wish: PendingChange.Wish?
  var limit: LimitChange?
  var reload: ReloadChange?
  var stop: Stop?
  var pass: Pass?
  /// Who keeps the balance from then on.
  var authority: Account.Authority?
  /// What turned out to have paid for requests.
  var payer: PurseChange?
  /// Whether nobody entered it and a rise between two readings showed it.
  var isRecognised: Bool?
  /// When claude.ai's cap was last seen to be raised before this change to it.
  var raised: Instant?
  /// The time it had before it was brought back from ahead of the clock.
  var moved: Instant?

  /// SQL for whether the detail of an entry says that a rise showed it.
  static func isRecognised(_ table: String) -> String {
    "ifnull(\(value(.isRecognised, table)), 0)"
  }

  /// SQL for whether the detail of an entry says that it was moved from ahead of the clock.
  static func isMoved(_ table: String) -> String {
    "\(value(.moved, table)) IS NOT NULL"
  }

  /// SQL for one value of the detail. A detail that is no JSON has none: SQLite would fail the whole statement, and one
  /// damaged entry would stop every command.
  private static func value(_ key: CodingKeys, _ table: String) -> String {
    "CASE WHEN json_valid(\(table).detail) THEN json_extract(\(table).detail, '$.\(key.stringValue)') END"
  }

  /// The detail as JSON, always the same text for the same detail; nil if it is empty.
  var json: String? {
    get throws {
      guard self != EntryDetail() else { return nil }
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }

  /// Decodes a column; an empty detail for NULL.
  init(json: String?) throws {
    guard let json, !json.isEmpty else {
      self.init()
      return
    }
    do {
      self = try JSONDecoder().decode(EntryDetail.self, from: Data(json.utf8))
    } catch {
      throw StoreDamage("the detail of an entry is unreadable")
    }
  }

  init(
    source: ReadingSource? = nil, wish: PendingChange.Wish? = nil, limit: LimitChange? = nil,
    reload: ReloadChange? = nil, authority: Account.Authority? = nil, isRecognised: Bool? = nil
  ) {
    self.source = source
    self.wish = wish
    self.limit = limit
    self.reload = reload
    self.authority = authority
    self.isRecognised = isRecognised
  }

  /// What people are shown of it; nil: nothing.
  var note: EntryNote? {
    if let wish { return .wish(wish) }
    if let limit {
      return .limit(
        tool: limit.tool, limit.period, before: limit.before,
        after: limit.after)
    }
    if let reload { return .autoReload(reload.after) }
    if let stop {
      let limit = stop.period.map {
        Limit(tool: stop.ofTool, period: $0, amount: stop.amount ?? .zero)
      }
      return .stopped(tool: stop.tool, by: limit, used: stop.used)
    }
    if let pass { return .pass(tool: pass.tool, until: pass.until) }
    if let authority { return .authority(authority) }
    if let payer { return .payer(payer) }
    if moved != nil { return .datedAhead }
    return isRecognised == true ? .recognised : nil
  }
}
