import Foundation
import Glibc
import Synchronization

/// A local web server that answers as a test tells it to, one connection at a time.
package final class StandInServer: Sendable {
  package struct Request: Sendable {
    package var path: String
    /// By lowercase name.
    package var headers: [String: String]
    package var method: String
  }

  package enum Answer: Sendable {
    case reply(Int, headers: [String: String] = [:], String = "")
    /// Keeps the connection open and sends nothing.
    case silence
    /// A body of this many spaces.
    case blanks(Int)
  }

  private let socket: Int32
  package let port: UInt16
  private let seen = Mutex<[Request]>([])
  private let answer: Mutex<@Sendable (Request) -> Answer>
  private let silent = Mutex<[Int32]>([])

  /// Its address.
  package var address: String { "http://127.0.0.1:\(port)" }

  /// The requests so far.
  package var requests: [Request] { seen.withLock { $0 } }

  /// Changes its answers from now on.
  package func answers(_ body: @escaping @Sendable (Request) -> Answer) {
    answer.withLock { $0 = body }
  }

  package init(_ body: @escaping @Sendable (Request) -> Answer) throws {
    answer = Mutex(body)
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
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
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        guard let self else {
          close(connection)
          return
        }
        self.serve(connection)
      }
    }
  }

  deinit {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
    silent.withLock { $0.forEach { close($0) } }
  }

  private func serve(_ connection: Int32) {
    guard let request = StandInServer.read(connection) else {
      close(connection)
      return
    }
    seen.withLock { $0.append(request) }
    let answer = answer.withLock { $0 }
    switch answer(request) {
    case .silence:
      silent.withLock { $0.append(connection) }
      return
    case .reply(let status, let headers, let body):
      let lines = headers.map { "\($0): \($1)\r\n" }.joined()
      let text =
        "HTTP/1.1 \(status) X\r\n\(lines)content-length: \(body.utf8.count)\r\nconnection: close\r\n\r\n"
        + body
      StandInServer.send(Array(text.utf8), to: connection)
    case .blanks(let count):
      StandInServer.send(
        Array("HTTP/1.1 200 X\r\nconnection: close\r\n\r\n".utf8), to: connection)
      let blanks = [UInt8](repeating: 0x20, count: 1 << 16)
      var left = count
      while left > 0, StandInServer.send(blanks, to: connection) { left -= blanks.count }
    }
    close(connection)
  }

  @discardableResult
  private static func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          connection, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  private static func read(_ connection: Int32) -> Request? {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !text.contains("\r\n\r\n") {
      let count = Glibc.read(connection, &buffer, buffer.count)
      guard count > 0 else { return nil }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    var lines = text.components(separatedBy: "\r\n")
    let words = lines.removeFirst().split(separator: " ").map(String.init)
    guard words.count >= 2 else { return nil }
    let headers = lines.reduce(into: [String: String]()) { headers, line in
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { return }
      headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    return Request(path: words[1], headers: headers, method: words[0])
  }
}
