import Buffers
import Columnar
import Satisfaction

/// The table `change`: how figures of a cell differ from those of the period, or run, before.
enum ChangeTable {
  static func schema(_ plan: ChangePlan) -> TableSchema {
    let hidden = "null: suppressed"
    func number(_ name: String, _ description: String, _ type: ColumnType = .double) -> ColumnField {
      ColumnField(name: name, type: type, description: "\(description); \(hidden)")
    }
    func interval(_ name: String, _ description: String) -> [ColumnField] {
      [
        number(name, description), number("\(name)_low", "lower end of the 95 % interval of \(name)"),
        number("\(name)_high", "upper end of the 95 % interval of \(name)"),
      ]
    }
    let cell = plan.dimensions
    let mix = plan.mix.map {
      number("mix_\($0.name)", "what of difference comes from another mix of \($0.name) (Kitagawa 1955, Shapley)")
    }
    let period = "null: another run is compared with"
    return TableSchema(
      name: "change",
      description: "one row per cell of \(plan.dimensions.map(\.name).joined(separator: ", ")) and measure",
      fields: cell + [
        ColumnField(name: "measure", type: .string, isNullable: false, description: "the figure, as cubes call it"),
        ColumnField(name: "period_before", type: .date, description: "first day of the earlier period; \(period)"),
        ColumnField(name: "period_after", type: .date, description: "first day of the later period; \(period)"),
        ColumnField(
          name: "suppressed", type: .boolean, isNullable: false,
          description: "a sample has fewer distinct customers than privacy.minimum_base"),
        number("n_before", "comments of the measure's base before", .int64),
        number("n_after", "comments of the measure's base after", .int64),
      ] + interval("before", "the figure before") + interval("after", "the figure after")
        + interval("difference", "after less before; the interval recovers both variances (Zou, Donner 2008)") + [
          number("p", "two-sided p of no difference, by the interval of difference"),
          number("p_adjusted", "p adjusted for all cells of the measure (Benjamini, Hochberg 1995)"),
          number("material", "difference is at least change.material, up or down", .boolean),
          number("significant", "p_adjusted is at most change.false_discovery_rate", .boolean),
          number("flagged", "material and significant", .boolean),
        ] + mix + [
          number("rate", "what of difference comes from other values within equal parts: difference less all mix")
        ])
  }

  /// The rows, by cell and measure.
  static func batch(_ plan: ChangePlan, _ counts: ChangeCounts) -> RecordBatch {
    let estimates = estimates(plan, counts)
    var adjusted = [Double?](repeating: nil, count: estimates.count)
    for measure in plan.measures {
      let family = estimates.indices.filter { estimates[$0].estimate.measure == measure }
      let values = FalseDiscovery.adjusted(family.map { estimates[$0].estimate.difference?.pValue })
      for (place, index) in family.enumerated() { adjusted[index] = values[place] }
    }
    var batch = RecordBatch(schema: schema(plan))
    for (index, entry) in estimates.enumerated() {
      appendKey(plan, counts.cells.strings.copy(Int(entry.cell)), &batch)
      append(plan, entry.estimate, adjusted[index], &batch)
      batch.rowCount += 1
    }
    return batch
  }

  /// Of every cell that has comments before or after, in the order of the cells' values.
  private static func estimates(
    _ plan: ChangePlan, _ counts: ChangeCounts
  ) -> [(cell: UInt32, estimate: ChangeEstimate)] {
    let cellRanks = ranks(counts.cells)
    let parts = values(plan, counts.parts)
    let comments = counts.comments.sorted { first, second in
      let ranks = (cellRanks[Int(first.cell)], cellRanks[Int(second.cell)])
      if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
      if first.isAfter != second.isAfter { return second.isAfter }
      if first.isAnonymous != second.isAnonymous { return second.isAnonymous }
      return first.customer < second.customer
    }
    var estimates: [(cell: UInt32, estimate: ChangeEstimate)] = []
    var start = 0
    while start < comments.count {
      var end = start
      while end < comments.count, comments[end].cell == comments[start].cell { end += 1 }
      for measure in plan.measures {
        let estimate = ChangeEstimate(measure, comments[start..<end], plan, parts: parts)
        if estimate.countBefore + estimate.countAfter > 0 { estimates.append((comments[start].cell, estimate)) }
      }
      start = end
    }
    return estimates
  }

  /// The place of each string in the order of their bytes.
  private static func ranks(_ strings: Interner) -> [Int] {
    let bytes = strings.strings.bytes.span
    let order = (0..<strings.count).sorted { first, second in
      bytes.extracting(strings.strings.range(first)).isLess(than: bytes.extracting(strings.strings.range(second)))
    }
    var ranks = [Int](repeating: 0, count: strings.count)
    for (rank, number) in order.enumerated() { ranks[number] = rank }
    return ranks
  }

  /// For each part a number for its value in each dimension of the mix, by the values' order.
  private static func values(_ plan: ChangePlan, _ parts: Interner) -> [[Int32]] {
    var numbers = [[Int32]](repeating: [], count: parts.count)
    var readers = (0..<parts.count).map { DimensionKey.Reader(parts.strings.copy($0)) }
    for field in plan.mix {
      var known = Interner()
      var codes: [UInt32] = []
      for part in 0..<parts.count {
        var value: [UInt8] = []
        if field.type == .boolean {
          if let flag = readers[part].flag() { DimensionKey.append(flag, to: &value) }
        } else if let text = readers[part].string() {
          DimensionKey.append(text.span, to: &value)
        }
        codes.append(known.intern(value.span))
      }
      let ranks = ranks(known)
      for part in 0..<parts.count { numbers[part].append(Int32(truncatingIfNeeded: ranks[Int(codes[part])])) }
    }
    return numbers
  }

  private static func appendKey(_ plan: ChangePlan, _ key: [UInt8], _ batch: inout RecordBatch) {
    var reader = DimensionKey.Reader(key)
    for (index, field) in plan.dimensions.enumerated() {
      if field.type == .boolean {
        if let flag = reader.flag() { batch.columns[index].append(flag) } else { batch.columns[index].appendNull() }
      } else if let text = reader.string() {
        batch.columns[index].append(text)
      } else {
        batch.columns[index].appendNull()
      }
    }
  }

  private static func append(
    _ plan: ChangePlan, _ estimate: ChangeEstimate, _ adjusted: Double?, _ batch: inout RecordBatch
  ) {
    var column = plan.dimensions.count
    func next(_ body: (inout Column) -> Void) {
      body(&batch.columns[column])
      column += 1
    }
    func add(_ value: Double?) { next { if let value { $0.append(value) } else { $0.appendNull() } } }
    func add(_ value: Int64?) { next { if let value { $0.append(value) } else { $0.appendNull() } } }
    func add(_ value: Bool?) { next { if let value { $0.append(value) } else { $0.appendNull() } } }
    next { $0.append(estimate.measure.name) }
    next { if let day = plan.periods?.before { $0.append(day) } else { $0.appendNull() } }
    next { if let day = plan.periods?.after { $0.append(day) } else { $0.appendNull() } }
    add(estimate.isSuppressed)
    add(estimate.isSuppressed ? nil : estimate.countBefore)
    add(estimate.isSuppressed ? nil : estimate.countAfter)
    for interval in [estimate.before, estimate.after, estimate.difference] {
      add(interval?.value)
      add(interval?.low)
      add(interval?.high)
    }
    add(estimate.difference?.pValue)
    add(adjusted)
    let isMaterial = estimate.difference.map { abs($0.value) >= plan.material }
    let isSignificant = adjusted.map { $0 <= plan.falseDiscoveryRate }
    add(isMaterial)
    add(isSignificant)
    add(isMaterial.flatMap { material in isSignificant.map { material && $0 } })
    let divisor = estimate.measure.divisor
    for place in plan.mix.indices { add(estimate.split.map { $0.mix[place] / divisor }) }
    add(estimate.split.map { $0.rate / divisor })
  }
}
