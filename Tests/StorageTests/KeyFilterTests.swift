import Ledger
import TestSupport
import Testing
import Values

@testable import Storage

@Suite struct KeyFilterTests {
  @Test(arguments: seeds(3))
  func `a key that was inserted is never denied, another hardly ever affirmed`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var filter = KeyFilter()
    let keys = (0..<20_000).map { _ in Int64(bitPattern: random.next()) }
    for key in keys { filter.insert(key) }
    #expect(keys.allSatisfy(filter.mayContain), "seed \(seed)")
    let affirmed = (0..<20_000).count { _ in filter.mayContain(Int64(bitPattern: random.next())) }
    #expect(affirmed < 100, "seed \(seed)")
  }

  @Test func `what another process writes between two batches is found`() throws {
    let test = try TestStore()
    let writer = UsageWriter(store: test.store, prices: .builtIn)
    func batch(_ number: Int) -> UsageBatch {
      var batch = UsageBatch()
      batch.add(request("msg_\(number)", "req_\(number)"))
      return batch
    }
    try writer.write(batch(1))
    try writer.commit()
    let other = UsageWriter(
      store: try UsageStore(path: test.folder.path("usage.sqlite"), rules: .test), prices: .builtIn)
    try other.write(batch(2))
    try other.commit()
    try writer.write(batch(2))
    try writer.commit()
    #expect(try test.total().requests == 2)
  }
}
