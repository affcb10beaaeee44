import Foundation
import TestSupport
import Testing
import Values

@testable import Meters

/// Whether the cursor accepts a text as one JSON value.
private func accepts(_ text: String) -> Bool {
  var text = text
  return text.withUTF8 { bytes in
    var cursor = JSONCursor(bytes)
    return (try? cursor.skip()) != nil && cursor.isAtEnd()
  }
}

@Suite struct JSONCursorTests {
  @Test(arguments: [
    "{}", "[]", " [ 1 , -0.5e+3 , true , null ] ", #"{"a":{"b":["\u00e9\n","x"]}}"#, #""\"\\""#,
    "12", #"{"key":"a text longer than eight bytes, with \" escapes \\ in it"}"#,
  ])
  func `JSON is accepted`(text: String) { #expect(accepts(text)) }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "01", "1.", "1e", "-", "tru",
    #""open"#, #""\x""#, #""\u12""#, "\"line\nbreak\"", "\"tab\tinside a longer text\"", "[1 2]",
    "{} x",
    "'a'", "[}", #"{"a":"1}"#,
  ])
  func `anything else is rejected`(text: String) { #expect(!accepts(text)) }

  @Test(arguments: seeds(4))
  func `the cursor accepts exactly what Foundation accepts`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let whole = AnswerLine().with { $0.content = OtherLine.call("toolu_1", "mcp__a__b") }.text
    for _ in 0..<300 {
      var bytes = Array(whole.utf8)
      for _ in 0..<random.pick(1...2) {
        let at = random.pick(0...(bytes.count - 1))
        switch random.pick(1...3) {
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(random.pick(Array("\"\\{}[],:0a \u{1}".utf8)), at: at)
        default: bytes.removeSubrange(at..<min(bytes.count, at + random.pick(1...30)))
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      // Foundation accepts a comma before a closing bracket, which is not JSON.
      if text.contains(",}") || text.contains(",]") { continue }
      let expected =
        (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
      #expect(accepts(text) == expected, "seed \(seed): \(text)")
    }
  }

  @Test func `deep nesting is rejected before the stack overflows`() {
    let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    #expect(!accepts(deep))
    let allowed = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
    #expect(accepts(allowed))
  }

  @Test(arguments: seeds(4))
  func `the search agrees with a naive one`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let search = ByteSearch("\"usage\"")
    for _ in 0..<300 {
      var bytes = (0..<random.pick(0...90)).map { _ in random.pick(Array("\"usage:x".utf8)) }
      if random.chance(2), !bytes.isEmpty {
        bytes.insert(contentsOf: Array("\"usage\"".utf8), at: random.pick(0...bytes.count))
      }
      let expected = String(decoding: bytes, as: UTF8.self).contains("\"usage\"")
      #expect(bytes.withUnsafeBufferPointer { search.occurs(in: $0) } == expected, "seed \(seed)")
    }
  }

  @Test func `escapes in names are resolved`() throws {
    var text = #""a\"b\\c\u00e9\ud83d\ude00\n""#
    let string = try text.withUTF8 { bytes in
      var cursor = JSONCursor(bytes)
      return try cursor.string().string
    }
    #expect(string == "a\"b\\cé😀\n")
  }
}
