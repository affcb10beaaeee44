import ArgumentParser

/// Something that a person switches.
enum Switch: String, CaseIterable, ExpressibleByArgument {
  case on, off
}
