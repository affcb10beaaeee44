import ArgumentParser
import Collector
import Foundation
import Storage

/// Options of reports, which first read what is new in the sources.
struct FreshnessOptions: ParsableArguments {
  @Flag(help: "Also ask claude.ai for new readings, where online readings are on.")
  var collect = false

  @Flag(name: .customLong("no-collect"), help: "Show the store as it is; read no sources.")
  var noCollect = false

  func validate() throws {
    if collect, noCollect {
      throw ValidationError("--collect and --no-collect cannot be combined.")
    }
  }
}

extension Workplace {
  /// Opens the store for a report, after reading what is new in the user's sources into it.
  ///
  /// If another process is already reading them, this does not wait for it. If they cannot be read, the reason
  /// goes to standard error and the report is made anyway.
  func openFreshStore(_ freshness: FreshnessOptions) throws -> UsageStore {
    let store = try openStoreForReading()
    if freshness.noCollect { return store }
    let online = try freshness.collect ? onlineReadings(store) : nil
    if try readNew(into: store) { try online?.askDue() }
    return store
  }

  /// Reads what is new in the user's sources into a store, as far as possible.
  /// - Returns: whether the store is this user's own.
  @discardableResult
  func readNew(into store: UsageStore) throws -> Bool {
    do {
      if let owners = try store.ownersOfSources(otherThan: roots.folders) {
        StandardError.print(Workplace.notYours(storePath, owners))
        return false
      }
      try readSources(into: store)
    } catch {
      let reason = (error as? Failure)?.message ?? "\(error)"
      StandardError.print("the sources were not read: \(reason)")
    }
    return true
  }

  /// Why the user's own sources are not read into a store automatically.
  static func notYours(_ path: String, _ owners: [String]) -> String {
    let some = owners.prefix(2).joined(separator: ", ")
    return
      "\(path): has usage from \(some)\(owners.count > 2 ? " and elsewhere" : ""), so your own sources"
      + " are not read into it; fuelgauge collect reads them anyway"
  }

  /// Reads what hooks have reported into a store, unless another process does.
  func readSpool(into store: UsageStore) throws {
    guard case .acquired(let lock) = try CollectorLock.attempt(store: storePath, following: false)
    else { return }
    defer { withExtendedLifetime(lock) {} }
    _ = try collector(store).collectSpool()
  }

  private func readSources(into store: UsageStore) throws {
    guard case .acquired(let lock) = try CollectorLock.attempt(store: storePath, following: false)
    else { return }
    defer { withExtendedLifetime(lock) {} }
    if isatty(STDERR_FILENO) == 1, try !store.hasReadSources() {
      StandardError.print("reading the sources for the first time …")
    }
    _ = try collector(store).collect(settling: .ifDue)
  }
}
