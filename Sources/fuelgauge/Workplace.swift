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
  /// Whether an option of the command names the store: it is not made for a look.
  private let storeIsNamed: Bool
  let configPath: String
  private(set) var settings: Settings
  /// Where the dashboard writes what it exports: as the settings say, else among what programs keep by the way.
  let exportFolder: String
  /// What is wrong with the settings file, ready to print; the rest of it is in `settings`.
  let settingsProblems: [String]
  /// The person's days.
  let days: CivilDays

  /// Its clock, which `FUELGAUGE_NOW` sets.
  private(set) var clock: WorkClock

  /// Where themes are looked for.
  private let themeFolders: ThemeFolders

  /// The workplace that the options and the environment say.
  ///
  /// - Parameter themesFolder: A folder of themes that the person named.
  /// - Throws: ``Failure`` if `FUELGAUGE_NOW` is no time or a path is missing.
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

  /// The workplace of a command that shows settings problems nowhere else: they go to standard error,
  /// and the rest of the settings is used.
  static func ofCommand(_ options: GlobalOptions) throws -> Workplace {
    let workplace = try Workplace(options)
    for problem in workplace.settingsProblems { StandardError.print(problem) }
    return workplace
  }

  /// The moment a command is for: the present one, or the one that `FUELGAUGE_NOW` says.
  var now: Instant { clock.fixed }

  /// The clock of what stays open.
  var runningNow: Instant { clock.running }

  /// The person's home folder.
  var home: String { HomeFolders(environment: environment).home }

  /// Where Claude Code's transcripts are.
  var roots: TranscriptRoots { TranscriptRoots(environment: environment) }

  /// The same settings and prices with another home, store and clock.
  func moved(home: String, store: String, clock: WorkClock) -> Workplace {
    var moved = self
    // What says where things are, or who pays, is about the person's own home.
    let own = ["ANTHROPIC_", "CLAUDE_", "CLAWDBOT_", "CLINE_", "OPENCLAW_", "XDG_"]
    moved.environment = environment.filter { name, _ in !own.contains { name.hasPrefix($0) } }
    moved.environment["HOME"] = home
    moved.storePath = store
    moved.clock = clock
    // Nobody is to be called by what is only played.
    moved.settings.notices = NoticeSettings()
    return moved
  }

  /// The themes there are now.
  var themes: ThemeCatalog { ThemeCatalog(themeFolders) }

  /// Opens the store, making it if there is none. Times in it that cannot be are mended before anything is done
  /// or told.
  /// - Parameter isLive: whether it stays open for long, so that time goes by meanwhile.
  func openStore(isLive: Bool = false) throws -> UsageStore {
    let store = try UsageStore(path: filePath, rules: rules(isLive: isLive))
    // What stays open shows at once what there is; the first reading of the sources mends it.
    if !isLive, try store.needsMending(at: store.now()) {
      try UsageWriter(store: store, prices: try prices()).mendTimes()
    }
    return store
  }

  /// Opens the store for a report. One that an option names must be there: it may be a slip of the pen. What has
  /// become due in the ledgers is done first, so that no balance is shown that holds expired credit.
  func openStoreForReading() throws -> UsageStore {
    let store = try storeIsNamed ? openExistingStore() : openStore()
    try store.settleIfDue(at: now)
    return store
  }

  /// Opens the store as it is; one that is not there yet is not made.
  func openExistingStore() throws -> UsageStore {
    guard FileManager.default.fileExists(atPath: storePath) else { throw noStore }
    return try openStore()
  }

  /// What puts a copy in the place of the store.
  func restore(of file: String) throws -> StoreRestore {
    try StoreRestore(of: file, to: filePath, rules: rules(isLive: false), at: now)
  }

  private var noStore: Failure {
    Failure(
      status: .file,
      message:
        "\(storePath): there is no store yet: fuelgauge collect or fuelgauge balance set makes"
        + " one")
  }

  /// The store's path, which is a file's, even where it has the very name that means none.
  private var filePath: String {
    storePath == UsageStore.inMemory ? PathText.joined(".", storePath) : storePath
  }

  /// What the ledgers in it are kept by.
  private func rules(isLive: Bool) -> LedgerRules {
    let clock = clock
    return LedgerRules(
      days: days, levels: settings.warnings, burnMinutes: settings.burnMinutes
    ) {
      isLive ? clock.running : clock.fixed
    }
  }

  /// The built-in prices, with those of `prices.toml` beside the settings file in their place, and those that
  /// were imported for models that neither holds.
  /// - Throws: ``Failure`` if `prices.toml` is wrong: half a table would price wrongly.
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

  /// Bytes of the largest list of imported prices; the public one takes a tenth.
  static let largestImport = 4 << 20

  /// What is wrong with the imported prices, whose models have no price then; nil: nothing.
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

  /// The text of a price file; nil: there is none.
  private func priceText(of path: String, most: Int) throws -> String? {
    do throws(WholeFile.Fault) {
      return try WholeFile.text(of: path, most: most)
    } catch {
      guard error != .absent else { return nil }
      throw Failure(status: .file, message: "\(path): \(error)")
    }
  }

  /// A collector of everything this person's tools write.
  /// - Parameter threads: how many read at the same time.
  func collector(_ store: UsageStore, threads: Int = 2) throws -> Collector {
    let environment = environment
    return Collector(
      store: store, prices: try prices(), roots: roots, logins: logins,
      otherToolLogs: { OtherToolLog.all(environment: environment) }, threads: threads)
  }

  /// The readings that claude.ai is asked for where the person has turned that on.
  /// - Throws: ``Failure`` if `FUELGAUGE_ONLINE_URL` names no host that a token may travel to.
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

  /// Looks who is signed in to Claude Code by now, so that money is meant for the right account.
  /// - Parameter isFirst: whether one may be the first account of all.
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
        // What claude.ai told is for whoever reads the sources.
        (login.usage, login.usageAsOf) = (nil, nil)
        return .signedIn(login)
      }, at: now)
  }

  private var logins: LoginReader { LoginReader(roots: roots, environment: environment) }

  /// How the sources are followed.
  var followerOptions: Follower.Options {
    var options = Follower.Options()
    options.usesReports = settings.watch == .auto
    options.pollSeconds = settings.pollSeconds
    return options
  }

  /// A folder that the settings name: one that does not begin at the root is in the person's home.
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
