import Foundation

/// A damaged store, and every command on it.
enum StoreFuzz {
  /// Makes and runs one case.
  static func run(_ fuzzCase: FuzzCase) throws {
    let good = try GoodStore.take(fuzzCase.seed % GoodStore.kinds, for: fuzzCase)
    let damagesLog = good.log != nil && fuzzCase.random.pick(0...1) == 0
    var (file, log) = (good.file, good.log)
    if damagesLog {
      log = log.flatMap { StoreDamage.log($0, &fuzzCase.random) }
    } else {
      for _ in 0..<fuzzCase.random.pick([1, 1, 1, 2]) {
        file = file.isEmpty ? file : StoreDamage.file(file, &fuzzCase.random)
      }
    }
    let store = "store/usage.sqlite"
    func put(_ folder: String) throws {
      try fuzzCase.home.write(file, to: folder + store)
      if let log { try fuzzCase.home.write(log, to: folder + store + "-wal") }
    }
    // Keep the damaged files beside the home, for whoever investigates.
    try put("")
    try put("../damaged/")

    checkBalance(fuzzCase, good, logMayBeCut: damagesLog)
    let reports = FuzzReports.all.prefix(26) + FuzzReports.some(3, &fuzzCase.random)
    for words in reports {
      let before = quietFile(fuzzCase)
      fuzzCase.fuelgauge(words)
      if let before, let after = quietFile(fuzzCase), before != after {
        fuzzCase.fail(
          "a report writes to a damaged store: \(words.joined(separator: " "))", after: words, nil)
      }
    }
    checkBalance(fuzzCase, good, logMayBeCut: damagesLog)
    for words in changes { fuzzCase.fuelgauge(words) }
  }

  /// The commands that write.
  private static let changes = [
    ["collect"], ["top-up", "1", "--yes"], ["undo"], ["balance", "set", "77"],
    ["limit", "set", "5", "--tool", "api"], ["auto-reload", "off"], ["account", "add", "new"],
    ["credit", "add", "1", "--kind", "refund"], ["tool", "set", "api", "--purse", "plan"],
    ["collect", "--json"], ["status"], ["verify"],
  ]

  private static func checkBalance(
    _ fuzzCase: FuzzCase, _ good: GoodStore, logMayBeCut: Bool
  ) {
    fuzzCase.variables["FUELGAUGE_NOW"] = "2026-02-28T12:00:00Z"
    defer { fuzzCase.variables["FUELGAUGE_NOW"] = nil }
    let words = ["balance", "--json"]
    guard let balance = fuzzCase.fuelgauge(words), balance.status == 0,
      let verified = fuzzCase.fuelgauge(["verify"]), verified.status == 0,
      balance.text != good.balance, !(logMayBeCut && good.earlier.contains(balance.text))
    else { return }
    fuzzCase.fail("the balance changed, and verify says that all agrees", after: words, balance)
  }

  /// The database file; nil if there is a log, which SQLite may write back on its own.
  private static func quietFile(_ fuzzCase: FuzzCase) -> Data? {
    let store = fuzzCase.home.store
    guard !FileManager.default.fileExists(atPath: store + "-wal") else { return nil }
    return FileManager.default.contents(atPath: store)
  }
}
