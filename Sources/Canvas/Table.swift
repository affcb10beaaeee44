/// Rows and columns of text that fit themselves into the available width.
package struct Table: Equatable, Sendable {
  /// How wide a column may be.
  package enum Width: Equatable, Sendable {
    /// Always that many columns.
    case fixed(Int)
    /// At least `minimum`, then whatever the others leave, up to `maximum`.
    case flexible(minimum: Int, maximum: Int = .max)
  }

  /// A column's heading and rules.
  package struct Column: Equatable, Sendable {
    /// The heading.
    package var title: String
    /// How wide it may be.
    package var width: Width
    /// If the table is too narrow, the column with the smallest number is dropped first.
    package var priority: Int
    /// How its text is aligned.
    package var alignment: Alignment

    /// Creates a column.
    package init(
      _ title: String, _ width: Width, priority: Int = 0, alignment: Alignment = .left
    ) {
      self.title = title
      self.width = width
      self.priority = priority
      self.alignment = alignment
    }
  }

  /// The text of one row in one column.
  package struct Field: Equatable, Sendable {
    /// Any text; it is made safe when drawn.
    package var text: String
    /// Its style.
    package var style: Style

    /// Creates a field.
    package init(_ text: String, style: Style = .plain) {
      self.text = text
      self.style = style
    }
  }

  /// A field for each column, in the order of the columns; missing ones are blank.
  package typealias Row = [Field]

  /// The column the rows are sorted by. The table shows it but does not sort.
  package struct Sort: Equatable, Sendable {
    /// Index into `columns`.
    package var column: Int
    /// Smallest first.
    package var isAscending: Bool

    /// Creates a sort order.
    package init(column: Int, isAscending: Bool) {
      self.column = column
      self.isAscending = isAscending
    }
  }

  /// Headings and rules, from left to right.
  package var columns: [Column]
  /// All rows, or at least those up to the last one visible.
  package var rows: [Row]
  /// A last line that stays at the bottom, such as the sum.
  package var total: Row?
  /// The selected row, drawn in `selection` and with a marker.
  package var selected: Int?
  /// Style of the selected row, overriding its fields' colours; their attributes stay.
  package var selection = Style(.terminal, [.reverse])
  /// The first row shown.
  package var scroll: Int
  /// Shown as an arrow in the heading.
  package var sort: Sort?
  /// Style of the headings.
  package var headerStyle: Style
  /// Whether the headings are drawn.
  package var showsHeader: Bool
  /// Whether two columns at the left are reserved for the marker.
  package var showsMarker: Bool
  /// Which characters to draw with.
  package var glyphs: Glyphs

  /// Creates a table.
  package init(
    _ columns: [Column], rows: [Row] = [], total: Row? = nil, selected: Int? = nil,
    scroll: Int = 0, sort: Sort? = nil, headerStyle: Style = Style(.terminal, [.bold]),
    showsHeader: Bool = true, showsMarker: Bool = true, glyphs: Glyphs = .unicode
  ) {
    self.columns = columns
    self.rows = rows
    self.total = total
    self.selected = selected
    self.scroll = scroll
    self.sort = sort
    self.headerStyle = headerStyle
    self.showsHeader = showsHeader
    self.showsMarker = showsMarker
    self.glyphs = glyphs
  }
}
