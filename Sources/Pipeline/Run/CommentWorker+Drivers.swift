import Buffers
import CSV
import Columnar
import Sentiment

// The rows of the dependent tables.
extension CommentWorker {
  /// Drivers that the comment speaks about, and those that the survey rates.
  ///
  /// - Parameter said: where in `sentiments` what the comment says of drivers stands.
  func appendDrivers(
    _ row: Int, _ said: Range<Int>, _ reader: borrowing FeedbackReader, _ file: PlannedFile,
    _ batch: inout CommentBatch
  ) {
    let ratings = file.ratingPlaces.isEmpty ? [] : readRatings(row, reader, file, &batch)
    for index in said {
      let driver = sentiments[index]
      let rating = ratings.isEmpty ? nil : ratings.first { $0.driver == driver.driver }?.rating
      batch.drivers.append(
        DriverRow(
          driver: driver.driver, label: driver.label.rawValue, score: driver.score,
          rating: rating ?? DriverRow.unrated, rest: driver.rest))
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
  func appendEvidence(
    _ row: Int, _ analysis: CommentAnalysis, _ reader: borrowing FeedbackReader, _ batch: inout CommentBatch
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
      append(.entry, plan.model.entry(evidence, of: analysis)?.term)
      batch.evidence.columns[EvidenceColumn.weight.rawValue].append(Double(evidence.weight) / 1000)
      let rules = evidence.rules.names
      append(.rules, rules.isEmpty ? nil : rules.joined(separator: " "))
      let drivers = plan.model.drivers.names(of: evidence.drivers)
      append(.driver, drivers.isEmpty ? nil : drivers.joined(separator: " "))
      batch.evidence.rowCount += 1
    }
    batch.evidenceEnds.append(UInt32(batch.evidence.rowCount))
  }
}
