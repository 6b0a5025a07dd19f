/// Finds the suppressed cells whose values follow from sums and published cells: those that a system of linear equations
/// determines.
///
/// One equation a sum, one unknown a suppressed cell. The equations are brought to reduced row echelon form modulo a prime
/// of 61 bits: an unknown is determined if and only if a row has it alone. An equation with an unknown that no other one has
/// tells nothing of the rest, and is set aside; most are, since hierarchies have no others.
public struct LinearClosure {
  /// Additions of terms that are made at most: some seconds.
  public static let defaultWork = 50_000_000
  private static let prime: UInt64 = (1 << 61) - 1

  /// A term of an equation.
  private struct Term {
    var unknown: Int
    var coefficient: UInt64
  }

  private var equations: [[Term]] = []
  /// The cell of each unknown, in order.
  private var cells: [Int] = []
  private let maximumWork: Int
  private var work = 0
  /// The row of which an unknown is the pivot: pivot + terms = known.
  private var rows: [Int: [Term]] = [:]
  /// Pivots of the rows that an unknown which is no pivot is in; may name some that it has left.
  private var rowsByUnknown: [Int: [Int]] = [:]

  /// Sets up the equations.
  public init(_ lattice: CellLattice, _ isSuppressed: [Bool], maximumWork: Int = defaultWork) {
    self.maximumWork = maximumWork
    var unknowns = [Int](repeating: -1, count: isSuppressed.count)
    for cell in isSuppressed.indices where isSuppressed[cell] && !lattice.sumsByCell[cell].isEmpty {
      unknowns[cell] = cells.count
      cells.append(cell)
    }
    for sum in lattice.sums {
      var terms: [Term] = []
      for part in sum.parts where isSuppressed[part] { terms.append(Term(unknown: unknowns[part], coefficient: 1)) }
      if isSuppressed[sum.parent] {
        terms.append(Term(unknown: unknowns[sum.parent], coefficient: Self.prime - 1))
      }
      if !terms.isEmpty { equations.append(terms) }
    }
  }

  /// The cells that are determined, in order; nil where the equations are too many to be solved.
  public mutating func determined() -> [Int]? {
    for (equation, pivot) in order() {
      var terms = equations[equation]
      guard reduce(&terms) else { return nil }
      guard let pivot = terms.contains(where: { $0.unknown == pivot }) ? pivot : terms.first?.unknown else { continue }
      guard add(terms, pivot) else { return nil }
    }
    return rows.filter { $0.value.isEmpty }.map { cells[$0.key] }.sorted()
  }

  /// The equations that matter, with the unknown to solve each for: first those of the core, then those that were set aside, the
  /// last first, so that solving them changes no other row.
  private func order() -> [(equation: Int, pivot: Int?)] {
    // How many equations an unknown is in: of all, and of those that are left; and the sum of the numbers of these.
    var uses = [Int](repeating: 0, count: cells.count)
    var owners = uses
    for (number, equation) in equations.enumerated() {
      for term in equation {
        uses[term.unknown] += 1
        owners[term.unknown] += number
      }
    }
    var left = uses
    var isLeft = [Bool](repeating: true, count: equations.count)
    var aside: [(equation: Int, pivot: Int?)] = []
    var queue = cells.indices.filter { left[$0] == 1 }
    var next = 0
    while next < queue.count {
      let unknown = queue[next]
      next += 1
      guard left[unknown] == 1 else { continue }
      let equation = owners[unknown]
      isLeft[equation] = false
      let own = equations[equation].map(\.unknown).filter { left[$0] == 1 }
      let pivot = own.min { (uses[$0], $0) < (uses[$1], $1) } ?? unknown
      // Two unknowns of its own can't be told apart, and nobody asks for one that is nowhere else.
      if own.count < 2 || uses[pivot] > 1 { aside.append((equation, pivot)) }
      for term in equations[equation] {
        left[term.unknown] -= 1
        owners[term.unknown] -= equation
        if left[term.unknown] == 1 { queue.append(term.unknown) }
      }
    }
    return isLeft.indices.filter { isLeft[$0] }.map { (equation: $0, pivot: nil) } + aside.reversed()
  }

  /// Replaces pivots by their rows; false where that is too much work.
  private mutating func reduce(_ terms: inout [Term]) -> Bool {
    var sum: [Int: UInt64] = [:]
    for term in terms {
      guard let row = rows[term.unknown] else {
        Self.add(term.coefficient, to: &sum[term.unknown, default: 0])
        continue
      }
      work += row.count
      // pivot = known − its terms.
      for other in row {
        Self.add(
          Self.product(Self.prime - term.coefficient, other.coefficient), to: &sum[other.unknown, default: 0])
      }
    }
    work += terms.count
    terms = sum.filter { $0.value != 0 }.map { Term(unknown: $0.key, coefficient: $0.value) }
      .sorted { $0.unknown < $1.unknown }
    return work <= maximumWork
  }

  /// Adds a reduced equation as the row of a pivot, and replaces the pivot in all other rows.
  private mutating func add(_ terms: [Term], _ pivot: Int) -> Bool {
    guard let leading = terms.first(where: { $0.unknown == pivot }) else { return true }
    let inverse = Self.inverse(leading.coefficient)
    let row = terms.filter { $0.unknown != pivot }.map {
      Term(unknown: $0.unknown, coefficient: Self.product($0.coefficient, inverse))
    }
    rows[pivot] = row
    for term in row { rowsByUnknown[term.unknown, default: []].append(pivot) }
    for other in rowsByUnknown.removeValue(forKey: pivot) ?? [] {
      guard var changed = rows[other], changed.contains(where: { $0.unknown == pivot }) else { continue }
      let before = Set(changed.map(\.unknown))
      rows[other] = nil
      guard reduce(&changed) else { return false }
      rows[other] = changed
      for term in changed where !before.contains(term.unknown) {
        rowsByUnknown[term.unknown, default: []].append(other)
      }
    }
    return true
  }

  private static func add(_ value: UInt64, to sum: inout UInt64) {
    sum += value
    if sum >= prime { sum -= prime }
  }

  private static func product(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let (high, low) = first.multipliedFullWidth(by: second)
    // 2⁶¹ is 1 modulo the prime.
    var sum = (low & prime) + (high << 3 | low >> 61)
    if sum >= prime { sum -= prime }
    return sum
  }

  /// By Fermat's little theorem.
  private static func inverse(_ value: UInt64) -> UInt64 {
    var (result, power, exponent): (UInt64, UInt64, UInt64) = (1, value, prime - 2)
    while exponent > 0 {
      if exponent & 1 == 1 { result = product(result, power) }
      power = product(power, power)
      exponent >>= 1
    }
    return result
  }
}
