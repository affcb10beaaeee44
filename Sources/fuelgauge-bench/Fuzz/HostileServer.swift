import Foundation
import Glibc
import Synchronization

/// A local web server that sends given bytes, answer by answer.
final class HostileServer: Sendable {
  /// The answer to one request: pieces, each after a pause.
  struct Answer: Sendable {
    var pieces: [[UInt8]]
    /// Milliseconds before each piece except the first.
    var pause = 0
    /// How often the last piece is repeated.
    var repeats = 0
  }

  private let socket: Int32
  let port: UInt16
  private let answers = Mutex<[Answer]>([])
  private let paths = Mutex<[String]>([])

  struct None: Error {}

  init() throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = socket
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound else { throw None() }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      while case let connection = accept(descriptor, nil, nil), connection >= 0 {
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        self?.serve(connection)
        close(connection)
      }
    }
  }

  deinit {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }

  /// Sets the next answers; the last one is repeated.
  func will(_ answers: [Answer]) { self.answers.withLock { $0 = answers } }

  /// The requested paths.
  var asked: [String] { paths.withLock { $0 } }

  private func serve(_ connection: Int32) {
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(connection, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
    }
    var question: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !question.ends(with: [0x0d, 0x0a, 0x0d, 0x0a]) {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return }
      question += buffer[..<count]
    }
    let words = String(decoding: question, as: UTF8.self).split(separator: " ")
    paths.withLock { $0.append(words.count > 1 ? String(words[1]) : "") }
    let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first }
    guard let answer, let last = answer.pieces.last else { return }
    for (index, piece) in answer.pieces.enumerated() {
      if index > 0 { usleep(UInt32(answer.pause) * 1000) }
      guard HostileServer.send(piece, to: connection) else { return }
    }
    for _ in 0..<answer.repeats where !HostileServer.send(last, to: connection) { return }
  }

  private static func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}

extension [UInt8] {
  fileprivate func ends(with other: [UInt8]) -> Bool {
    count >= other.count && suffix(other.count) == other[...]
  }
}
