import Canvas
import Foundation
import Testing
import Themes

/// The themes that come with the program.
private enum Shipped {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("themes")

  static func palette(_ name: String) throws -> Palette {
    let file = folder.appendingPathComponent(name + ".theme")
    let (theme, problems) = ThemeFile.parse(try String(contentsOf: file, encoding: .utf8))
    #expect(problems.isEmpty, "\(name): \(problems)")
    return Palette(theme)
  }

  static let names = [
    "colorblind", "default", "ember", "harbor", "high-contrast", "light", "mono",
  ]
}

@Suite struct ShippedThemeTests {
  @Test func `every theme file is tested here`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Shipped.folder.path)
    #expect(files.sorted() == Shipped.names.map { $0 + ".theme" })
  }

  @Test func `the default file matches the built-in theme`() throws {
    #expect(try Shipped.palette("default") == .standard)
  }

  @Test(arguments: [0x000000, 0x1E1E1E, 0x002B36, 0xFDF6E3, 0xFFFFFF] as [UInt32])
  func `the default is readable on dark and light backgrounds`(ground: UInt32) throws {
    let standard = Palette.standard
    for color in standard.texts where color != .terminal {
      #expect(try #require(color.contrast(with: Color(hex: ground))) >= 3.2, "\(color)")
    }
    #expect(try #require(standard.label.contrast(with: Color(hex: ground))) >= 3.5)
  }

  @Test(arguments: [
    ("light", 4.5, 5.5), ("high-contrast", 7, 10), ("colorblind", 4.5, 6), ("mono", 4, 5),
    ("ember", 4.5, 5), ("harbor", 4.5, 5),
  ])
  func `text stands out from the background`(name: String, text: Double, label: Double) throws {
    let palette = try Shipped.palette(name)
    func contrast(_ color: Color) throws -> Double {
      try #require(color.contrast(with: palette.background), "\(color)")
    }
    for color in palette.texts { #expect(try contrast(color) >= text, "\(color)") }
    #expect(try contrast(palette.label) >= label)
    #expect(try contrast(palette.foreground) >= 10)
    #expect(try contrast(palette.track) >= 1.5 && contrast(palette.border) >= 2)
    let chosen = palette.selectedForeground.contrast(with: palette.selectedBackground)
    #expect(try #require(chosen) >= 7)
  }

  @Test(arguments: Shipped.names) func `tools are distinguishable`(name: String) throws {
    #expect(try Shipped.palette(name).closestTools >= (name == "mono" ? 0.04 : 0.08))
  }

  @Test func `light is light, mono has no hue`() throws {
    let paper = try Shipped.palette("light").background
    #expect(try #require(paper.contrast(with: Color(hex: 0xFFFFFF))) < 1.1)
    let mono = try Shipped.palette("mono")
    let ramps = (mono.fuel.steps + mono.burn.steps).map(\.foreground)
    #expect((mono.texts + [mono.border, mono.track] + ramps).allSatisfy { $0.hue == nil })
  }

  @Test(arguments: Vision.allCases)
  func `the colorblind theme is distinguishable for every kind of vision`(vision: Vision) throws {
    var palette = try Shipped.palette("colorblind")
    palette.tools = palette.tools.map(vision.sees)
    #expect(palette.closestTools >= 0.12)
    palette.tools = [palette.good, palette.warning, palette.bad].map(vision.sees)
    #expect(palette.closestTools >= 0.12)
    // High burn is brighter than low burn.
    let lights = palette.burn.steps.compactMap { vision.sees($0.foreground).luminance }
    #expect(zip(lights, lights.dropFirst(10)).allSatisfy(<))
  }
}

/// What people without one kind of cone see, after Machado, Oliveira and Fernandes (2009).
enum Vision: CaseIterable {
  case deuteranopia, protanopia, tritanopia

  private var rows: [[Double]] {
    switch self {
    case .deuteranopia:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
      ]
    case .protanopia:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    case .tritanopia:
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
      ]
    }
  }

  func sees(_ color: Color) -> Color {
    guard case .rgb(let red, let green, let blue) = color else { return color }
    let light = [red, green, blue].map { level in
      let share = Double(level) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    let levels = rows.map { row in
      let share = min(max(0, zip(row, light).map(*).reduce(0, +)), 1)
      let level = share <= 0.0031308 ? 12.92 * share : 1.055 * pow(share, 1 / 2.4) - 0.055
      return UInt8((level * 255).rounded())
    }
    return .rgb(levels[0], levels[1], levels[2])
  }
}
