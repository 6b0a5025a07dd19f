/// Splits the difference of a mean or share between two samples exactly: into how much comes from other parts of the whole (mix)
/// and how much from other values within the parts (rate).
///
/// With weights w and rates r of the parts, Σ (w₁ − w₀) (r₀ + r₁) / 2 + Σ (r₁ − r₀) (w₀ + w₁) / 2 is the difference. A part that
/// one of the samples lacks has the other's rate, so that it counts as mix alone. Source: Kitagawa 1955, JASA 50, 1168–1194;
/// the mix of several dimensions is shared out by Shapley's value, as Das Gupta 1993 does.
package struct MixAndRate: Sendable, Equatable {
  /// A part of the whole: a value for each dimension, and how many comments with what sum of values each sample has.
  package struct Part: Sendable, Equatable {
    package var values: [Int32]
    package var before = Sums()
    package var after = Sums()

    package init(values: [Int32]) { self.values = values }
  }

  /// Comments, and the sum of what is averaged.
  package struct Sums: Sendable, Equatable {
    package var base: Int64 = 0
    package var total: Int64 = 0

    package init() {}
  }

  /// The difference of the means, after − before: the sum of `mix` and `rate`.
  package var difference: Double
  /// What each dimension's mix contributes.
  package var mix: [Double]
  /// What other values within the parts contribute.
  package var rate: Double

  /// Dimensions there can be: there are 2^n sets of them.
  package static let mostDimensions = 6

  /// The split by parts whose `values` all have one length; nil where a sample is empty.
  ///
  /// Cost: the parts are gone through once for each set of dimensions.
  package init?(_ parts: [Part]) {
    let dimensions = parts.first?.values.count ?? 0
    precondition(dimensions <= Self.mostDimensions, "too many dimensions to share out")
    var before = Sums()
    var after = Sums()
    for part in parts {
      before.base += part.before.base
      before.total += part.before.total
      after.base += part.after.base
      after.total += part.after.total
    }
    guard before.base > 0, after.base > 0 else { return nil }
    difference = Double(after.total) / Double(after.base) - Double(before.total) / Double(before.base)
    let mixes = (0..<1 << dimensions).map { set in
      Self.mix(Self.projected(parts, onto: set), before: before.base, after: after.base)
    }
    mix = (0..<dimensions).map { dimension in Self.shapley(dimension, of: dimensions, mixes) }
    rate = difference - mixes[mixes.count - 1]
  }

  /// The mix of parts that are whole in themselves.
  private static func mix(_ parts: [Part], before: Int64, after: Int64) -> Double {
    parts.reduce(0) { sum, part in
      let weight = Double(part.after.base) / Double(after) - Double(part.before.base) / Double(before)
      let old = part.before.base > 0 ? Double(part.before.total) / Double(part.before.base) : nil
      let new = part.after.base > 0 ? Double(part.after.total) / Double(part.after.base) : nil
      guard let rate = old ?? new else { return sum }
      return sum + weight * (rate + (new ?? rate)) / 2
    }
  }

  /// The parts that remain where only the dimensions of a set are told apart, in the order of their values.
  private static func projected(_ parts: [Part], onto set: Int) -> [Part] {
    guard set != 0 else { return [] }
    let keyed = parts.map { part in
      var part = part
      part.values = part.values.enumerated().map { set >> $0.offset & 1 == 1 ? $0.element : 0 }
      return part
    }.sorted { $0.values.lexicographicallyPrecedes($1.values) }
    var merged: [Part] = []
    for part in keyed {
      guard let last = merged.last, last.values == part.values else {
        merged.append(part)
        continue
      }
      merged[merged.count - 1].before.base += part.before.base
      merged[merged.count - 1].before.total += part.before.total
      merged[merged.count - 1].after.base += part.after.base
      merged[merged.count - 1].after.total += part.after.total
    }
    return merged
  }

  /// What a dimension adds to a set of others, averaged over all orders in which they could be taken.
  private static func shapley(_ dimension: Int, of dimensions: Int, _ values: [Double]) -> Double {
    var sum = 0.0
    for set in values.indices where set >> dimension & 1 == 0 {
      let size = set.nonzeroBitCount
      var orders = 1.0
      for place in 0..<size { orders *= Double(place + 1) / Double(dimensions - 1 - place) }
      sum += (values[set | 1 << dimension] - values[set]) * orders / Double(dimensions)
    }
    return sum
  }
}
