/// Compares what the tables of a run hold with what its manifest says of the inputs: no record may be lost or appear twice.
struct Reconciliation {
  /// What does not agree, one sentence each.
  private(set) var disagreements: [String] = []
  /// What was compared, one line each.
  private(set) var findings: [String] = []

  private static let feedback = "feedback"
  private static let purchases = "purchases"

  /// What the manifest says of the files that tables call by the same name.
  private struct Place {
    var input: String
    var source: String
    var file: String
    var records: Int64 = 0
    var accepted: Int64 = 0
    var rejected: Int64 = 0

    var name: String { "\(input), source \(source), file \(file)" }
  }

  private let manifest: Manifest
  private let tables: RunTables
  private let places: [Place]

  /// Compares; tables that are `unread` are left out.
  init(_ manifest: Manifest, _ tables: RunTables, unread: Set<RunTables.Table>) {
    self.manifest = manifest
    self.tables = tables
    places = Self.places(manifest.inputs)
    if unread.isDisjoint(with: [.comments, .rejects]) {
      compareFeedback()
      compareTotals(
        Self.feedback, records: manifest.counts.feedbackRecords, accepted: ("comments", manifest.counts.comments),
        rejects: ("feedback_rejects", manifest.counts.feedbackRejects))
    }
    if !unread.contains(.rejects) {
      comparePurchases()
      compareTotals(
        Self.purchases, records: manifest.counts.purchaseRecords,
        accepted: ("purchase_lines", manifest.counts.purchaseLines),
        rejects: ("purchase_rejects", manifest.counts.purchaseRejects))
    }
    if !unread.contains(.comments) { compareKeys(unread) }
  }

  /// One for each input, source and file, in the order of the manifest.
  private static func places(_ inputs: [Manifest.Input]) -> [Place] {
    var places: [Place] = []
    var numbers: [[String]: Int] = [:]
    for input in inputs {
      let key = [input.input, input.source, input.file]
      let number = numbers[key] ?? places.count
      if number == places.count {
        numbers[key] = number
        places.append(Place(input: input.input, source: input.source, file: input.file))
      }
      // A damaged manifest may say any number, so sums wrap.
      places[number].records &+= input.records
      places[number].accepted &+= input.accepted
      places[number].rejected &+= input.rejected
    }
    return places
  }

  private func rejects(of place: Place) -> Int64 { tables.rejects.rows([place.input, place.source, place.file]) }

  private mutating func compareFeedback() {
    let feedback = places.filter { $0.input == Self.feedback }
    for place in feedback {
      let comments = tables.comments.rows([place.source, place.file])
      let rejects = rejects(of: place)
      if comments == place.accepted, rejects == place.rejected, comments + rejects == place.records { continue }
      disagreements.append(
        """
        \(place.name): the manifest says \(place.records) records = \(place.accepted) accepted + \(place.rejected) \
        rejected; comments has \(comments) rows, rejects \(rejects)
        """)
    }
    for group in tables.comments.groups
    where !feedback.contains(where: { [$0.source, $0.file] == group.texts }) {
      disagreements.append(
        "comments has \(group.rows) rows of source \(group.texts[0]), file \(group.texts[1]), "
          + "which is no feedback input of the manifest")
    }
  }

  private mutating func comparePurchases() {
    for place in places where place.input != Self.feedback {
      let rejects = rejects(of: place)
      if rejects == place.rejected, place.accepted &+ rejects == place.records { continue }
      disagreements.append(
        """
        \(place.name): the manifest says \(place.records) records = \(place.accepted) accepted + \(place.rejected) \
        rejected; rejects has \(rejects) rows
        """)
    }
    for group in tables.rejects.groups
    where !places.contains(where: { [$0.input, $0.source, $0.file] == group.texts }) {
      disagreements.append(
        "rejects has \(group.rows) rows of \(group.texts[0]), source \(group.texts[1]), file \(group.texts[2]), "
          + "which is no input of the manifest")
    }
  }

  private mutating func compareTotals(
    _ input: String, records: Int64, accepted: (name: String, count: Int64), rejects: (name: String, count: Int64)
  ) {
    let places = places.filter { $0.input == input }
    let listed = places.reduce(0) { $0 &+ $1.records }
    let lines = input == Self.feedback ? tables.rows[.comments] ?? 0 : places.reduce(0) { $0 &+ $1.accepted }
    let rejected = tables.rejects.groups.reduce(0) { $0 + ($1.texts.first == input ? $1.rows : 0) }
    if records != listed || accepted.count != lines || rejects.count != rejected || records != lines &+ rejected {
      let what = input == Self.feedback ? "comments has \(lines) rows" : "the inputs have \(lines) accepted"
      disagreements.append(
        """
        counts: \(input == Self.feedback ? "feedback_records" : "purchase_records") is \(records), \(accepted.name) \
        \(accepted.count), \(rejects.name) \(rejects.count); the inputs have \(listed) records, \(what), rejects \
        \(rejected) rows of \(input)
        """)
      return
    }
    let name = input == Self.feedback ? "comments" : "order lines"
    findings.append("\(input): \(records) records of \(places.count) files = \(lines) \(name) + \(rejected) rejects")
  }

  private mutating func compareKeys(_ unread: Set<RunTables.Table>) {
    if tables.repeatedKeys > 0 {
      disagreements.append("comments: \(tables.repeatedKeys) rows have the key (source, feedback_id) of an earlier row")
    }
    findings.append("keys: \(tables.rows[.comments] ?? 0) comments compared by (source, feedback_id)")
    for table in [RunTables.Table.drivers, .evidence] where !unread.contains(table) {
      if let orphans = tables.orphans[table] {
        disagreements.append("\(table.rawValue): \(orphans) rows have a key (source, feedback_id) that no comment has")
      }
      guard let rows = tables.rows[table] else { continue }
      findings.append("\(table.rawValue): \(rows) rows looked up among the comments")
    }
  }
}
