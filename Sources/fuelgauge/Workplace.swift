import Advice
import Collector
import Files
import Foundation
import Meters
import Pricing
import Storage
import Themes
import Values

/// Where and when a command runs: its environment, paths, clock, settings and prices.
struct Workplace: Sendable {
  private(set) var environment: [String: String]
  private(set) var storePath: String
  /// Whether the tools' settings say which hooks are installed; in a demo they don't.
  private var hasHooks = true
  /// Whether an option names the store. Such a store is not created just for reading.
  private let storeIsNamed: Bool
  let configPath: String
  private(set) var settings: Settings
  /// Where the dashboard writes exports: the folder in the settings, else one in the user's state folder.
  let exportFolder: String
  /// Problems in the settings file, ready to print. Everything valid is in `settings`.
  let settingsProblems: [String]
  /// Calendar days in the user's time zone.
  let days: CivilDays

  /// The clock, which `FUELGAUGE_NOW` can set.
  private(set) var clock: WorkClock

  /// Folders searched for themes.
  private let themeFolders: ThemeFolders

  /// The workplace defined by the options and the environment.
  ///
  /// - Parameter themesFolder: A folder of themes named by the user.
  /// - Throws: ``Failure`` if `FUELGAUGE_NOW` is not a time, or there is no home folder.
  init(_ options: GlobalOptions, themesFolder: String? = nil) throws {
    let environment = ProcessInfo.processInfo.environment
    self.environment = environment
    guard HomeFolder.path(environment: environment) != nil else {
      throw Failure(
        status: .usage,
        message:
          "HOME is not set to a path, and user \(getuid()) has no home folder; set HOME"
      )
    }
    let usually = HomeFolders(environment: environment)
    func given(_ option: String?, _ variable: String) -> String? {
      (option ?? environment[variable]).flatMap { $0.isEmpty ? nil : $0 }
    }
    let named = given(options.store, "FUELGAUGE_STORE")
    storeIsNamed = options.store?.isEmpty == false
    storePath = named ?? usually.data + "/fuelgauge/usage.sqlite"
    configPath =
      given(options.config, "FUELGAUGE_CONFIG")
      ?? usually.config + "/fuelgauge/config.toml"
    let folders = ThemeFolders(
      asked: themesFolder, configuration: usually.config, home: usually.home,
      program: Bundle.main.executableURL?.resolvingSymlinksInPath().path ?? "")
    themeFolders = folders
    (settings, settingsProblems) = SettingsFile.read(configPath) { ThemeCatalog(folders).names }
    exportFolder =
      settings.exportFolder.isEmpty
      ? usually.state + "/fuelgauge"
      : Workplace.folder(settings.exportFolder, home: usually.home)
    days = CivilDays(zone: CivilZone(tz: environment["TZ"]))
    clock = WorkClock(start: try Workplace.givenNow(environment))
  }

  /// The workplace for a command that has no other place to show problems in the settings: they go to
  /// standard error, and the valid settings are used.
  static func ofCommand(_ options: GlobalOptions) throws -> Workplace {
    let workplace = try Workplace(options)
    for problem in workplace.settingsProblems { StandardError.print(problem) }
    return workplace
  }

  /// The command's time: the present, or the time in `FUELGAUGE_NOW`.
  var now: Instant { clock.fixed }

  /// The current time, for long-running commands.
  var runningNow: Instant { clock.running }

  /// The user's home folder.
  var home: String { HomeFolders(environment: environment).home }

  /// Where Claude Code's transcripts are.
  var roots: TranscriptRoots { TranscriptRoots(environment: environment) }

  /// The same settings and prices with another home, store and clock.
  func moved(home: String, store: String, clock: WorkClock) -> Workplace {
    var moved = self
    // Variables that locate files or decide who pays belong to the user's real home.
    let own = ["ANTHROPIC_", "CLAUDE_", "CLAWDBOT_", "CLINE_", "OPENCLAW_", "XDG_"]
    moved.environment = environment.filter { name, _ in !own.contains { name.hasPrefix($0) } }
    moved.environment["HOME"] = home
    moved.storePath = store
    moved.clock = clock
    moved.hasHooks = false
    // A demo must not send notices.
    moved.settings.notices = NoticeSettings()
    return moved
  }

  /// The themes currently available.
  var themes: ThemeCatalog { ThemeCatalog(themeFolders) }

  /// Opens the store, creating it if necessary. Impossible times in it are fixed before anything else.
  /// - Parameter isLive: whether it stays open for long, so that its clock must run.
  func openStore(isLive: Bool = false) throws -> UsageStore {
    let store = try UsageStore(path: filePath, rules: rules(isLive: isLive))
    // A long-running program shows what there is at once; its first pass over the sources fixes times.
    if !isLive, try store.needsMending(at: store.now()) {
      try UsageWriter(store: store, prices: try prices()).mendTimes()
    }
    return store
  }

  /// Opens the store for a report. If an option names it, it must exist, in case the name is a typo. Whatever is
  /// due in the ledgers is settled first, so that no balance includes expired credit.
  func openStoreForReading() throws -> UsageStore {
    let store = try storeIsNamed ? openExistingStore() : openStore()
    try store.settleIfDue(at: now)
    return store
  }

  /// Opens the store if it exists, as it is: nothing is settled, no time is mended, nobody is waited for.
  func openStoreAsItIs() throws -> UsageStore {
    guard FileManager.default.fileExists(atPath: storePath) else { throw noStore }
    return try UsageStore(path: filePath, rules: rules(isLive: false))
  }

  /// Opens the store only if it exists.
  func openExistingStore() throws -> UsageStore {
    guard FileManager.default.fileExists(atPath: storePath) else { throw noStore }
    return try openStore()
  }

  /// Prepares to replace the store with a backup.
  func restore(of file: String) throws -> StoreRestore {
    try StoreRestore(of: file, to: filePath, rules: rules(isLive: false), at: now)
  }

  private var noStore: Failure {
    Failure(
      status: .file,
      message:
        "\(storePath): there is no store yet; create one with fuelgauge collect or fuelgauge balance"
        + " set")
  }

  /// The store's path as a file path, even if the file has SQLite's name for an in-memory database.
  private var filePath: String {
    storePath == UsageStore.inMemory ? PathText.joined(".", storePath) : storePath
  }

  /// The rules for its ledgers.
  private func rules(isLive: Bool) -> LedgerRules {
    let clock = clock
    return LedgerRules(
      days: days, levels: settings.warnings, burnMinutes: settings.burnMinutes
    ) {
      isLive ? clock.running : clock.fixed
    }
  }

  /// The built-in prices, overridden by `prices.toml` beside the settings file, and supplemented by imported
  /// prices for models in neither.
  /// - Throws: ``Failure`` if `prices.toml` is invalid, because using half of it would price wrongly.
  func prices() throws -> PriceTable {
    let path = PathText.joined(PathText.folder(of: configPath), "prices.toml")
    do {
      var table = PriceTable.builtIn
      if let text = try priceText(of: path, most: SettingsFile.largest) {
        table = table.overridden(by: try PriceFile.entries(of: text))
      }
      guard let imported = try priceText(of: importedPricesPath, most: Workplace.largestImport)
      else {
        return table
      }
      return table.supplemented(by: ImportedPrices(imported))
    } catch let fault as PriceFile.Fault {
      throw Failure(status: .badData, message: "\(path): \(fault)")
    }
  }

  /// Largest list of imported prices, in bytes; the public one takes a tenth of this.
  static let largestImport = 4 << 20

  /// Why the imported prices are unusable, which leaves their models unpriced; nil if nothing is wrong.
  func importedPricesFault() -> String? {
    guard let text = try? priceText(of: importedPricesPath, most: Workplace.largestImport) else {
      return nil
    }
    do throws(PriceFile.Fault) {
      _ = try PriceFile.entries(of: text)
      return nil
    } catch {
      return "\(importedPricesPath): \(error); import the list again"
    }
  }

  /// Where `fuelgauge prices import` writes.
  var importedPricesPath: String {
    PathText.joined(PathText.folder(of: configPath), "prices-imported.toml")
  }

  /// The text of a price file; nil if there is no file.
  private func priceText(of path: String, most: Int) throws -> String? {
    do throws(WholeFile.Fault) {
      return try WholeFile.text(of: path, most: most)
    } catch {
      guard error != .absent else { return nil }
      throw Failure(status: .file, message: "\(path): \(error)")
    }
  }

  /// Where hooks append what they report; nil for a store in memory.
  var spool: HookSpool? {
    storePath == UsageStore.inMemory ? nil : HookSpool(store: storePath)
  }

  /// A collector for everything the user's tools write.
  /// - Parameter threads: how many threads read in parallel.
  func collector(_ store: UsageStore, threads: Int = 2) throws -> Collector {
    let environment = environment
    var hooks: (@Sendable () -> InstalledHooks)?
    if hasHooks { hooks = { self.installedHooks } }
    return Collector(
      store: store, prices: try prices(), roots: roots, logins: logins,
      otherToolLogs: { OtherToolLog.all(environment: environment) }, spool: spool,
      hooks: hooks, threads: threads)
  }

  /// Online readings from claude.ai, for accounts where the user has turned them on.
  /// - Throws: ``Failure`` if `FUELGAUGE_ONLINE_URL` is not a host that may be sent a token.
  func onlineReadings(_ store: UsageStore) throws -> OnlineReadings {
    var host = OnlineQuestions.Host.usual
    if let address = environment["FUELGAUGE_ONLINE_URL"], !address.isEmpty {
      guard let named = OnlineQuestions.Host(address) else {
        throw Failure(
          status: .usage,
          message:
            "FUELGAUGE_ONLINE_URL: “\(address)” is not an https address or one on this machine")
      }
      host = named
    }
    let questions = OnlineQuestions(host: host, path: environment["PATH"])
    return OnlineReadings(store: store, logins: logins, questions: questions)
  }

  /// Checks who is signed in to Claude Code, so that a money action goes to the right account.
  /// - Parameter isFirst: whether a login may become the first account.
  func findLogins(for store: UsageStore, isFirst: Bool = false) throws {
    guard try store.ownersOfSources(otherThan: roots.folders) == nil else { return }
    let funds = try store.funds(at: now)
    guard isFirst || !funds.accounts.isEmpty else { return }
    let known = funds.signIns.reduce(into: [:]) {
      $0[$1.login.folder] = $1.login.organization
    }
    let findings = logins.findings()
    let isNews = findings.contains { finding in
      guard case .signedIn(let login) = finding else { return false }
      return known[login.folder] != login.organization
    }
    guard isNews else { return }
    try store.record(
      findings.map { finding in
        guard case .signedIn(var login) = finding else { return finding }
        // Leave claude.ai's usage figures to the collector.
        (login.usage, login.usageAsOf) = (nil, nil)
        return .signedIn(login)
      }, at: now)
  }

  private var logins: LoginReader { LoginReader(roots: roots, environment: environment) }

  /// How to follow the sources.
  var followerOptions: Follower.Options {
    var options = Follower.Options()
    options.usesReports = settings.watch == .auto
    options.pollSeconds = settings.pollSeconds
    return options
  }

  /// A folder from the settings; a relative path is relative to the user's home.
  private static func folder(_ text: String, home: String) -> String {
    if text.hasPrefix("/") { return text }
    return PathText.joined(home, text.hasPrefix("~/") ? String(text.dropFirst(2)) : text)
  }

  private static func givenNow(_ environment: [String: String]) throws -> Instant? {
    guard let text = environment["FUELGAUGE_NOW"], !text.isEmpty else { return nil }
    guard let time = Instant(text) else {
      throw Failure(
        status: .usage,
        message: "FUELGAUGE_NOW: “\(text)” is not an RFC 3339 time such as 2026-02-11T20:36:47Z")
    }
    return time
  }
}
