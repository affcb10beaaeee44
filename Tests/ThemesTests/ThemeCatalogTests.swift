import Canvas
import Foundation
import TestSupport
import Testing
import Themes

@Suite struct ThemeCatalogTests {
  private func folders(_ home: TemporaryFolder, asked: String? = nil) -> ThemeFolders {
    ThemeFolders(
      asked: asked, configuration: home.path(".config"), home: home.path,
      program: home.path("src/fuelgauge/.build/x86_64-linux/release/fuelgauge"))
  }

  @Test func `folders are searched in the documented order`() throws {
    let home = try TemporaryFolder()
    try home.write("", to: "src/fuelgauge/Package.swift")
    let found = folders(home, asked: "/asked").folders
    #expect(
      found.map(\.path) == [
        "/asked", home.path(".config/fuelgauge/themes"), home.path("src/fuelgauge/themes"),
        home.path("src/fuelgauge/.build/x86_64-linux/share/fuelgauge/themes"),
        home.path(".config/btop/themes"), "/usr/share/btop/themes", "/usr/local/share/btop/themes",
      ])
    #expect(found.map(\.isOurs) == [true, true, true, true, false, false, false])
    let installed = ThemeFolders(
      asked: nil, configuration: "/c", home: "/h", program: "/usr/bin/fuelgauge")
    #expect(
      installed.folders.map(\.path) == [
        "/c/fuelgauge/themes", "/usr/share/fuelgauge/themes", "/c/btop/themes",
        "/h/.config/btop/themes", "/usr/share/btop/themes", "/usr/local/share/btop/themes",
      ])
  }

  @Test func `the first theme with a name counts, and ours come first`() throws {
    let home = try TemporaryFolder()
    try home.write("theme[hi_fg]=\"#111111\"", to: "first/night.theme")
    try home.write("theme[hi_fg]=\"#222222\"", to: "second/night.theme")
    try home.write("", to: "second/zebra.theme")
    try home.write("", to: "other/adapta.theme")
    try home.write("", to: "other/notes.txt")
    try home.write("", to: "other/.theme")
    let catalog = ThemeCatalog(
      ThemeFolders([
        .init(home.path("nowhere")), .init(home.path("first")), .init(home.path("second")),
        .init(home.path("other"), isOurs: false),
      ]))
    #expect(catalog.names == ["default", "night", "zebra", "adapta"])
    #expect(catalog.entries[0].path == nil)
    #expect(catalog.entries[1].path == home.path("first/night.theme"))
    #expect(catalog.palette(named: "night")?.accent == Color(hex: 0x111111))
    #expect(catalog.palette(named: "default") == .standard)
  }

  @Test func `a theme is read on demand`() throws {
    let home = try TemporaryFolder()
    let path = try home.write("theme[hi_fg]=\"#111111\"", to: "a.theme")
    let catalog = ThemeCatalog(ThemeFolders([.init(home.path)]))
    try home.write("theme[hi_fg]=\"#222222\"\nnonsense", to: "a.theme")
    let theme = try catalog.theme(named: "a")
    #expect(theme.palette.accent == Color(hex: 0x222222) && theme.problems.map(\.line) == [2])
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: ThemeCatalog.Fault.unreadable(path: path)) { try catalog.theme(named: "a") }
    #expect(catalog.palette(named: "a") == nil)
  }

  @Test func `a person's own default wins over the built-in one`() throws {
    let home = try TemporaryFolder()
    try home.write("theme[hi_fg]=\"#111111\"", to: "default.theme")
    let catalog = ThemeCatalog(ThemeFolders([.init(home.path)]))
    #expect(catalog.names == ["default"])
    #expect(catalog.palette(named: "default")?.accent == Color(hex: 0x111111))
  }

  @Test func `files too large for a theme are not read`() throws {
    let home = try TemporaryFolder()
    #expect(mkfifo(home.path("pipe.theme"), 0o600) == 0)
    try home.write("", to: "folder.theme/x")
    try home.write(String(repeating: "#\n", count: 99_999), to: "huge.theme")
    let catalog = ThemeCatalog(ThemeFolders([.init(home.path)]))
    for name in ["pipe", "folder", "huge"] {
      #expect(throws: ThemeCatalog.Fault.unreadable(path: home.path(name + ".theme"))) {
        try catalog.theme(named: name)
      }
    }
  }

  @Test func `names from outside are safe in messages`() throws {
    let home = try TemporaryFolder()
    try home.write("", to: "a\u{1b}[31m.theme")
    let catalog = ThemeCatalog(ThemeFolders([.init(home.path)]))
    let fault = #expect(throws: ThemeCatalog.Fault.self) {
      try catalog.theme(named: "../\u{7}")
    }
    #expect(fault?.description == "there is no theme “../·”; available themes are default, a·[31m")
  }
}
