import Canvas
import Testing

@Suite struct BigDigitsTests {
  @Test func `figures are three rows high`() throws {
    let digits = try #require(BigDigits("-1,204.7"))
    var canvas = Canvas(Size(width: digits.width, height: BigDigits.height))
    digits.draw(into: &canvas, in: canvas.bounds, style: .plain)
    #expect(
      canvas.lines == [
        "   ▀█    ▀▀█ █▀█ █ █   ▀▀█", "▀▀  █    █▀▀ █ █ ▀▀█     █", "   ▀▀▀ ▌ ▀▀▀ ▀▀▀   ▀ ▀   ▀",
      ])
  }

  @Test func `they stay within their area`() throws {
    let digits = try #require(BigDigits("88"))
    var canvas = Canvas(Size(width: 8, height: 4))
    let place = Rect(row: 0, column: 0, width: 5, height: 2)
    digits.draw(into: &canvas, in: place, style: .plain)
    #expect(canvas.lines == ["█▀█ █", "█▀█ █", "", ""])
  }

  @Test(arguments: ["", "<0.01", "$5", "٣"])
  func `only figures can be drawn`(text: String) {
    #expect(BigDigits(text) == nil)
  }
}
