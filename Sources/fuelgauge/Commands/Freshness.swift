import ArgumentParser
import Collector
import Foundation
import Storage

/// Options of reports, which read what is new before they tell.
struct FreshnessOptions: ParsableArguments {
  @Flag(help: "Also ask claude.ai for new readings, where that is on.")
  var collect = false

  @Flag(name: .customLong("no-collect"), help: "Show the store as it is; read no sources.")
  var noCollect = false

  func validate() throws {
    if collect, noCollect {
      throw ValidationError("--collect and --no-collect exclude each other.")
    }
  }
}

extension Workplace {
  /// Opens the store for a report, after reading into it what is new in this person's sources.
  ///
  /// Nobody is waited for who reads them already. What keeps them from being read is said on standard error
  /// and keeps no report from being made.
  func openFreshStore(_ freshness: FreshnessOptions) throws -> UsageStore {
    let store = try openStoreForReading()
    if freshness.noCollect { return store }
    let online = try freshness.collect ? onlineReadings(store) : nil
    if try readNew(into: store) { try online?.askDue() }
    return store
  }

  /// Reads into a store what is new in this person's sources, as far as nothing keeps it from that.
  /// - Returns: whether the store is this person's.
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

  /// Why the person's own sources are not read into a store by themselves.
  static func notYours(_ path: String, _ owners: [String]) -> String {
    let some = owners.prefix(2).joined(separator: ", ")
    return
      "\(path): holds what was read in \(some)\(owners.count > 2 ? " and elsewhere" : ""), so your own sources"
      + " are not read into it; fuelgauge collect reads them anyway"
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
