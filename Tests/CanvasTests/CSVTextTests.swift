import Canvas
import Testing

@Suite struct CSVTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
    // Spreadsheets skip spaces and treat full-width letters like normal ones.
    ("\t=1+1", " '=1+1"), ("  =1+1", "  '=1+1"), ("＝1+1", "'＝1+1"), ("＠x", "'＠x"),
    // A combining mark makes one character of the two, but the formula stays one.
    ("=\u{301}1", "'=\u{301}1"),
    // Where the comma is the decimal mark, a semicolon ends a field.
    ("a;=1+1", "\"a;'=1+1\""), ("a; =1", "\"a; '=1\""), ("a;b", "\"a;b\""),
    ("a=b", "a=b"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "a b"),
    ("\u{1b}[2J", "·[2J"),
  ])
  func `a field keeps its text and is never a formula`(text: String, field: String) {
    #expect(CSVText.field(text).unicodeScalars.elementsEqual(field.unicodeScalars))
  }
}
