/// Parses comma-separated values (RFC 4180). Fields may be quoted and then contain commas, line breaks and doubled
/// quotes. A byte order mark at the start is skipped.
struct CSVReader {
  /// One record and the line it starts on, counted from 1.
  struct Record: Equatable {
    var line: Int
    var fields: [String]
  }

  /// The records in order, without blank lines; nil if a quote is never closed.
  static func records(of text: String) -> [Record]? {
    var records: [Record] = []
    var (fields, field): ([String], String) = ([], "")
    var (line, start, isQuoted) = (1, 1, false)
    func isBlank() -> Bool { fields.isEmpty && field.isEmpty }
    func endRecord() {
      if !isBlank() { records.append(Record(line: start, fields: fields + [field])) }
      (fields, field) = ([], "")
    }
    var scalars = Substring(text).unicodeScalars
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    while let scalar = scalars.popFirst() {
      if isQuoted {
        if scalar == "\n" { line += 1 }
        if scalar != "\"" {
          field.unicodeScalars.append(scalar)
        } else if scalars.first == "\"" {
          field.unicodeScalars.append("\"")
          scalars.removeFirst()
        } else {
          isQuoted = false
        }
        continue
      }
      switch scalar {
      case "\"" where field.isEmpty: isQuoted = true
      case ",":
        fields.append(field)
        field = ""
      case "\r" where scalars.first == "\n": break
      case "\n", "\r":
        endRecord()
        line += 1
        start = line
      default: field.unicodeScalars.append(scalar)
      }
    }
    endRecord()
    return isQuoted ? nil : records
  }
}
