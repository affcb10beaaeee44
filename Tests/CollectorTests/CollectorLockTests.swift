import Collector
import Foundation
import TestSupport
import Testing

/// What may be in place of the lock file, and must stay unchanged.
@Suite struct CollectorLockTests {
  private let folder: TemporaryFolder
  private var store: String { folder.path("usage.sqlite") }
  private var file: String { folder.path("usage.sqlite.lock") }

  init() throws { folder = try TemporaryFolder() }

  private func expectRefusal(_ what: String, at location: SourceLocation = #_sourceLocation) {
    let fault = #expect(throws: CollectorLock.UnusableLock.self, sourceLocation: location) {
      _ = try CollectorLock.attempt(store: store, following: false)
    }
    #expect(CollectorLock.fault(store: store) != nil, sourceLocation: location)
    #expect(
      fault?.description
        == "\(file): \(what) where the store keeps its lock, and was left unchanged; move it"
        + " away, or name another store with --store", sourceLocation: location)
  }

  @Test func `the target of a link is not emptied`() throws {
    let victim = try folder.write("precious\n", to: "victim")
    symlink(victim, file)
    expectRefusal("is a link")
    unlink(file)
    link(victim, file)
    expectRefusal("has a second name")
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious\n")
  }

  @Test(arguments: ["", "1 reads\n"])
  func `a second name of our lock is left unchanged and a new lock is created`(text: String) throws
  {
    let other = try folder.write(text, to: "other.lock")
    link(other, file)
    #expect(CollectorLock.fault(store: store) == nil)
    guard case .acquired(let lock) = try CollectorLock.attempt(store: store, following: true) else {
      Issue.record("it was not taken")
      return
    }
    #expect(try String(contentsOfFile: other, encoding: .utf8) == text)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "\(getpid()) follows\n")
    guard case .held = try CollectorLock.attempt(store: store, following: false) else {
      Issue.record("it was taken twice")
      return
    }
    withExtendedLifetime(lock) {}
  }

  @Test func `a lock that gets a second name stays held`() throws {
    guard case .acquired(let lock) = try CollectorLock.attempt(store: store, following: true) else {
      Issue.record("it was not taken")
      return
    }
    link(file, folder.path("copy.lock"))
    guard case .held(let holder) = try CollectorLock.attempt(store: store, following: false) else {
      Issue.record("it was taken twice")
      return
    }
    #expect(holder.process == getpid() && holder.isFollowing)
    withExtendedLifetime(lock) {}
  }

  @Test func `a pipe does not block`() {
    mkfifo(file, 0o600)
    expectRefusal("is not a file")
  }

  @Test func `a folder is not a lock`() {
    mkdir(file, 0o700)
    expectRefusal("is a folder")
  }

  @Test(arguments: ["1\n2\n3\n", "notes", "12 follows", "-5 reads\n", "0 reads\n", "\n"])
  func `other content is left unchanged`(text: String) throws {
    try folder.write(text, to: "usage.sqlite.lock")
    expectRefusal("contains something else")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
  }

  @Test func `a lock left behind can be taken`() throws {
    for text in ["", "12345678 follows\n", "1 reads\n"] {
      try folder.write(text, to: "usage.sqlite.lock")
      guard case .acquired(let lock) = try CollectorLock.attempt(store: store, following: true)
      else {
        Issue.record("\(text) was not taken over")
        continue
      }
      withExtendedLifetime(lock) {}
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "\(getpid()) follows\n")
    }
  }
}
