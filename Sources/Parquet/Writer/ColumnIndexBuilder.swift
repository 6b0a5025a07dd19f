import Columnar

/// Gathers the page index and the statistics of a column chunk, data page by data page.
struct ColumnIndexBuilder {
  private(set) var columnIndex = ColumnIndex(
    nullPages: [], minValues: [], maxValues: [], boundaryOrder: .unordered, nullCounts: [])
  private(set) var offsetIndex = OffsetIndex(pageLocations: [])
  private var chunkBounds = ValueBounds()
  private var lastBounds: ValueBounds?
  private var lastEncoded: EncodedBounds?
  private var ascends = true
  private var descends = true
  private var nullCount = 0

  /// Takes a data page into account, of which `valueCount` rows are not null.
  mutating func append(
    _ bounds: ValueBounds, _ column: Column, rows: Range<Int>, valueCount: Int, limit: Int, location: PageLocation
  ) {
    let nulls = rows.count - valueCount
    nullCount += nulls
    chunkBounds.include(bounds, of: column)
    offsetIndex.pageLocations.append(location)
    columnIndex.nullCounts?.append(Int64(nulls))
    columnIndex.nullPages.append(valueCount == 0)
    // A page of nothing but NaN has values, for which the index must give bounds: all doubles are within these.
    let indexed = bounds.isEmpty && valueCount > 0 ? .allDoubles : bounds
    guard let encoded = indexed.encoded(column, limit: limit) else {
      columnIndex.minValues.append([])
      columnIndex.maxValues.append([])
      return
    }
    columnIndex.minValues.append(encoded.min)
    columnIndex.maxValues.append(encoded.max)
    compare(indexed, encoded, column)
  }

  /// The column index, once all pages are appended.
  func finishedColumnIndex() -> ColumnIndex {
    var index = columnIndex
    index.boundaryOrder = ascends ? .ascending : descends ? .descending : .unordered
    return index
  }

  /// The chunk's statistics, once all pages are appended.
  func statistics(_ column: Column, distinctCount: Int?, limit: Int) -> Statistics {
    var statistics = Statistics(nullCount: Int64(nullCount), distinctCount: distinctCount.map { Int64($0) })
    if let bounds = chunkBounds.encoded(column, limit: limit) {
      statistics.minValue = bounds.min
      statistics.maxValue = bounds.max
      statistics.isMinValueExact = bounds.isMinExact
      statistics.isMaxValueExact = bounds.isMaxExact
    }
    return statistics
  }

  /// Shortened strings are compared as they are stored: shortening at code points does not keep their order.
  private mutating func compare(_ bounds: ValueBounds, _ encoded: EncodedBounds, _ column: Column) {
    if let lastBounds, let lastEncoded {
      if column.isOfStrings {
        let minRises = !encoded.min.lexicographicallyPrecedes(lastEncoded.min)
        let maxRises = !encoded.max.lexicographicallyPrecedes(lastEncoded.max)
        let minFalls = !lastEncoded.min.lexicographicallyPrecedes(encoded.min)
        let maxFalls = !lastEncoded.max.lexicographicallyPrecedes(encoded.max)
        ascends = ascends && minRises && maxRises
        descends = descends && minFalls && maxFalls
      } else {
        let order = lastBounds.order(bounds, storage: column.storage)
        ascends = ascends && order.ascends
        descends = descends && order.descends
      }
    }
    lastBounds = bounds
    lastEncoded = encoded
  }
}
