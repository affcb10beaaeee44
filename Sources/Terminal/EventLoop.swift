import CCurses
import Canvas
import Glibc

/// What the loop reports to the program.
package enum LoopEvent<Message: Sendable>: Sendable {
  /// Keys, mouse events and pasted text from one read.
  case input(InputRead)
  /// The screen's size has changed; everything must be redrawn.
  case resized(Size)
  /// The interval has passed. After the whole process was paused there is one tick, not many.
  case tick
  /// A message from another thread.
  case posted(Message)
  /// The last event: save and exit.
  case ended(EndReason)
}

/// Why the loop ended without the program asking for it.
package enum EndReason: Equatable, Sendable {
  /// The terminal is gone.
  case hangup
  /// SIGTERM or SIGQUIT.
  case terminated
  /// SIGINT from outside; ^C at the keyboard is `control("c")`.
  case interrupted
}

/// Whether the loop continues after an event.
package enum LoopStep: Equatable, Sendable {
  /// Wait for the next event.
  case proceed
  /// Return from `run`.
  case stop
}

/// Waits for keys, signals, messages and the clock on one thread, doing nothing in between.
///
/// It is plain synchronous code: the screen belongs to the thread that runs it, and a blocking wait on the main
/// thread would starve the main actor.
package struct EventLoop<Message: Sendable> {
  private let screen: Screen
  private let mailbox: Mailbox<Message>
  private let interval: Duration?
  private let clock = ContinuousClock()

  /// Creates a loop; without an interval there are no ticks.
  package init(screen: Screen, mailbox: Mailbox<Message>, tickEvery interval: Duration?) {
    self.screen = screen
    self.mailbox = mailbox
    self.interval = interval
  }

  /// Delivers events until `handle` returns `stop` or the program has to end.
  ///
  /// - Parameters:
  ///   - draw: Called at the start and once after each batch of events, which may be large: the place to present a
  ///     frame. Not called after the last event.
  ///   - handle: Called with each event, in order.
  package func run(draw: () -> Void = {}, _ handle: (LoopEvent<Message>) -> LoopStep) {
    var deadline = interval.map { clock.now + $0 }
    var idleReads = 0
    var reported = screen.size
    var pause = InputPause()
    draw()
    while true {
      var ends = [screen.input, fg_signal_descriptor(), mailbox.descriptor].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      pause.returns(whileWaiting: fg_bytes_waiting() > 0)
      let next = [deadline, screen.parser.deadline].compactMap { $0 }.min()
      let count = poll(&ends, nfds_t(ends.count), milliseconds(until: next))
      if count < 0, errno != EINTR { return _ = handle(.ended(.hangup)) }
      if count < 0 { for index in ends.indices { ends[index].revents = 0 } }

      var events: [LoopEvent<Message>] = []
      var end: EndReason?
      if ends[1].revents != 0 { end = takeSignals() }
      if screen.size != reported {
        reported = screen.size
        events.append(.resized(reported))
      }
      if end == nil {
        let isReadable = ends[0].revents != 0
        let (read, bytes) = screen.read(at: clock.now, isReadable: isReadable, &pause)
        if let read { events.append(.input(read)) }
        // Repeatedly readable with nothing to read: the other end is closed.
        if isReadable { idleReads = bytes > 0 ? 0 : idleReads + 1 }
        let isGone = ends[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
        if isGone || bytes < 0 || idleReads >= 3 { end = .hangup }
      }
      if ends[2].revents != 0 { events += mailbox.takeAll().map { .posted($0) } }
      if let due = deadline, let interval, clock.now >= due {
        events.append(.tick)
        deadline = max(due + interval, clock.now)
      }

      for event in events where handle(event) == .stop { return }
      if let end { return _ = handle(.ended(end)) }
      if !events.isEmpty { draw() }
    }
  }

  /// How long to poll, rounded up so that it does not wake just before the tick.
  private func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
    guard let deadline else { return -1 }
    let left = clock.now.duration(to: deadline)
    guard left > .zero else { return 0 }
    let (seconds, attoseconds) = left.components
    return Int32(clamping: min(seconds, 86_400) * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
  }

  /// Handles signals; returns a reason if they end the program.
  private func takeSignals() -> EndReason? {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(fg_signal_descriptor(), &bytes, bytes.count)
    guard count > 0 else { return nil }
    let numbers = Set(bytes.prefix(count).map(Int32.init))
    if numbers.contains(SIGHUP) { return .hangup }
    if numbers.contains(SIGTERM) || numbers.contains(SIGQUIT) { return .terminated }
    if numbers.contains(SIGINT) { return .interrupted }
    if numbers.contains(SIGTSTP) { screen.suspend() }
    if numbers.contains(SIGCONT) { screen.resume() }
    // Size changes were not reported while the program was stopped.
    if !screen.updateSize(), numbers.contains(SIGCONT) { screen.redrawAll() }
    return nil
  }
}
