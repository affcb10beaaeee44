import Values

/// Reproducible random numbers, separate for each part of a script.
struct DemoRandom: RandomNumberGenerator {
  private var numbers: SeededRandom

  /// The numbers for one part of a script, identified by `part`. They do not depend on what else uses the same
  /// seed.
  init(seed: UInt64, part: Int...) {
    numbers = SeededRandom(seed: seed)
    for number in part {
      numbers = SeededRandom(seed: numbers.next() ^ UInt64(bitPattern: Int64(number)))
    }
  }

  mutating func next() -> UInt64 { numbers.next() }

  mutating func pick(_ range: ClosedRange<Int>) -> Int { numbers.pick(range) }

  mutating func pick<Element>(_ list: [Element]) -> Element { numbers.pick(list) }

  /// True with a probability of `percent` %.
  mutating func chance(_ percent: Int) -> Bool { pick(1...100) <= percent }

  /// An id of `count` digits and letters, like those after `msg_01`.
  mutating func id(_ count: Int) -> String { text(count, of: DemoRandom.letters) }

  /// `count` hexadecimal digits.
  mutating func hex(_ count: Int) -> String { text(count, of: DemoRandom.digits) }

  /// A lowercase random UUID.
  mutating func uuid() -> String {
    var random = self
    defer { self = random }
    return String(unsafeUninitializedCapacity: 36) { bytes in
      var rest: UInt64 = 0
      for (index, place) in DemoRandom.uuidForm.enumerated() {
        if index % 16 == 0 { rest = random.next() }
        let digit = DemoRandom.digits[Int(rest & 15)]
        rest >>= 4
        bytes[index] = place == UInt8(ascii: "x") ? digit : place
      }
      return 36
    }
  }

  private mutating func text(_ count: Int, of alphabet: [UInt8]) -> String {
    let size = UInt64(alphabet.count)
    return String(unsafeUninitializedCapacity: count) { bytes in
      var rest: UInt64 = 0
      for index in 0..<count {
        // One number is good for eight characters of either alphabet.
        if index % 8 == 0 { rest = next() }
        bytes[index] = alphabet[Int(rest % size)]
        rest /= size
      }
      return count
    }
  }

  private static let uuidForm = Array("xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx".utf8)
  private static let digits = Array("0123456789abcdef".utf8)
  private static let letters =
    Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
}
