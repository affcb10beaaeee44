import Foundation
import TestSupport
import Testing

@testable import Files

/// Anything may be in place of a file.
@Suite struct WholeFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a byte order mark is not part of the text`() throws {
    let path = try folder.write("\u{feff}a = 1", to: "t")
    #expect(try WholeFile.text(of: path) == "a = 1")
    #expect(WholeFile.read(path) { String(decoding: $0, as: UTF8.self) } == "a = 1")
  }

  @Test func `anything but a file is rejected at once`() throws {
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in [pipe, folder.path, "/dev/zero"] {
      #expect(throws: WholeFile.Fault.noFile, "\(path)") { try WholeFile.text(of: path) }
    }
    #expect(throws: WholeFile.Fault.absent) { try WholeFile.text(of: folder.path + "/none") }
  }

  @Test func `a broken link is not a missing file`() throws {
    let link = folder.path + "/link"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.path + "/none")
    #expect(throws: WholeFile.Fault.brokenLink) { try WholeFile.text(of: link) }
  }

  @Test func `an endless file is read up to its initial size`() throws {
    let link = folder.path + "/endless"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "/proc/self/pagemap")
    #expect(try WholeFile.text(of: link) == "", "it has no bytes by the system's own word")
  }

  @Test func `a file that is too large is rejected unread`() throws {
    let path = try folder.write("12345", to: "t")
    #expect(throws: WholeFile.Fault.tooLarge(most: 4)) { try WholeFile.text(of: path, most: 4) }
    #expect(WholeFile.readStart(of: path, most: 4) { $0.count } == 4)
  }

  @Test func `without HOME the system's list of users gives the home folder`() throws {
    let listed = try #require(HomeFolder.path(environment: [:]))
    #expect(listed.hasPrefix("/") && HomeFolder.path(environment: ["HOME": ""]) == listed)
    #expect(HomeFolder.path(environment: ["HOME": "/h"]) == "/h")
    #expect(HomeFolder.path(environment: ["HOME": "h"]) == listed, "no folder that moves")
  }
}
