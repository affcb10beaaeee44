import Canvas
import Testing

@Suite struct TableTests {
  private let table = Table(
    [
      .init("Tool", .flexible(minimum: 6, maximum: 14), priority: 9),
      .init("Account", .flexible(minimum: 7), priority: 1),
      .init("$/h", .fixed(7), priority: 8, alignment: .right),
      .init("Today", .fixed(7), priority: 5, alignment: .right),
    ],
    rows: [
      [.init("Cursor"), .init("me@example.org"), .init("1.20"), .init("14.00")],
      [.init("日本語の道具"), .init("me@example.org"), .init("0.30"), .init("123456789")],
      [.init("Claude\u{1b}[2JCode"), .init("work"), .init("12.00"), .init("7.50")],
    ],
    total: [.init("All"), .init(""), .init("13.50"), .init("28.10")], selected: 1,
    sort: .init(column: 2, isAscending: false))

  private func text(_ table: Table, _ width: Int, _ height: Int) -> String {
    var canvas = Canvas(Size(width: width, height: height))
    table.draw(into: &canvas, in: canvas.bounds)
    return canvas.lines.joined(separator: "\n")
  }

  @Test func `all columns are there when there is room`() {
    #expect(
      text(table, 50, 6) == """
          Tool           Account              $/h▼   Today
          Cursor         me@example.org       1.20   14.00
        ▸ 日本語の道具   me@example.org       0.30 123456…
          Claude·[2JCode work                12.00    7.50

          All                                13.50   28.10
        """)
  }

  @Test func `unimportant columns are dropped when it is narrow`() {
    #expect(
      text(table, 26, 5) == """
          Tool        $/h▼   Today
          Cursor      1.20   14.00
        ▸ 日本語…     0.30 123456…
          Claude·…   12.00    7.50
          All        13.50   28.10
        """)
    #expect(
      text(table, 12, 3) == """
          Tool
          Cursor
          All
        """)
  }

  @Test(arguments: 0...60)
  func `columns never overlap or leave the table`(width: Int) {
    var end = -1
    for place in table.layout(width: width) {
      #expect(place.offset > end)
      #expect(place.width > 0)
      end = place.offset + place.width
    }
    #expect(end <= width)
  }

  @Test func `the selected row has a marker and is reversed`() {
    var canvas = Canvas(Size(width: 30, height: 5))
    table.draw(into: &canvas, in: canvas.bounds)
    for column in 0..<30 {
      #expect(canvas[2, column].style.attributes.contains(.reverse))
      #expect(!canvas[1, column].style.attributes.contains(.reverse))
    }
    #expect(canvas[2, 0].glyph == Glyph(unchecked: "▸"))
  }

  @Test func `scrolling shows later rows and keeps heading and total`() {
    var scrolled = table
    scrolled.scroll = 2
    #expect(
      text(scrolled, 26, 3) == """
          Tool        $/h▼   Today
          Claude·…   12.00    7.50
          All        13.50   28.10
        """)
    scrolled.scroll = 99
    #expect(text(scrolled, 26, 3).contains("All"))
  }

  @Test func `nothing is drawn outside the rectangle`() {
    var canvas = Canvas(Size(width: 40, height: 10))
    canvas.fill(canvas.bounds, "#")
    let rect = Rect(row: 3, column: 10, width: 17, height: 3)
    table.draw(into: &canvas, in: rect)
    for row in 0..<10 {
      for column in 0..<40 where !rect.contains(row: row, column: column) {
        #expect(canvas[row, column].glyph == Glyph(unchecked: "#"))
      }
    }
  }

  @Test(arguments: [
    (0, 0, 0), (0, 4, 0), (0, 5, 1), (7, 3, 3), (3, 9, 5), (9, 9, 5), (0, 9, 5),
  ])
  func `the list scrolls no further than necessary`(scroll: Int, selected: Int, expected: Int) {
    #expect(Table.scroll(scroll, toShow: selected, of: 10, height: 5) == expected)
  }

  @Test func `the mouse finds rows and headings`() {
    let rect = Rect(row: 4, column: 2, width: 50, height: 6)
    #expect(table.row(atScreenRow: 4, in: rect) == nil)
    #expect(table.row(atScreenRow: 5, in: rect) == 0)
    #expect(table.row(atScreenRow: 7, in: rect) == 2)
    #expect(table.row(atScreenRow: 8, in: rect) == nil)
    #expect(table.column(atScreenColumn: 3, in: rect) == nil)
    #expect(table.column(atScreenColumn: 4, in: rect) == 0)
    #expect(table.column(atScreenColumn: 51, in: rect) == 3)
  }
}
