import Files
import Testing

@Suite struct PathTextTests {
  @Test(arguments: [
    ("", ".", ""), ("s", ".", "s"), (".", ".", "."), ("..", ".", ".."), ("/", "/", ""),
    ("//", "/", ""), ("/s", "/", "s"), ("//s", "/", "s"), ("./s", ".", "s"), ("a/b", "a", "b"),
    ("a//b", "a", "b"), ("a/b/", "a", "b"), ("/a/b//", "/a", "b"), ("s/", ".", "s"),
    ("a/.", "a", "."), ("ü/é", "ü", "é"),
  ])
  func `a path is split as the system reads it`(path: String, folder: String, name: String) {
    #expect(PathText.folder(of: path) == folder)
    #expect(PathText.name(of: path) == name)
  }

  @Test func `a path of any length is split`() {
    let long = String(repeating: "x", count: 100_000)
    #expect(PathText.folder(of: long) == ".")
    #expect(PathText.name(of: "\(long)/\(long)") == long)
  }

  @Test(arguments: [
    ("", "s", "s"), (".", "s", "./s"), ("/", "s", "/s"), ("a", "s", "a/s"), ("a/", "s", "a/s"),
  ])
  func `a name is joined to a folder`(folder: String, name: String, path: String) {
    #expect(PathText.joined(folder, name) == path)
  }
}
