/// Takes a text of comma-separated values apart (RFC 4180): fields may stand in quotes, with commas, line
/// breaks and doubled quotes in them. A mark of the byte order at the beginning is passed over.
struct CSVReader {
  /// One record and the line that it begins in, counted from 1.
  struct Record: Equatable {
    var line: Int
    var fields: [String]
  }

  /// The records in order, blank lines left out; nil: a quote is never closed.
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
