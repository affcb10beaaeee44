import GRDB
import Ledger
import TestSupport
import Testing

@testable import Storage

/// A writer whose transaction cannot be ended.
@Suite struct UsageWriterTests {
  @Test func `a commit that fails before the program rests leaves no transaction open`() throws {
    let test = try TestStore()
    let writer = UsageWriter(store: test.store, prices: .builtIn)
    var batch = UsageBatch()
    batch.add(request())
    try writer.write(batch)
    // What waits in memory is written by the commit alone.
    try test.store.queue.inDatabase { try $0.failInsertions(into: "day_usage") }
    var hasRested = false
    #expect(throws: StoreFault.self) { try writer.whileSettled { hasRested = true } }
    #expect(!hasRested)
    let isOpen = test.store.queue.inDatabase { $0.isInsideTransaction }
    #expect(!isOpen)
    // Everything is taken back, the trigger too, and can be written again.
    try writer.write(batch)
    try writer.whileSettled { hasRested = true }
    #expect(hasRested)
    #expect(try test.total().requests == 1)
    #expect(try test.differences().isEmpty)
  }
}
