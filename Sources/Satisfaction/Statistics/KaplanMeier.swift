/// How many of a group have not yet had an event, by days: with those whose later days are unknown (censored) counted as long as
/// they are known.
///
/// Counts by day that add, so that groups merge exactly in any order. Source: Kaplan, Meier 1958; variance of Greenwood 1926;
/// interval on the scale log(−log S), which stays within 0…1 (Kalbfleisch, Prentice 1980).
package struct KaplanMeier: Sendable, Equatable {
  /// A step of the curve.
  package struct Step: Sendable, Equatable {
    /// The day of the events.
    package var day: Int
    /// How many were known not to have had the event before.
    package var atRisk: Int64
    /// How many had it that day.
    package var events: Int64
    /// The share without event after that day.
    package var survival: Interval
  }

  /// Events and censored by day.
  private var counts: [(events: Int64, censored: Int64)] = []

  /// A group of nobody.
  package init() {}

  /// Someone had the event on a day; days below zero are taken for zero.
  package mutating func addEvent(day: Int, times: Int64 = 1) { counts[place(day)].events += times }

  /// Someone is known until a day, and had no event by its end.
  package mutating func addCensored(day: Int, times: Int64 = 1) { counts[place(day)].censored += times }

  /// Adds another group.
  package mutating func merge(_ other: KaplanMeier) {
    for (day, count) in other.counts.enumerated() {
      let place = place(day)
      counts[place].events += count.events
      counts[place].censored += count.censored
    }
  }

  /// The days with events, in order, and the share without event after each.
  ///
  /// After the last day that someone is known the interval's upper end stays at the day's before: nothing is known of it.
  package func curve() -> [Step] {
    var atRisk = counts.reduce(0) { $0 + $1.events + $1.censored }
    var survival = 1.0
    var greenwood = 0.0
    var steps: [Step] = []
    for (day, count) in counts.enumerated() {
      if count.events > 0 {
        survival *= Double(atRisk - count.events) / Double(atRisk)
        greenwood += Double(count.events) / (Double(atRisk) * Double(atRisk - count.events))
        let interval = interval(survival, greenwood, before: steps.last?.survival.high ?? 1)
        steps.append(Step(day: day, atRisk: atRisk, events: count.events, survival: interval))
      }
      atRisk -= count.events + count.censored
    }
    return steps
  }

  private func interval(_ survival: Double, _ greenwood: Double, before: Double) -> Interval {
    guard survival > 0 else { return Interval(value: 0, low: 0, high: before) }
    let logarithm = Elementary.log(survival)
    let half = NormalDistribution.z95 * greenwood.squareRoot() / abs(logarithm)
    return Interval(
      value: survival, low: Elementary.exp(logarithm * Elementary.exp(half)),
      high: Elementary.exp(logarithm * Elementary.exp(-half)))
  }

  private mutating func place(_ day: Int) -> Int {
    let day = max(0, day)
    if day >= counts.count {
      counts.append(contentsOf: repeatElement((events: 0, censored: 0), count: day + 1 - counts.count))
    }
    return day
  }

  package static func == (first: KaplanMeier, second: KaplanMeier) -> Bool {
    first.counts.elementsEqual(second.counts, by: ==)
  }
}
