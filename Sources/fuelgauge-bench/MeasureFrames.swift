import ArgumentParser
import Canvas
import Dashboard
import Foundation
import Terminal
import Themes
import Values

/// Times frames, from the model to the bytes sent to the terminal.
struct MeasureFrames: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frames",
    abstract: "Time frames of the demo, from the model to the bytes, at every colour depth.")

  @Option(help: "Columns of the screen.")
  var columns = 200

  @Option(help: "Rows of the screen.")
  var rows = 60

  @Option(help: "Frames of each kind.")
  var runs = 200

  @Option(help: "Only this depth: true, 256, 16 or none.")
  var color: String?

  @Option(help: "Only kinds whose names start with this.")
  var only = ""

  func run() throws {
    let folder = NSTemporaryDirectory() + "fuelgauge-frames-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let size = Size(width: columns, height: rows)
    let demo = try DemoModel(folder: folder, size: size)
    let kinds = try frames(of: demo).filter { $0.name.hasPrefix(only) }
    print("\(columns)×\(rows), \(runs) frames of each; milliseconds: median and 99th percentile")
    print("depth  frame            cells   bytes   view          present       both          work")
    for depth in ColorDepth.allCases.reversed()
    where color == nil || color == depth.rawValue {
      for kind in kinds { print(try measure(kind, size, depth)) }
    }
  }

  /// A cycle of frames.
  private struct Kind {
    var name: String
    var models: [DashboardModel]
    /// Canvases to show instead of the view.
    var canvases: [Canvas] = []
  }

  private func frames(of demo: DemoModel) throws -> [Kind] {
    var demo = demo
    var ticks = [demo.model]
    for _ in 0..<40 {
      try demo.advance(by: 15)
      ticks.append(demo.model)
    }
    let overview = demo.model
    try demo.press("2")
    let tools = demo.model
    var filled = overview
    filled.look.palette.background = Color(hex: 0x10_1820)
    filled.look.palette.foreground = Color(hex: 0xd0_d8e0)
    return [
      Kind(name: "nothing new", models: [overview]),
      Kind(name: "tick", models: ticks + ticks.dropFirst().dropLast().reversed()),
      Kind(name: "another view", models: [overview, tools]),
      Kind(name: "another theme", models: [overview, filled]),
      Kind(
        name: "every cell", models: [overview, overview],
        canvases: [1, 2].map { noise(overview.size, $0, colorsEvery: 5) }),
      Kind(
        name: "every color", models: [overview, overview],
        canvases: [1, 2].map { noise(overview.size, $0, colorsEvery: 1) }),
    ]
  }

  /// A canvas on which every cell differs in character and colour from one with another seed. On a dashboard
  /// screen, about ten neighbouring cells share a colour.
  private func noise(_ size: Size, _ seed: UInt64, colorsEvery run: Int) -> Canvas {
    var random = SeededRandom(seed: seed)
    var canvas = Canvas(size)
    var color = Color.terminal
    for row in 0..<size.height {
      for column in 0..<size.width {
        if column % run == 0 {
          color = Color(hex: UInt32(random.pick(0...127)) * 0x02_0307 + UInt32(seed % 2))
        }
        let letter = UInt32(seed % 2 == 0 ? 0x41 : 0x2801) + UInt32(random.pick(0...25))
        guard let scalar = Unicode.Scalar(letter) else { continue }
        canvas.put(scalar, row: row, column: column, style: Style(color))
      }
    }
    return canvas
  }

  private func measure(_ kind: Kind, _ size: Size, _ depth: ColorDepth) throws -> String {
    guard let terminal = DrainedTerminal(size) else { throw ScreenError.systemRefused }
    let screen = try Screen(
      options: .init(
        environment: ["TERM": "xterm-256color"], color: depth, unicode: true,
        stage: .init(input: terminal.screenEnd, output: terminal.screenEnd, size: size)))
    defer { screen.close() }
    let models = kind.models.map { fitted($0, to: depth) }
    let clock = ContinuousClock()
    var (views, presents, both, worked): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    var (cells, bytes): ([Int], [Int]) = ([], [])
    var shown = Canvas(size)
    // Warm up: the first frames fill the screen and the caches.
    for run in -2 * models.count..<runs {
      let index = (run + 2 * models.count) % models.count
      let before = terminal.received
      let worksFrom = MeasureFrames.processorTime
      let start = clock.now
      let drawn = view(models[index]).canvas
      let middle = clock.now
      let canvas = kind.canvases.isEmpty ? drawn : kind.canvases[index]
      let handed = clock.now
      screen.present(canvas)
      let end = clock.now
      if run >= 0 {
        views.append((middle - start) / .milliseconds(1))
        presents.append((end - handed) / .milliseconds(1))
        both.append((end - start) / .milliseconds(1))
        worked.append(MeasureFrames.processorTime - worksFrom)
        cells.append(zip(canvas.cells, shown.cells).count { $0 != $1 })
        bytes.append(terminal.received - before)
      }
      shown = canvas
    }
    let name = kind.name.padding(toLength: 14, withPad: " ", startingAt: 0)
    let level = depth.rawValue.padding(toLength: 5, withPad: " ", startingAt: 0)
    return String(format: "\(level)  \(name) %7d %7d   ", median(cells), median(bytes))
      + [views, presents, both, worked].map(Stopwatch.tail).joined(separator: "   ")
  }

  /// Fits the palette to the terminal, as the program does.
  private func fitted(_ model: DashboardModel, to depth: ColorDepth) -> DashboardModel {
    var model = model
    switch depth {
    case .none: model.look.palette = model.look.palette.withoutColors
    case .ansi16: model.look.palette = model.look.palette.inSixteenColors
    case .palette256, .truecolor: break
    }
    return model
  }

  /// CPU time of this thread, so that other load on the machine does not count.
  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
  }

  private func median(_ values: [Int]) -> Int { values.sorted()[values.count / 2] }
}
