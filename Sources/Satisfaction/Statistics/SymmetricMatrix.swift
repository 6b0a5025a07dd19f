/// A small symmetric matrix, such as correlations, and its eigenvectors.
package struct SymmetricMatrix: Sendable, Equatable {
  /// Rows, and columns.
  package let size: Int
  private var elements: [Double]

  /// A matrix of zeros.
  package init(size: Int) {
    self.size = size
    elements = [Double](repeating: 0, count: size * size)
  }

  /// An element; setting one sets its mirror.
  package subscript(row: Int, column: Int) -> Double {
    get { elements[row * size + column] }
    set {
      elements[row * size + column] = newValue
      elements[column * size + row] = newValue
    }
  }

  /// The eigenvalues and the unit vector of each.
  ///
  /// Jacobi's rotations, all pairs in turn until what stands beside the diagonal is below 2⁻⁵² of it: for matrices of some
  /// dozens of rows. Cost: about 6 n³ multiplications a round, 6 to 10 rounds.
  package func eigenvectors() -> [(value: Double, vector: [Double])] {
    var matrix = self
    var vectors = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0.0 } }
    for _ in 0..<Self.mostRounds where matrix.rotateAll(&vectors) {}
    return (0..<size).map { (matrix[$0, $0], vectors[$0]) }
  }

  /// One round; false where there was nothing left to do.
  private mutating func rotateAll(_ vectors: inout [[Double]]) -> Bool {
    var rotated = false
    for p in 0..<size {
      for q in p + 1..<max(size, p + 1) {
        let beside = self[p, q]
        guard abs(beside) > Self.smallest * (abs(self[p, p]) + abs(self[q, q])), beside != 0 else { continue }
        rotated = true
        let theta = (self[q, q] - self[p, p]) / (2 * beside)
        let tangent = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        rotate(p, q, tangent, cosine, tangent * cosine)
        for index in 0..<size {
          let (x, y) = (vectors[p][index], vectors[q][index])
          vectors[p][index] = cosine * x - tangent * cosine * y
          vectors[q][index] = tangent * cosine * x + cosine * y
        }
      }
    }
    return rotated
  }

  private mutating func rotate(_ p: Int, _ q: Int, _ tangent: Double, _ cosine: Double, _ sine: Double) {
    let beside = self[p, q]
    self[p, p] -= tangent * beside
    self[q, q] += tangent * beside
    self[p, q] = 0
    for index in 0..<size where index != p && index != q {
      let (x, y) = (self[index, p], self[index, q])
      self[index, p] = cosine * x - sine * y
      self[index, q] = sine * x + cosine * y
    }
  }

  private static let smallest = 0x1p-54
  private static let mostRounds = 60
}
