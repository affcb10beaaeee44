import Canvas

/// Something that broke.
struct FuzzFailure: Sendable, CustomStringConvertible {
  let target: FuzzTarget
  let seed: UInt64
  /// What broke, in words that are the same for every case it breaks in.
  let signature: String
  /// The folder of the case.
  let folder: String
  /// As a shell takes it.
  let command: String
  /// The first lines of what was printed.
  let printed: String

  var description: String {
    let lines = [
      "FAILED \(target.rawValue), seed \(seed): \(signature)", "  case     \(folder)",
      "  command  \(command)",
      "  again    fuelgauge-bench fuzz \(target.rawValue) --seed \(seed) --cases 1",
    ]
    let output = printed.split(separator: "\n").prefix(6).map {
      "  | " + String(SafeText.clean(String($0)).prefix(300))
    }
    return (lines + output).joined(separator: "\n")
  }
}
