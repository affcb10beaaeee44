import Files
import Glibc
import Ledger

extension SourceProblem {
  /// Creates the problem of a file that cannot be read.
  init(_ path: String, _ fault: WholeFile.Fault) {
    self.init(path: path, line: nil, reason: "\(fault)", remedy: fault.remedy)
  }

  /// Creates the problem of an unusable file: the system's error if there is one, else `reason`.
  /// - Parameter most: how many bytes of the file are read at most.
  /// - Returns: nil if the file is missing, or empty, as a file just being written can be.
  init?(unusable path: String, most: Int64, _ reason: String, _ remedy: Remedy) {
    switch RegularFile.open(path) {
    case .failure(.absent): return nil
    case .failure(let fault): self.init(path, fault)
    case .success(let file):
      close(file.descriptor)
      if file.size == 0 { return nil }
      if file.size > most {
        self.init(path, .tooLarge(most: Int(most)))
      } else {
        self.init(path: path, line: nil, reason: reason, remedy: remedy)
      }
    }
  }

  /// Creates a problem from the system's error for a file or folder, after what was attempted.
  init(_ path: String, _ attempt: String, systemFault number: Int32) {
    self.init(
      path: path, line: nil, reason: "\(attempt): \(String(cString: strerror(number)))",
      remedy: Remedy(systemFault: number))
  }
}

extension SourceProblem.Remedy {
  fileprivate init(systemFault number: Int32) {
    self = [EACCES, EPERM].contains(number) ? .allow : .mend
  }
}

extension WholeFile.Fault {
  fileprivate var remedy: SourceProblem.Remedy {
    switch self {
    case .absent, .brokenLink, .noFile: .mend
    case .tooLarge: .reduce
    case .unopenable(let number), .unreadable(let number): .init(systemFault: number)
    case .unkeepable: .mend
    }
  }
}
