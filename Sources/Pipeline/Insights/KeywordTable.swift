import Buffers
import Columnar
import Satisfaction

/// The table `keywords`: terms that set a group of comments apart.
enum KeywordTable {
  static let schema = TableSchema(
    name: "keywords",
    description: "one row per comparison and term that sets its first group of comments apart; it names comments",
    fields: [
      ColumnField(
        name: "comparison", type: .string, isNullable: false,
        description: "label: negative comments with all others; driver: comments negative about the driver with the "
          + "others that speak of it; period: comments of the latest complete period with those of the one before"),
      ColumnField(name: "audience", type: .string, isNullable: false, description: "customer, user or unknown"),
      ColumnField(name: "language", type: .string, isNullable: false, description: "language of the comments, or und"),
      ColumnField(name: "driver", type: .string, description: "of comparison driver; null: another comparison"),
      ColumnField(
        name: "period", type: .date, description: "first day of the later period; null: another comparison"),
      ColumnField(name: "rank", type: .int64, isNullable: false, description: "1 is the surest term, by z"),
      ColumnField(
        name: "term", type: .string, isNullable: false,
        description: "a word of three letters or more, folded to lower case; it counts once a comment"),
      ColumnField(
        name: "n_first", type: .int64, isNullable: false, description: "comments of the first group with the term"),
      ColumnField(
        name: "n_second", type: .int64,
        description: "comments of the second group with the term; null: of fewer distinct customers than "
          + "privacy.minimum_base, and taken as minimum_base - 1"),
      ColumnField(
        name: "comments_first", type: .int64, isNullable: false, description: "comments of the first group"),
      ColumnField(
        name: "comments_second", type: .int64, isNullable: false, description: "comments of the second group"),
      ColumnField(
        name: "words_first", type: .int64, isNullable: false, description: "words of the first group's comments"),
      ColumnField(
        name: "words_second", type: .int64, isNullable: false, description: "words of the second group's comments"),
      ColumnField(
        name: "log_odds", type: .double, isNullable: false,
        description: "logarithm of the ratio of the term's odds, with a prior worth a tenth of the words (Monroe et "
          + "al. 2008)"),
      ColumnField(
        name: "log_odds_low", type: .double, isNullable: false, description: "lower end of its 95 % interval"),
      ColumnField(
        name: "log_odds_high", type: .double, isNullable: false, description: "upper end of its 95 % interval"),
      ColumnField(
        name: "z", type: .double, isNullable: false, description: "log_odds in standard errors; at least 1.96"),
      ColumnField(
        name: "sampled_share", type: .double, isNullable: false,
        description: "share of the run's comments that were counted, chosen by hash; 1 up to 32 MiB of feedback"),
    ]
      + (1...KeywordComparison.examples).map {
        ColumnField(
          name: "example_\($0)", type: .string,
          description: "source/feedback_id of a comment of the first group with the term, in the order of the input; "
            + "null: there are fewer")
      })

  /// The rows, by audience, language, comparison, driver and rank.
  ///
  /// - Parameter sources: names of the feedback sources.
  static func batch(_ plan: KeywordPlan, _ counts: KeywordCounts, sources: [String]) -> RecordBatch {
    var batch = RecordBatch(schema: schema)
    for comparison in KeywordComparison.all(plan, counts) {
      for (place, term) in comparison.terms.enumerated() {
        appendKey(plan, comparison, &batch)
        let numbers: [Int?] = [
          term.first, term.second, comparison.firstComments, comparison.secondComments, comparison.firstWords,
          comparison.secondWords,
        ]
        batch.columns[5].append(Int64(place + 1))
        let word = counts.words.strings.range(Int(term.word))
        batch.columns[6].append(counts.words.strings.bytes.span.extracting(word))
        for (offset, number) in numbers.enumerated() {
          if let number {
            batch.columns[7 + offset].append(Int64(number))
          } else {
            batch.columns[7 + offset].appendNull()
          }
        }
        let interval = term.score.interval
        let scores = [interval.value, interval.low, interval.high, term.score.z, plan.sampledShare]
        for (offset, score) in scores.enumerated() { batch.columns[13 + offset].append(score) }
        for offset in 0..<KeywordComparison.examples {
          guard offset < term.examples.count else {
            batch.columns[18 + offset].appendNull()
            continue
          }
          let comment = term.examples[offset]
          let source = sources[Int(counts.comments[comment].source)]
          batch.columns[18 + offset].append(Array("\(source)/".utf8) + counts.ids.copy(comment))
        }
        batch.rowCount += 1
      }
    }
    return batch
  }

  private static func appendKey(_ plan: KeywordPlan, _ comparison: KeywordComparison, _ batch: inout RecordBatch) {
    let name: String
    var driver: String?
    switch comparison.kind {
    case .label: name = "label"
    case .driver(let number): (name, driver) = ("driver", plan.drivers[number])
    case .period: name = "period"
    }
    batch.columns[0].append(name)
    Names.audiences.withString(UInt32(comparison.segment / Names.languages.count)) { batch.columns[1].append($0) }
    Names.languages.withString(UInt32(comparison.segment % Names.languages.count)) { batch.columns[2].append($0) }
    if let driver { batch.columns[3].append(driver) } else { batch.columns[3].appendNull() }
    if comparison.kind == .period { batch.columns[4].append(plan.periods.after) } else { batch.columns[4].appendNull() }
  }
}
