import CCurses
import Glibc
import Synchronization

/// Carries messages from any thread to the one that runs the event loop.
package final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])
  private let readingEnd: Int32
  private let writingEnd: Int32

  /// Creates a mailbox; nil if the system has no file descriptor left.
  package init?() {
    var reading: Int32 = -1
    var writing: Int32 = -1
    guard fg_make_pipe(&reading, &writing) != 0 else { return nil }
    readingEnd = reading
    writingEnd = writing
  }

  deinit {
    close(readingEnd)
    close(writingEnd)
  }

  /// Adds a message and wakes the loop; never waits.
  package func post(_ message: Message) {
    let wasEmpty = messages.withLock { messages in
      messages.append(message)
      return messages.count == 1
    }
    // One byte is enough to wake the loop, however many messages there are.
    if wasEmpty {
      var byte: UInt8 = 1
      _ = write(writingEnd, &byte, 1)
    }
  }

  /// Removes and returns all messages, oldest first.
  package func takeAll() -> [Message] {
    var bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0]
    while read(readingEnd, &bytes, bytes.count) == bytes.count {}
    return messages.withLock { messages in
      defer { messages.removeAll() }
      return messages
    }
  }

  /// Readable while there are messages.
  var descriptor: Int32 { readingEnd }
}
