import Canvas
import Glibc
import Synchronization
import Terminal
import Testing

extension CursesTests {
  @Suite struct EventLoopTests {
    private let size = Size(width: 30, height: 5)

    @Test(.timeLimit(.minutes(1))) func `messages of many threads all arrive in order`() throws {
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

    @Test(.timeLimit(.minutes(1))) func `ticks come at their interval and nothing between`() throws
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

    @Test(.timeLimit(.minutes(1))) func `a new size is told once`() throws {
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

    @Test(.timeLimit(.minutes(1))) func `a long paste is taken in whole`() throws {
      let terminal = try PseudoTerminal(size)
      let screen = try terminal.screen()
      defer { screen.close() }
      let mailbox = try #require(Mailbox<Int>())
      terminal.type(String(repeating: "x", count: 1500) + "q")
      var count = 0
      EventLoop(screen: screen, mailbox: mailbox, tickEvery: nil).run {
        if case .input(.character("x")) = $0 { count += 1 }
        if case .input(.character("q")) = $0 { return .stop }
        return .proceed
      }
      #expect(count == 1500)
    }
  }
}
