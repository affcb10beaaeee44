import Canvas

/// Positions of the parts of the screen. Made once per event or frame.
struct ScreenLayout {
  /// The lines between header and key bar: banners and view, or the help instead.
  let body: Rect
  let header, view, keys: Rect
  let bannerRect: Rect
  /// The banners to draw.
  let banners: Banners

  init(_ model: DashboardModel) {
    banners = Banners(model)
    let (first, rest) = Rect(model.size).splitTop(1)
    header = first
    (keys, body) = rest.splitBottom(1)
    (bannerRect, view) = body.splitTop(banners.height)
  }
}

extension DashboardModel {
  /// What the screen needs from the store.
  package var query: PaneQuery { query(on: ScreenLayout(self)) }

  func query(on layout: ScreenLayout) -> PaneQuery { view.pane.query(self, in: layout.view) }
}
