internal import Buffers

/// The response times of one cell, and the quantiles of the time within which comments are answered.
///
/// Comments that wait still are censored and not dropped: how long they have waited is known, not how long they will. The
/// quantile is that of Kaplan and Meier 1958; where nobody waits, it is that of the answered. It is off by at most
/// `QuantileSketch.relativeError`. Room for all buckets is kept from cell to cell; bits say which are in use, so that times
/// come in order without being sorted.
struct ResponseCounts: ~Copyable, Sendable {
  private struct Count: BitwiseCopyable {
    var code: UInt16
    var number: UInt64
  }

  private static let codes = 1 << 16
  /// Products of shares that should be a round number miss it by less.
  private static let rounding = 1e-12
  private static let millisecondsPerMinute = 60_000.0

  /// How many times there are of each code.
  private var numbers = FlatArray<UInt64>(count: codes)
  /// Bit n is 1 where there are times of code n; likewise of these words.
  private var used = FlatArray<UInt64>(count: codes / 64)
  private var usedWords = FlatArray<UInt64>(count: codes / 64 / 64)
  /// The times in the order of codes.
  private var counts = FlatList<Count>()

  /// Adds so many times of one code, as `ResponseTime.cellCode` gives it.
  @inline(__always)
  mutating func add(_ code: UInt16, _ number: UInt64) {
    let word = Int(code >> 6)
    numbers[Int(code)] &+= number
    used[word] |= 1 << UInt64(code & 63)
    usedWords[word >> 6] |= 1 << UInt64(word & 63)
  }

  /// Puts the minutes of each quantile into `minutes`; not a number where one is not known, since too many wait still.
  ///
  /// - Parameter percents: in ascending order.
  func quantiles(_ percents: [Int], complaintsOnly: Bool, into minutes: inout FlatArray<Double>) {
    for place in percents.indices { minutes[place] = .nan }
    var atRisk: UInt64 = 0
    for place in counts.indices where !complaintsOnly || ResponseTime.parts(counts[place].code).isComplaint {
      atRisk += counts[place].number
    }
    var (asked, waiting, place) = (0, 1.0, 0)
    while asked < percents.count, place < counts.count {
      let bucket = ResponseTime.parts(counts[place].code).bucket
      var (events, censored): (UInt64, UInt64) = (0, 0)
      while place < counts.count {
        let parts = ResponseTime.parts(counts[place].code)
        guard parts.bucket == bucket else { break }
        if !complaintsOnly || parts.isComplaint {
          if parts.isWaiting { censored += counts[place].number } else { events += counts[place].number }
        }
        place += 1
      }
      if events > 0 {
        waiting *= Double(atRisk - events) / Double(atRisk)
        while asked < percents.count, waiting <= Double(100 - percents[asked]) / 100 + Self.rounding {
          minutes[asked] = Double(QuantileSketch.value(of: bucket)) / Self.millisecondsPerMinute
          asked += 1
        }
      }
      atRisk -= events + censored
    }
  }

  /// Brings the times that were added into order; quantiles are asked for after it.
  mutating func sort() {
    counts.removeAll()
    for group in 0..<usedWords.count {
      var words = usedWords[group]
      while words != 0 {
        let word = group << 6 | words.trailingZeroBitCount
        words &= words - 1
        var codes = used[word]
        while codes != 0 {
          let code = word << 6 | codes.trailingZeroBitCount
          codes &= codes - 1
          counts.append(Count(code: UInt16(truncatingIfNeeded: code), number: numbers[code]))
        }
      }
    }
  }

  /// Forgets all times and keeps the room.
  mutating func removeAll() {
    for place in counts.indices {
      let code = counts[place].code
      numbers[Int(code)] = 0
      used[Int(code >> 6)] = 0
      usedWords[Int(code >> 12)] = 0
    }
    counts.removeAll()
  }
}
