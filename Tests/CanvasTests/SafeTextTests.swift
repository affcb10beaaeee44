import Testing

@testable import Canvas

@Suite struct SafeTextTests {
  @Test(arguments: [
    ("plain text", "plain text"),
    ("a\u{1b}[31mred", "a·[31mred"),
    ("title\u{1b}]0;x\u{7}", "title·]0;x·"),
    ("c1 \u{9b}31m", "c1 ·31m"),
    ("tab\there", "tab here"),
    ("two\r\nlines\n", "two·lines·"),
    ("delete\u{7f}", "delete·"),
    ("pay \u{202e}001$\u{202c}", "pay ·001$·"),
    ("\u{2066}isolate\u{2069}\u{200e}\u{200f}\u{61c}", "·isolate····"),
    ("family 👨‍👩‍👧!", "family 👨!"),
    ("heart ❤️!", "heart ❤!"),
    ("thumb 👍🏽!", "thumb 👍!"),
    ("e\u{301}t\u{e9}", "e\u{301}t\u{e9}"),
    ("key 1️⃣", "key 1"),
    ("soft\u{ad}hyphen", "soft-hyphen"),
    ("null\0", "null·"),
    ("zero\u{200b}width", "zero·width"),
    ("\u{301}alone", "·alone"),
    ("line\u{2028}separator", "line·separator"),
    ("日本", "日本"),
  ])
  func `text from outside is harmless after cleaning`(text: String, expected: String) {
    #expect(SafeText.clean(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test(arguments: [
    UInt32(0)...0x33ff, 0xa000...0xabff, 0xd7b0...0x103ff, 0x1d000...0x1ffff, 0xe0000...0xe01ff,
  ])
  func `no control or direction mark gets through`(range: ClosedRange<UInt32>) {
    var failures: [String] = []
    for value in range {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for text in [String(Character(scalar)), "a" + String(Character(scalar))] {
        for drawn in SafeText.clean(text).unicodeScalars {
          let category = drawn.properties.generalCategory
          let isHarmful =
            category == .control || drawn.properties.isBidiControl || drawn == "\u{200d}"
            || category == .lineSeparator || category == .paragraphSeparator
          if isHarmful { failures.append(String(value, radix: 16)) }
        }
      }
    }
    #expect(failures.isEmpty, "\(failures.prefix(20))")
  }

  @Test func `text drawn without a closer look is safe`() {
    for value in UInt32(0)...0x1ffff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let columns = SafeText.simpleColumns(scalar)
      guard columns > 0 else { continue }
      let (glyph, expected) = SafeText.glyph(of: Character(scalar))
      #expect(columns == expected && glyph.base == value, "\(String(value, radix: 16))")
      #expect(String(Character(scalar)).count + 1 == ("a" + String(Character(scalar))).count)
    }
  }

  @Test func `a pile of combining marks is cut to two`() {
    let zalgo = "a" + String(repeating: "\u{301}", count: 50)
    #expect(SafeText.clean(zalgo).unicodeScalars.count == 3)
  }

  @Test(arguments: [
    ("", 0), ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👍", 2), ("👨‍👩‍👧", 2), ("\u{1b}", 1), ("│⣿", 2),
  ])
  func `width is counted in columns`(text: String, columns: Int) {
    #expect(TextWidth.columns(of: text) == columns)
    #expect(TextWidth.columns(of: SafeText.clean(text)) == columns)
  }
}

@Suite struct FitTests {
  @Test(arguments: [
    ("balance", 10, Alignment.left, "balance   "),
    ("balance", 10, .right, "   balance"),
    ("balance", 10, .center, " balance  "),
    ("balance", 7, .left, "balance"),
    ("balance", 6, .left, "balan…"),
    ("balance", 6, .right, "balan…"),
    ("balance", 1, .left, "…"),
    ("balance", 0, .left, ""),
    ("balance", -3, .left, ""),
    ("日本語", 6, .left, "日本語"),
    ("日本語", 5, .left, "日本…"),
    ("日本語", 4, .left, "日… "),
    ("a\u{1b}b", 4, .left, "a·b "),
  ])
  func `text is fitted to the exact width`(
    text: String, width: Int, alignment: Alignment, expected: String
  ) {
    let result = TextWidth.fit(text, width, alignment)
    #expect(result == expected)
    #expect(TextWidth.columns(of: result) == max(0, width))
  }

  @Test func `the ellipsis follows the glyphs`() {
    #expect(TextWidth.fit("balance", 4, glyphs: .ascii) == "bal~")
  }
}

@Suite struct CleanLinesTests {
  @Test(arguments: [
    ("a\nb", "a\nb"), ("a\tb", "a b"), ("\u{1b}[31m", "·[31m"), ("\u{9b}2J", "·2J"),
    ("a\r\nb", "a·\nb"), ("\u{202e}x", "·x"), ("naïve 家 👩‍💻", "naïve 家 👩‍💻"), ("\u{7f}", "·"),
  ])
  func `lines keep everything except terminal controls`(text: String, clean: String) {
    #expect(SafeText.cleanLines(text).unicodeScalars.elementsEqual(clean.unicodeScalars))
  }
}
