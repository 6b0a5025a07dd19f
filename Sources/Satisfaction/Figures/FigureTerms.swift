/// A figure as it is computed cell after cell: its measures as bits.
struct FigureTerms: BitwiseCopyable, Sendable {
  enum Kind: BitwiseCopyable, Sendable {
    case share, net, promoters, score, response
  }

  let kind: Kind
  /// The measures whose counts together are the base.
  let base: UInt64
  /// The measure whose comments are worth 1, and the one whose comments are worth −1; 0 for none, no comment counts in both.
  let more: UInt64
  let less: UInt64

  init(_ figure: Figure) {
    func bits(_ measures: [Measure]) -> UInt64 { measures.reduce(0) { $0 | $1.bit } }
    switch figure.kind {
    case .share(let part, let base): (kind, self.base, more, less) = (.share, bits(base), part.bit, 0)
    case .net(let more, let less, let base):
      (kind, self.base, self.more, self.less) = (.net, bits(base), more.bit, less.bit)
    case .promoters(let more, let less, let base):
      (kind, self.base, self.more, self.less) = (.promoters, bits(base), more.bit, less.bit)
    case .score: (kind, base, more, less) = (.score, bits(figure.parts.filter { $0 != .scoreSum }), 0, 0)
    case .response: (kind, base, more, less) = (.response, 0, 0, 0)
    }
  }
}

/// What customers with several comments of a figure's base add to its sums, beyond what their comments would add as comments of
/// as many customers.
struct ClusterExcess: BitwiseCopyable, Sendable {
  private(set) var clusters: Int64 = 0
  private(set) var totalSquares: Int128 = 0
  private(set) var products: Int128 = 0
  private(set) var baseSquares: Int128 = 0

  /// Adds a customer.
  ///
  /// - Parameters:
  ///   - base: comments of the base.
  ///   - total: the sum of their values; `squares`: of the squared values.
  @inline(__always)
  mutating func add(base: Int64, total: Int64, squares: Int64) {
    guard base > 1 else { return }
    clusters &+= 1 &- base
    baseSquares &+= Int128(base &* base &- base)
    products &+= Int128(total) &* Int128(base &- 1)
    totalSquares &+= Int128(total) &* Int128(total) &- Int128(squares)
  }

  /// The sums of a cell; nil where no customer has several comments of the base.
  ///
  /// - Parameters:
  ///   - base: comments of the base.
  ///   - total: the sum of their values; `squares`: of the squared values.
  func sums(base: Int64, total: Int64, squares: Int64) -> ClusterSums? {
    guard baseSquares > 0 else { return nil }
    return ClusterSums(
      clusters: base &+ clusters, base: base, total: total, totalSquares: Int128(squares) &+ totalSquares,
      products: Int128(total) &+ products, baseSquares: Int128(base) &+ baseSquares)
  }
}
