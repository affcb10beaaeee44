import Canvas
import Testing

@Suite struct CSVTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
    // Spreadsheets pass over blanks, and take wide letters for narrow ones.
    ("\t=1+1", " '=1+1"), ("  =1+1", "  '=1+1"), ("＝1+1", "'＝1+1"), ("＠x", "'＠x"),
    // A mark makes one character of the two, and no other formula.
    ("=\u{301}1", "'=\u{301}1"),
    // Where the comma is the decimal mark a semicolon ends a field.
    ("a;=1+1", "\"a;'=1+1\""), ("a; =1", "\"a; '=1\""), ("a;b", "\"a;b\""),
    ("a=b", "a=b"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "a b"),
    ("\u{1b}[2J", "·[2J"),
  ])
  func `a field is what it says, and no formula`(text: String, field: String) {
    #expect(CSVText.field(text).unicodeScalars.elementsEqual(field.unicodeScalars))
  }
}
