import ArgumentParser

/// An on/off argument.
enum Switch: String, CaseIterable, NamedArgument {
  case on, off
}
