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
    .target(name: "Values"),
    .target(
      name: "CCurses",
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "CScan"),
    .target(name: "Files"),
    .target(name: "Programs"),
    .target(name: "Canvas", dependencies: ["CCurses"]),
    .target(name: "Ledger", dependencies: ["Values"]),
    .target(name: "Pricing", dependencies: ["Ledger", "Values", toml]),
    .target(name: "Advice", dependencies: ["Ledger", "Values"]),
    .target(
      name: "Meters",
      dependencies: ["CScan", "Files", "Ledger", "Pricing", "Programs", "Values", sqlite]),
    .target(
      name: "Storage",
      dependencies: ["Advice", "Files", "Ledger", "Pricing", "Values", grdb, sqlite]),
    .target(
      name: "Collector",
      dependencies: ["Advice", "Files", "Ledger", "Meters", "Pricing", "Storage", "Values"]),
    .target(name: "Terminal", dependencies: ["Canvas", "CCurses"]),
    .target(name: "Themes", dependencies: ["Canvas", "Files"]),
    .target(
      name: "Dashboard", dependencies: ["Advice", "Canvas", "Ledger", "Themes", "Values"]),
    .target(
      name: "Demo", dependencies: ["Advice", "Ledger", "Meters", "Pricing", "Storage", "Values"]),
    .executableTarget(
      name: "fuelgauge",
      dependencies: [
        "Advice", "Canvas", "Collector", "Dashboard", "Demo", "Files", "Ledger", "Meters",
        "Pricing",
        "Programs", "Storage", "Terminal", "Themes", "Values", arguments, toml,
      ]),
    .executableTarget(
      name: "fuelgauge-bench",
      dependencies: [
        "Advice", "Canvas", "Collector", "Dashboard", "Demo", "Ledger", "Meters", "Pricing",
        "Programs", "Storage", "Terminal", "Themes", "Values", arguments, sqlite,
      ]),
    .target(
      name: "TestSupport", dependencies: ["Advice", "Canvas", "Ledger", "Values", grdb],
      path: "Tests/TestSupport"),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
    .testTarget(name: "CanvasTests", dependencies: ["Canvas"]),
    .testTarget(name: "TerminalTests", dependencies: ["CCurses", "Canvas", "Terminal"]),
    .testTarget(name: "ThemesTests", dependencies: ["Canvas", "TestSupport", "Themes"]),
    .testTarget(name: "ValuesTests", dependencies: ["TestSupport", "Values"]),
    .testTarget(name: "LedgerTests", dependencies: ["Ledger", "TestSupport", "Values"]),
    .testTarget(
      name: "AdviceTests", dependencies: ["Advice", "Ledger", "TestSupport", "Values"]),
    .testTarget(name: "PricingTests", dependencies: ["Ledger", "Pricing", "Values"]),
    .testTarget(
      name: "MetersTests",
      dependencies: ["CScan", "Ledger", "Meters", "Pricing", "TestSupport", "Values", grdb]),
    .testTarget(
      name: "StorageTests",
      dependencies: ["Advice", "Ledger", "Pricing", "Storage", "TestSupport", "Values", grdb]),
    .testTarget(
      name: "CollectorTests",
      dependencies: [
        "Advice", "Collector", "Ledger", "Meters", "Pricing", "Storage", "TestSupport", "Values",
        grdb,
      ]),
    .testTarget(
      name: "DashboardTests",
      dependencies: ["Advice", "Canvas", "Dashboard", "Ledger", "TestSupport", "Themes", "Values"],
      exclude: ["Screens"]),
    .testTarget(
      name: "DemoTests",
      dependencies: [
        "Advice", "Collector", "Demo", "Ledger", "Meters", "Pricing", "Storage", "TestSupport",
        "Values",
      ]),
    .testTarget(
      name: "ProgramTests",
      dependencies: [
        "Advice", "Canvas", "Collector", "Dashboard", "Demo", "Ledger", "Meters", "Pricing",
        "Storage",
        "TestSupport", "Values", "fuelgauge", "fuelgauge-bench", grdb,
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
