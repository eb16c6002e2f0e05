import Cells

/// A diagram as shapes on a grid of terminal cells, to be shown as text or as SVG.
struct Drawing: Equatable {
  /// What a shape says besides its words.
  enum Tone: Hashable {
    case plain, strong, dim
    /// Something that is probably not meant.
    case warning
    /// Something that cannot work.
    case bad
    /// Something that went well.
    case good
    /// Differs from what it is compared with.
    case changed
    /// Belongs to the volume of this number, counted from 0.
    case volume(Int)
  }

  /// A line of text that ends within `width` columns.
  struct Text: Equatable {
    var x: Int
    var y: Int
    var width: Int
    var text: String
    var tone: Tone = .plain
  }

  /// A frame with a title in its upper edge.
  struct Box: Equatable {
    var rect: Rect
    var title: String
    var titleTone: Tone = .strong
    var tone: Tone = .plain
    /// Whether what it shows is not really there.
    var isDashed = false
  }

  /// Lines from mounts to a volume: from each start to the right, along one column, to the end.
  struct Wire: Equatable {
    struct Point: Equatable {
      var x: Int
      var y: Int
    }
    var starts: [Point]
    /// The column in which the starts meet.
    var track: Int
    var end: Point
    var tone: Tone
    var isDashed = false
    /// Whether starts and end lie on frames.
    var joinsFrames: Bool

    /// The rows that the line in the column `track` reaches.
    var rows: ClosedRange<Int> {
      let rows = starts.map(\.y) + [end.y]
      return (rows.min() ?? end.y)...(rows.max() ?? end.y)
    }
  }

  var width: Int
  var height: Int
  /// Columns and rows.
  var size: (width: Int, height: Int) { (width, height) }
  var texts: [Text] = []
  var boxes: [Box] = []
  var wires: [Wire] = []
  var bars: [Bar] = []
  var rules: [Rule] = []
  var scales: [Scale] = []
  var arrows: [Arrow] = []
}
