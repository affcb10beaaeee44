import Canvas

/// Where the parts of the screen stand, made once for an event or a frame: header, banners, view and key bar.
struct ScreenLayout {
  /// The lines between header and key bar: banners and view, or the help in their place.
  let body: Rect
  let header, view, keys: Rect
  let bannerRect: Rect
  /// As they are to be drawn.
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
  /// What the screen asks of the store.
  package var query: PaneQuery { query(on: ScreenLayout(self)) }

  func query(on layout: ScreenLayout) -> PaneQuery { view.pane.query(self, in: layout.view) }
}
