import Testing
import Values

@Suite struct MoneyTests {
  @Test(arguments: [
    ("12.5", 12_500_000_000), ("0", 0), ("0.000000001", 1), ("7", 7_000_000_000),
    ("9223372036.854775807", Int64.max), ("007.50", 7_500_000_000),
  ])
  func `plain decimal text is read exactly`(text: String, nanos: Int64) throws {
    #expect(try Money(text: text).nanos == nanos)
  }

  @Test(arguments: [
    ("", DecimalText.Fault.empty), ("1,00", .character(",")), ("10 000", .character(" ")),
    ("-5", .character("-")), ("+5", .character("+")), ("1e3", .character("e")),
    ("٣", .character("٣")), ("$5", .character("$")), ("1.2.3", .secondPoint), (".5", .noDigits),
    ("5.", .noDigits), ("0.0000000001", .tooManyDecimals(allowed: 9)),
    ("9223372036.854775808", .tooLarge), ("99999999999", .tooLarge),
  ])
  func `malformed amounts are rejected with a reason`(text: String, fault: DecimalText.Fault) {
    #expect(throws: fault) { try Money(text: text) }
  }

  @Test func `an amount can have only the allowed decimals`() {
    #expect(throws: DecimalText.Fault.tooManyDecimals(allowed: 2)) {
      try Money(text: "5.005", decimals: 2)
    }
  }

  @Test func `reports print every digit, and zero as 0`() {
    #expect(Money(nanos: 98_500_000_000).decimalText == "98.500000000")
    #expect(Money(nanos: -1).decimalText == "-0.000000001")
    #expect(Money.zero.decimalText == "0")
  }

  @Test(arguments: [
    (0, "$0.00"), (1, "<$0.0001"), (4_200_000, "$0.0042"), (12_345_000_000, "$12.35"),
    (-12_340_000_000, "-$12.34"), (1_234_560_000_000, "$1,234.56"), (9_999_999, "$0.0100"),
    (1_230_000_000_000_000, "$1.23M"),
  ])
  func `people read amounts in dollars`(nanos: Int64, text: String) {
    #expect(Money(nanos: nanos).display == text)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1.00k"), (12_345, "12.3k"), (999_499, "999k"),
    (999_500, "1.00M"), (1_204_000_000, "1.20G"), (-1500, "-1.50k"),
  ])
  func `counts are shortened to three digits`(count: Int, text: String) {
    #expect(CountDisplay.short(count) == text)
  }
}

@Suite struct FullDisplayTests {
  @Test(arguments: [
    ("USD", 999_999_000_000_000, "$999,999.00"), ("USD", 9_999_999_000_000_000, "$9,999,999.00"),
    ("USD", -1_234_567_894_999_999, "-$1,234,567.89"), ("USD", 4_200_000, "$0.0042"),
    ("USD", 0, "$0.00"), ("EUR", 1_234_560_000_000, "1,234.56 EUR"),
    ("JPY", 1_234_500_000_000, "1,235 JPY"), ("JPY", 0, "0 JPY"),
    ("KWD", -1_234_567_800_000, "-1,234.568 KWD"), ("EUR", 99_999, "<0.0001 EUR"),
  ])
  func `every digit is shown, with the currency's decimals`(
    code: String, nanos: Int64, text: String
  ) throws {
    let currency = try #require(Currency(code: code))
    #expect(Money(nanos: nanos).fullDisplay(in: currency) == text)
  }
}
