import Buffers
import CSV
import Columnar
import Sentiment

// The rows of the dependent tables.
extension CommentWorker {
  /// Drivers that the comments speak about, and those that the survey rates.
  ///
  /// - Parameter said: for each row, where in `sentiments` what the comment says of drivers stands.
  func appendDrivers(
    _ said: [Range<Int>], _ reader: borrowing FeedbackReader, _ file: PlannedFile, _ batch: inout CommentBatch
  ) {
    guard file.ratingPlaces.isEmpty else {
      for row in said.indices { appendDrivers(row, said[row], reader, file, &batch) }
      return
    }
    let sentiments = sentiments.span
    batch.drivers.reserveCapacity(sentiments.count)
    batch.driverEnds.reserveCapacity(said.count)
    for range in said {
      for index in range { batch.drivers.append(DriverRow(sentiments[index], rating: DriverRow.unrated)) }
      batch.driverEnds.append(UInt32(batch.drivers.count))
    }
  }

  private func appendDrivers(
    _ row: Int, _ said: Range<Int>, _ reader: borrowing FeedbackReader, _ file: PlannedFile,
    _ batch: inout CommentBatch
  ) {
    let ratings = readRatings(row, reader, file, &batch)
    for index in said {
      let driver = sentiments[index]
      let rating = ratings.first { $0.driver == driver.driver }?.rating
      batch.drivers.append(DriverRow(driver, rating: rating ?? DriverRow.unrated))
    }
    for rated in ratings where !said.contains(where: { sentiments[$0].driver == rated.driver }) {
      batch.drivers.append(rated)
    }
    batch.driverEnds.append(UInt32(batch.drivers.count))
  }

  /// The survey's ratings of drivers.
  private func readRatings(
    _ row: Int, _ reader: borrowing FeedbackReader, _ file: PlannedFile, _ batch: inout CommentBatch
  ) -> [DriverRow] {
    var rated: [DriverRow] = []
    for (index, place) in file.ratingPlaces.enumerated() where place >= 0 {
      let range = reader.range(place: place, row)
      guard !range.isEmpty, let driver = plan.model.drivers.number(of: reader.source.driverRatings[index].column)
      else { continue }
      let scale = reader.source.ratingScale
      if let rating = reader.rating(range), rating >= scale.lowerBound * 100, rating <= scale.upperBound * 100 {
        rated.append(DriverRow(driver: UInt8(driver), label: DriverRow.unlabelled, score: 0, rating: rating))
      } else {
        batch.quality.ratingsOffScale += 1
      }
    }
    return rated
  }

  /// Places are those in the masked text, since that is what is stored: masks keep the number of bytes.
  static func appendEvidence(
    _ row: Int, _ analysis: CommentAnalysis, of model: SentimentModel, _ reader: borrowing FeedbackReader,
    _ batch: inout CommentBatch
  ) {
    for evidence in analysis.evidence where evidence.role != .modifier {
      func append(_ column: EvidenceColumn, _ text: String?) {
        if let text {
          batch.evidence.columns[column.rawValue].append(text)
        } else {
          batch.evidence.columns[column.rawValue].appendNull()
        }
      }
      append(.source, reader.source.name)
      batch.evidence.columns[EvidenceColumn.feedbackID.rawValue].append(
        reader.bytes.span.extracting(reader.range(.id, row)))
      batch.evidence.columns[EvidenceColumn.start.rawValue].append(Int32(evidence.start))
      batch.evidence.columns[EvidenceColumn.end.rawValue].append(Int32(evidence.end))
      append(.entry, model.entry(evidence, of: analysis)?.term)
      batch.evidence.columns[EvidenceColumn.weight.rawValue].append(Double(evidence.weight) / 1000)
      let rules = evidence.rules.names
      append(.rules, rules.isEmpty ? nil : rules.joined(separator: " "))
      let drivers = model.drivers.names(of: evidence.drivers)
      append(.driver, drivers.isEmpty ? nil : drivers.joined(separator: " "))
      batch.evidence.rowCount += 1
    }
    batch.evidenceEnds.append(UInt32(batch.evidence.rowCount))
  }
}

extension DriverRow {
  /// What a comment says of a driver, and how the survey rates it.
  fileprivate init(_ said: DriverSentiment, rating: Int32) {
    self.init(driver: said.driver, label: said.label.rawValue, score: said.score, rating: rating, rest: said.rest)
  }
}
