/// Quantiles of whole numbers from zero up, such as minutes until a response, out of counts by bucket.
///
/// Numbers below 256 have a bucket each; above, every doubling is cut into 128 buckets of one width. A quantile is the middle of
/// its bucket, so that it is at most 1/256 off, below 256 exact. Buckets are chosen by whole numbers alone and their counts
/// add, so that sketches merge exactly in any order. Source: Masson, Rim, Lee 2019 (DDSketch), with the buckets of G. Tene's
/// HdrHistogram.
package struct QuantileSketch: Sendable, Equatable {
  /// A quantile of numbers from 256 on is off by at most this share of itself.
  package static let relativeError = 1.0 / 256
  /// Buckets that hold something, in ascending order, and how many numbers each.
  package private(set) var buckets: [(bucket: UInt16, count: Int64)] = []
  /// How many numbers were added.
  package private(set) var count: Int64 = 0

  private static let halfBits = 7

  /// An empty sketch.
  package init() {}

  /// The bucket of a number; numbers below zero fall into the first.
  package static func bucket(of value: Int64) -> UInt16 {
    let value = UInt64(max(0, value))
    let shift = max(0, 64 - value.leadingZeroBitCount - (halfBits + 1))
    return UInt16(UInt64(shift) << UInt64(halfBits) + value >> UInt64(shift))
  }

  /// The number that stands for a bucket: its middle, rounded down.
  package static func value(of bucket: UInt16) -> Int64 {
    let shift = max(0, Int64(bucket) >> Int64(halfBits) - 1)
    let lowest = (Int64(bucket) - shift << Int64(halfBits)) << shift
    return lowest + (1 << shift - 1) / 2
  }

  /// Adds a number so many times.
  package mutating func add(_ value: Int64, times: Int64 = 1) { add(bucket: Self.bucket(of: value), times: times) }

  /// Adds so many numbers of a bucket.
  package mutating func add(bucket: UInt16, times: Int64) {
    guard times > 0 else { return }
    count += times
    var low = 0
    var high = buckets.count
    while low < high {
      let middle = (low + high) / 2
      if buckets[middle].bucket < bucket { low = middle + 1 } else { high = middle }
    }
    if low < buckets.count, buckets[low].bucket == bucket {
      buckets[low].count += times
    } else {
      buckets.insert((bucket, times), at: low)
    }
  }

  /// Adds what another sketch has seen.
  package mutating func merge(_ other: QuantileSketch) {
    var merged: [(bucket: UInt16, count: Int64)] = []
    merged.reserveCapacity(max(buckets.count, other.buckets.count))
    var place = 0
    for entry in other.buckets {
      while place < buckets.count, buckets[place].bucket < entry.bucket {
        merged.append(buckets[place])
        place += 1
      }
      if place < buckets.count, buckets[place].bucket == entry.bucket {
        merged.append((entry.bucket, buckets[place].count + entry.count))
        place += 1
      } else {
        merged.append(entry)
      }
    }
    merged.append(contentsOf: buckets[place...])
    buckets = merged
    count += other.count
  }

  /// The smallest number that at least `percent` per cent of all numbers do not exceed; nil of an empty sketch.
  package func percentile(_ percent: Int64) -> Int64? {
    guard count > 0 else { return nil }
    let rank = max(1, (Int128(count) * Int128(min(max(percent, 0), 100)) + 99) / 100)
    var passed: Int64 = 0
    for entry in buckets {
      passed += entry.count
      if Int128(passed) >= rank { return Self.value(of: entry.bucket) }
    }
    return nil
  }

  package static func == (first: QuantileSketch, second: QuantileSketch) -> Bool {
    first.count == second.count
      && first.buckets.elementsEqual(second.buckets) { $0.bucket == $1.bucket && $0.count == $1.count }
  }
}
