import Advice
import Canvas
import Ledger
import Values

/// One line about where things stand, as wide as there is room: what matters less is left out.
struct StatusLineOutput {
  private let snapshot: UsageSnapshot
  private var account: AccountState? { snapshot.funds.account }

  init(_ snapshot: UsageSnapshot) { self.snapshot = snapshot }

  private static let separator = " · "

  /// A fact and how much it matters; 0 matters most.
  private struct Piece {
    var text: String
    var rank: Int
  }

  func line(width: Int) -> String {
    let pieces = self.pieces
    var kept: Set<Int> = []
    var left = width
    for index in pieces.indices.sorted(by: { pieces[$0].rank < pieces[$1].rank }) {
      let between = kept.isEmpty ? 0 : TextWidth.columns(of: StatusLineOutput.separator)
      let needed = TextWidth.columns(of: pieces[index].text) + between
      guard needed <= left else { continue }
      kept.insert(index)
      left -= needed
    }
    let line = pieces.indices.filter(kept.contains).map { pieces[$0].text }
      .joined(separator: StatusLineOutput.separator)
    // Not even the first fact fits.
    return line.isEmpty ? TextWidth.fit(pieces[0].text, width) : line
  }

  /// The facts in the order they are shown.
  private var pieces: [Piece] {
    var pieces = [Piece(text: balance, rank: 0)]
    let warnings = (snapshot.funds.warnings + snapshot.funds.snoozed.filter { $0.id == .refused })
      .inOrder
    if let worst = warnings.first, worst.severity > .info {
      let reason = worst.reason.map { ": \($0.rawValue)" } ?? ""
      pieces.append(Piece(text: "! \(worst.id.rawValue)\(reason)", rank: 1))
    }
    let burn = snapshot.perHour(snapshot.all.burn)
    if burn > .zero { pieces.append(Piece(text: "\(burn.display)/h", rank: 3)) }
    if let account, account.balance.amount != nil {
      switch account.timeToZero(at: snapshot.at) {
      case .at, .now:
        let text =
          account.ahead.outlook?.text(at: snapshot.at)
          ?? account.timeToZero(at: snapshot.at).text(at: snapshot.at)
        pieces.append(Piece(text: "empty \(text)", rank: 2))
      case .noUsage, .never, .unknownBalance: break
      }
    }
    let windows = account?.observed.windows.filter { !$0.hasReset(by: snapshot.at) } ?? []
    for window in windows {
      let renews = window.resetsAt.map { " (\(Outlook.rough($0 - snapshot.at)))" } ?? ""
      let used = "\(window.title) \(Int(nearest: window.usedPercent))%"
      pieces.append(Piece(text: used + renews, rank: window.usedPercent >= 80 ? 2 : 4))
    }
    return pieces
  }

  private var balance: String {
    guard let account, let amount = account.balance.amount else { return "balance unknown" }
    let currency = account.account.currency
    let stale = account.balance.isStale ? ", stale" : ""
    guard account.balance.isDoubtful, let low = account.balance.low, low < amount else {
      return "balance \(amount.fullDisplay(in: currency))\(stale)"
    }
    return
      "balance \(amount.fullDisplay(in: currency)), at least \(low.fullDisplay(in: currency))\(stale)"
  }
}
