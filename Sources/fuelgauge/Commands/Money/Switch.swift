import ArgumentParser

/// Something that a person switches.
enum Switch: String, CaseIterable, NamedArgument {
  case on, off
}
