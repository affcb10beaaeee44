import Foundation

/// Judges how a command ended and what it printed.
enum FuzzVerdict {
  /// Exit statuses that a command may have.
  private static let statuses: Set<Int32> = [0, 1, 2, 64, 65, 74]

  /// A marker in every token and key of a case.
  private static let secret = "planted-secret"

  /// The faults of a run, in the same words for all runs with the fault.
  /// - Parameter slow: how many times slower than usual it may be.
  static func faults(_ run: FuzzRun, slow: Double) -> [String] {
    var faults: [String] = []
    switch run.ending {
    case .signal(let number): faults.append("ended by signal \(number)")
    case .cut(let why): faults.append(why)
    case .status(let status) where !statuses.contains(status): faults.append("status \(status)")
    case .status: break
    }
    let isSlow = run.seconds > 2 * slow && run.computing > slow || run.seconds > 10 * slow
    if isSlow, faults.isEmpty { faults.append("it is slow") }
    if run.memory > FuzzGround.memory, faults.isEmpty {
      faults.append("it uses more than 200 MB of memory")
    }
    for (name, bytes) in [("output", run.output), ("error", run.error)] {
      if String(decoding: bytes, as: UTF8.self).contains(secret) {
        faults.append("a secret in standard \(name)")
      }
      if let fault = text(bytes) { faults.append("\(fault) in standard \(name)") }
    }
    if run.words.contains("--json"), [0, 1, 2].contains(run.status), !run.output.isEmpty {
      faults += json(run.text)
    }
    return faults
  }

  /// What must not reach a terminal; nil if there is nothing like that.
  private static func text(_ bytes: [UInt8]) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return "invalid UTF-8" }
    let harm = text.unicodeScalars.first {
      $0 != "\n" && ($0.properties.generalCategory == .control || $0.properties.isBidiControl)
    }
    return harm.map { "U+" + String($0.value, radix: 16, uppercase: true) }
  }

  /// Whether it is one JSON object, or one per line.
  private static func json(_ text: String) -> [String] {
    func isJSON(_ text: some StringProtocol) -> Bool {
      (try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil
    }
    var faults: [String] = []
    if !isJSON(text), !text.split(separator: "\n").allSatisfy(isJSON) {
      faults.append("JSON that is none")
    }
    if ["\"inf\"", "\"-inf\"", "\"nan\""].contains(where: text.contains) {
      faults.append("JSON that says inf or nan")
    }
    return faults
  }
}
