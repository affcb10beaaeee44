// swift-tools-version:6.1
import Foundation
import PackageDescription

// Continuous integration sets this; a person's newer compiler may warn of what this one does not.
let isStrict = ProcessInfo.processInfo.environment["FUELGAUGE_WARNINGS_ARE_ERRORS"] == "1"

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "fuelgauge",
  products: [
    .executable(name: "fuelgauge", targets: ["fuelgauge"]),
    .executable(name: "fuelgauge-bench", targets: ["fuelgauge-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    .target(name: "Ledger"),
    .target(
      name: "CCurses",
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "CScan"),
    .target(name: "Files"),
    .target(name: "Programs"),
    .target(name: "Canvas", dependencies: ["CCurses"]),
    .target(name: "Pricing", dependencies: ["Ledger", toml]),
    .target(
      name: "Meters", dependencies: ["CScan", "Files", "Ledger", "Pricing", "Programs", sqlite]),
    .target(name: "Storage", dependencies: ["Files", "Ledger", "Pricing", grdb, sqlite]),
    .target(
      name: "Collector", dependencies: ["Files", "Ledger", "Pricing", "Meters", "Storage"]),
    .target(name: "Terminal", dependencies: ["Canvas", "CCurses"]),
    .target(name: "Themes", dependencies: ["Canvas", "Files"]),
    .target(name: "Dashboard", dependencies: ["Canvas", "Ledger", "Themes"]),
    .target(name: "Demo", dependencies: ["Ledger", "Meters", "Pricing", "Storage"]),
    .executableTarget(
      name: "fuelgauge",
      dependencies: [
        "Canvas", "Collector", "Dashboard", "Demo", "Files", "Ledger", "Meters", "Pricing",
        "Programs", "Storage", "Terminal", "Themes", arguments, grdb, toml,
      ]),
    .executableTarget(
      name: "fuelgauge-bench",
      dependencies: [
        "Canvas", "Collector", "Dashboard", "Demo", "Ledger", "Meters", "Pricing", "Programs",
        "Storage", "Terminal", "Themes", arguments, sqlite,
      ]),
    .target(name: "TestSupport", dependencies: ["Canvas", "Ledger"], path: "Tests/TestSupport"),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
    .testTarget(name: "CanvasTests", dependencies: ["Canvas"]),
    .testTarget(name: "TerminalTests", dependencies: ["CCurses", "Canvas", "Terminal"]),
    .testTarget(name: "ThemesTests", dependencies: ["Canvas", "TestSupport", "Themes"]),
    .testTarget(name: "LedgerTests", dependencies: ["Ledger", "TestSupport"]),
    .testTarget(name: "PricingTests", dependencies: ["Ledger", "Pricing"]),
    .testTarget(
      name: "MetersTests",
      dependencies: ["CScan", "Ledger", "Meters", "Pricing", "TestSupport", grdb]),
    .testTarget(
      name: "StorageTests",
      dependencies: ["Ledger", "Pricing", "Storage", "TestSupport", grdb]),
    .testTarget(
      name: "CollectorTests",
      dependencies: ["Collector", "Ledger", "Meters", "Pricing", "Storage", "TestSupport", grdb]),
    .testTarget(
      name: "DashboardTests",
      dependencies: ["Canvas", "Dashboard", "Ledger", "TestSupport", "Themes"],
      exclude: ["Screens"]),
    .testTarget(
      name: "DemoTests",
      dependencies: ["Collector", "Demo", "Ledger", "Meters", "Pricing", "Storage", "TestSupport"]),
    .testTarget(
      name: "ProgramTests",
      dependencies: [
        "Canvas", "Collector", "Dashboard", "Demo", "Ledger", "Meters", "Pricing", "Storage",
        "TestSupport", "fuelgauge", "fuelgauge-bench", grdb,
      ], exclude: ["Screens", "Faults/faulty_disk.c"]),
  ],
  swiftLanguageModes: [.v6]
)

if isStrict {
  for target in package.targets {
    target.swiftSettings = [.unsafeFlags(["-warnings-as-errors"])]
    target.cSettings = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]
  }
}
