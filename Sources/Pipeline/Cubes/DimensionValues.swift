import Buffers
import Satisfaction

/// The values of a dimension in the order of their keys, as columns take them; rank 0 is "no value".
struct DimensionValues: Sendable {
  /// The rank of each code.
  let ranks: [UInt32]
  /// Values as `DimensionKey` writes them, by code, and the code of each rank.
  private let keys: Interner
  private let order: [Int]
  /// Values by rank: in these where the dimension has strings, in `numbers` where it has numbers or, as 0 and 1, flags.
  private(set) var strings = ByteStrings()
  private(set) var numbers: [Int32] = []

  /// - Parameter keys: as a coder has numbered them; the first is that of "no value".
  init(_ keys: Interner, kind: DimensionKey.Kind) {
    let bytes = keys.strings.bytes.span
    let order = (0..<keys.count).sorted { first, second in
      bytes.extracting(keys.strings.range(first)).isLess(than: bytes.extracting(keys.strings.range(second)))
    }
    var ranks = [UInt32](repeating: 0, count: order.count)
    for (rank, code) in order.enumerated() { ranks[code] = UInt32(rank) }
    for code in order {
      var reader = DimensionKey.Reader(keys.strings.copy(code))
      switch kind {
      case .string: if let value = reader.string() { strings.append(value) } else { strings.appendEmpty() }
      case .number: numbers.append(reader.number() ?? 0)
      case .flag: numbers.append(reader.flag() == true ? 1 : 0)
      }
    }
    self.ranks = ranks
    self.keys = keys
    self.order = order
  }

  /// How many values there are, "no value" among them.
  var count: Int { order.count }

  /// A value as `DimensionKey` writes it.
  func key(_ rank: Int) -> [UInt8] { keys.strings.copy(order[rank]) }

  /// The rank of a value as `DimensionKey` writes it; nil where it is none of these.
  func rank(_ key: [UInt8]) -> UInt32? { keys.find(key.span).map { ranks[Int($0)] } }
}
