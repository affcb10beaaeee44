import Ledger
import TestSupport
import Testing
import Values

@Suite struct RequestTests {
  private func copy(_ change: (inout Request) -> Void = { _ in }) -> Request {
    var request = Request(
      identity: RequestIdentity(message: "msg_1", request: "req_1"),
      time: Instant(milliseconds: 1000), tool: .claudeCode, purse: .extra,
      main: ModelUse(model: "claude-opus-4-6", tokens: TokenCounts(input: 3, output: 10)))
    change(&request)
    return request
  }

  @Test func `the copy with more tokens wins and the earliest time stays`() {
    let early = copy { $0.isUnfinished = true }
    let late = copy {
      $0.time = Instant(milliseconds: 5000)
      $0.main.tokens.output = 90
    }
    for merged in [early.merged(with: late), late.merged(with: early)] {
      #expect(merged.main.tokens.output == 90)
      #expect(merged.time.milliseconds == 1000)
      #expect(!merged.isUnfinished)
    }
  }

  @Test func `a separate line replaces a copy in a progress line, however large`() {
    let own = copy { $0.isSidechain = true }
    let progress = copy {
      $0.isSidechain = true
      $0.isProgressCopy = true
      $0.main.tokens.output = 500
    }
    #expect(progress.merged(with: own).main.tokens.output == 10)
    #expect(own.merged(with: progress).main.tokens.output == 10)
  }

  @Test func `the main chain is preferred to a side chain`() {
    let side = copy {
      $0.isSidechain = true
      $0.main.tokens.output = 500
    }
    #expect(side.merged(with: copy()).main.tokens.output == 10)
  }

  @Test func `a real time replaces one taken from neighbouring lines`() {
    let inferred = copy {
      $0.time = Instant(milliseconds: 1)
      $0.timeIsInferred = true
    }
    let merged = inferred.merged(with: copy())
    #expect(merged.time.milliseconds == 1000)
    #expect(!merged.timeIsInferred)
  }

  @Test(arguments: seeds(5))
  func `copies merge to the same request in any order`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<60 {
      let copies = (0..<5).map { _ in
        copy {
          $0.time = Instant(milliseconds: Int64(random.pick(1...4)))
          $0.timeIsInferred = random.chance(4)
          $0.main.tokens.output = random.pick(1...3)
          $0.main.tokens.input = random.pick(1...3)
          $0.isSidechain = random.chance(2)
          $0.isProgressCopy = $0.isSidechain && random.chance(2)
          $0.isUnfinished = random.chance(2)
          $0.session = random.pick(["a", "b"])
          $0.terms.isFast = random.chance(3)
        }
      }
      let shuffled = copies.shuffled(using: &random)
      let first = copies.dropFirst().reduce(copies[0]) { $0.merged(with: $1) }
      let second = shuffled.dropFirst().reduce(shuffled[0]) { $0.merged(with: $1) }
      #expect(first == second, "seed \(seed)")
    }
  }

  @Test(arguments: seeds(5))
  func `parts add up to the request exactly`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<100 {
      let request = copy {
        $0.main.tokens = TokenCounts(
          input: random.pick(0...1000), output: random.pick(0...1000),
          cacheRead: random.pick(0...1_000_000), webSearches: random.pick(0...2))
        $0.servers = (0..<random.pick(0...4)).map {
          ServerShare(server: "server-\($0)", bytes: random.pick(1...5000))
        }
        if random.chance(2) {
          $0.extra = [
            ModelUse(model: "claude-haiku-4-5", tokens: TokenCounts(output: random.pick(0...99)))
          ]
        }
      }
      let cost = Money(nanos: Int64(random.pick(0...1_000_000_000)))
      let parts = request.parts { _ in cost }
      let sum = parts.reduce(UsageTotals.zero) { $0 + $1.totals }
      let uses = [request.main] + request.extra
      #expect(sum.requests == 1, "seed \(seed)")
      #expect(sum.tokens == uses.reduce(.zero) { $0 + $1.tokens }, "seed \(seed)")
      #expect(sum.cost.nanos == cost.nanos * Int64(uses.count), "seed \(seed)")
    }
  }

  @Test func `the request counts at the largest server`() {
    let request = copy {
      $0.servers = [
        ServerShare(server: "small", bytes: 10), ServerShare(server: "large", bytes: 30),
      ]
      $0.main.tokens = TokenCounts(input: 400)
    }
    let parts = request.parts { _ in .zero }
    #expect(request.countedTool == .mcp)
    #expect(parts.map(\.server) == ["large", "small"])
    #expect(parts.map(\.totals.requests) == [1, 0])
    #expect(parts.map(\.totals.tokens.input) == [300, 100])
  }

  @Test(arguments: [
    ("msg_1/req_1", "msg_1", "req_1"), ("msg_1", "msg_1", ""), ("req_9", "", "req_9"),
    ("pipeline-7/3", "pipeline-7/3", ""),
  ])
  func `recorded ids name the same requests as transcripts`(
    id: String, message: String, request: String
  ) {
    #expect(RequestIdentity(recorded: id) == RequestIdentity(message: message, request: request))
  }

  @Test func `a partial identity may match a complete one`() {
    let whole = RequestIdentity(message: "msg_1", request: "req_1")
    #expect(whole.mayEqual(RequestIdentity(message: "msg_1", request: "")))
    #expect(whole.mayEqual(RequestIdentity(message: "", request: "req_1")))
    #expect(!whole.mayEqual(RequestIdentity(message: "msg_1", request: "req_2")))
    #expect(!whole.mayEqual(RequestIdentity(message: "msg_2", request: "req_1")))
  }
}
