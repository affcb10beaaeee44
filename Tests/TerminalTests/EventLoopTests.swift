import Canvas
import Glibc
import Synchronization
import Terminal
import Testing

extension CursesTests {
  @Suite struct EventLoopTests {
    private let size = Size(width: 30, height: 5)

    @Test(.timeLimit(.minutes(1))) func `messages from many threads all arrive in order`() throws {
      let terminal = try PseudoTerminal(size)
      let screen = try terminal.screen()
      defer { screen.close() }
      let mailbox = try #require(Mailbox<(Int, Int)>())
      for thread in 0..<4 {
        Task.detached { for number in 0..<500 { mailbox.post((thread, number)) } }
      }
      var next = [0, 0, 0, 0]
      var frames = 0
      EventLoop(screen: screen, mailbox: mailbox, tickEvery: nil).run(draw: { frames += 1 }) {
        guard case .posted(let (thread, number)) = $0 else { return .proceed }
        #expect(number == next[thread])
        next[thread] += 1
        return next == [500, 500, 500, 500] ? .stop : .proceed
      }
      #expect(next == [500, 500, 500, 500])
      #expect(frames > 0)
    }

    @Test(.timeLimit(.minutes(1))) func `ticks come at their interval with nothing in between`()
      throws
    {
      let terminal = try PseudoTerminal(size)
      let screen = try terminal.screen()
      defer { screen.close() }
      let mailbox = try #require(Mailbox<Int>())
      var frames = 0
      var ticks = 0
      let start = ContinuousClock.now
      EventLoop(screen: screen, mailbox: mailbox, tickEvery: .milliseconds(30)).run(
        draw: { frames += 1 }
      ) { event in
        if case .tick = event { ticks += 1 }
        return ticks == 5 ? .stop : .proceed
      }
      #expect(ContinuousClock.now - start >= .milliseconds(150))
      #expect(frames == 5, "one at the start and one after each tick but the last")
    }

    @Test(.timeLimit(.minutes(1))) func `a new size is reported once`() throws {
      let terminal = try PseudoTerminal(size)
      let screen = try terminal.screen()
      defer { screen.close() }
      let mailbox = try #require(Mailbox<Int>())
      var sizes: [Size] = []
      EventLoop(screen: screen, mailbox: mailbox, tickEvery: .milliseconds(20)).run {
        switch $0 {
        case .tick where sizes.isEmpty:
          terminal.resize(Size(width: 44, height: 11))
          kill(getpid(), SIGWINCH)
        case .resized(let size): sizes.append(size)
        case .tick: return .stop
        default: break
        }
        return .proceed
      }
      #expect(sizes == [Size(width: 44, height: 11)])
      #expect(screen.size == Size(width: 44, height: 11))
    }

    @Test(.timeLimit(.minutes(1))) func `a closed terminal ends the loop`() throws {
      let terminal = try PseudoTerminal(size)
      let screen = try terminal.screen()
      defer { screen.close() }
      let mailbox = try #require(Mailbox<Int>())
      var reason: EndReason?
      EventLoop(screen: screen, mailbox: mailbox, tickEvery: .milliseconds(20)).run {
        if case .tick = $0 { terminal.hangUp() }
        if case .ended(let why) = $0 { reason = why }
        return .proceed
      }
      #expect(reason == .hangup)
    }

    @Test(.timeLimit(.minutes(1))) func `a long paste is read completely`() throws {
      let terminal = try PseudoTerminal(size)
      let screen = try terminal.screen()
      defer { screen.close() }
      let mailbox = try #require(Mailbox<Int>())
      terminal.type(String(repeating: "x", count: 1500) + "q")
      var count = 0
      EventLoop(screen: screen, mailbox: mailbox, tickEvery: nil).run {
        guard case .input(let read) = $0 else { return .proceed }
        count += read.events.count { $0 == .character("x") }
        return read.events.contains(.character("q")) ? .stop : .proceed
      }
      #expect(count == 1500)
    }

    /// What the loop delivers until an event comes, with only input and its timeouts to wake it.
    private func reads(
      until last: InputEvent, _ terminal: PseudoTerminal, _ react: (InputRead) -> Void = { _ in }
    ) throws -> [InputRead] {
      let screen = try terminal.screen(mouse: true)
      defer { screen.close() }
      let mailbox = try #require(Mailbox<Int>())
      var reads: [InputRead] = []
      EventLoop(screen: screen, mailbox: mailbox, tickEvery: nil).run {
        guard case .input(let read) = $0 else { return .proceed }
        reads.append(read)
        react(read)
        return read.events.contains(last) ? .stop : .proceed
      }
      return reads
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["\u{1b}[<", "\u{1b}[<0;1", "\u{1b}[M", "\u{1b}]0;"])
    func `an incomplete mouse report does not prevent leaving`(half: String) throws {
      let terminal = try PseudoTerminal(size)
      terminal.type("x\(half)")
      let reads = try reads(until: .control("c"), terminal) {
        if $0.events == [.character("x")] { terminal.type("\u{3}") }
      }
      #expect(reads.flatMap(\.events) == [.character("x"), .control("c")])
    }

    @Test(.timeLimit(.minutes(1))) func `pending input wakes the loop in time`() throws {
      let terminal = try PseudoTerminal(size)
      terminal.type("\u{1b}")
      let start = ContinuousClock.now
      var escape = start
      let reads = try reads(until: .paste("abc"), terminal) {
        if $0.events == [.escape] {
          escape = .now
          terminal.type("\u{1b}[200~abc")
        }
      }
      #expect(reads.map(\.events) == [[.escape], [.paste("abc")]])
      #expect(escape - start >= .milliseconds(25))
      #expect(ContinuousClock.now - escape >= .seconds(1))
    }

    @Test(.timeLimit(.minutes(1)))
    func `keys report the pause before them and what came with them`()
      throws
    {
      let terminal = try PseudoTerminal(size)
      terminal.type("t30\r")
      let reads = try reads(until: .character("q"), terminal) {
        switch $0.events.last {
        case .enter where $0.events.count > 1:
          // It is already waiting when the loop returns, so it may have arrived at once.
          terminal.type("\r")
          usleep(50_000)
        case .enter:
          let end = terminal.controller
          Task.detached {
            usleep(40_000)
            _ = write(end, "q", 1)
          }
        default: break
        }
      }
      #expect(
        reads.map(\.events) == [
          [.character("t"), .character("3"), .character("0"), .enter], [.enter], [.character("q")],
        ])
      #expect(reads[0].quiet > .seconds(1000) && reads[1].quiet == .zero)
      #expect(reads[2].quiet >= .milliseconds(40))
    }
  }
}
