public import Columnar

/// A column of a file: a leaf of the schema's tree.
public struct LeafColumn: Sendable, Hashable {
  /// The names from below the root to the leaf, joined by dots: for a flat column its name.
  public let name: String
  /// The leaf's element in the footer.
  public let element: SchemaElement
  /// How many of the leaf and the groups around it may be missing: 0 for a required, 1 for an optional flat column.
  public let maximumDefinitionLevel: Int
  /// How many of the leaf and the groups around it may repeat: 0 in a flat column.
  public let maximumRepetitionLevel: Int
  /// How many groups stand around the leaf, the root not counted.
  public let depth: Int

  /// The type as which rows are read, or nil where that is not implemented.
  public var type: ColumnType? {
    guard depth == 0, maximumRepetitionLevel == 0 else { return nil }
    switch (element.type, element.logicalType, element.convertedType) {
    case (.boolean, nil, nil): return .boolean
    case (.double, nil, nil): return .double
    case (.int32, .date, _), (.int32, nil, .date): return .date
    case (.int32, .integer(_, isSigned: true), _), (.int32, nil, nil), (.int32, nil, .int8), (.int32, nil, .int16),
      (.int32, nil, .int32):
      return .int32
    case (.int64, .integer(_, isSigned: true), _), (.int64, nil, nil), (.int64, nil, .int64): return .int64
    case (.int64, .timestamp(isAdjustedToUTC: true, unit: .microseconds), _), (.int64, nil, .timestampMicroseconds):
      return .timestampMicroseconds
    case (.int64, .decimal(let scale, let precision), _): return Self.decimal(precision, scale)
    case (.int64, nil, .decimal): return Self.decimal(element.precision ?? 0, element.scale ?? 0)
    case (.byteArray, .string, _), (.byteArray, .enumeration, _), (.byteArray, .json, _), (.byteArray, nil, .utf8):
      return .string
    case (.byteArray, nil, nil): return .bytes
    default: return nil
    }
  }

  private static func decimal(_ precision: Int32, _ scale: Int32) -> ColumnType? {
    guard (1...18).contains(precision), (0...precision).contains(scale) else { return nil }
    return .decimal(precision: Int(precision), scale: Int(scale))
  }

  /// How deep groups may nest.
  static let maximumDepth = 64

  /// The leaves of a schema's tree, which the elements hold depth first.
  static func leaves(of elements: [SchemaElement]) throws(ParquetError) -> [LeafColumn] {
    guard let root = elements.first else { throw ParquetError(.corrupt, "the schema is empty") }
    var leaves: [LeafColumn] = []
    var groups = [Group(children: root.childCount ?? 0, path: [], definition: 0, repetition: 0)]
    for element in elements.dropFirst() {
      while let last = groups.last, last.children <= 0 { groups.removeLast() }
      guard let group = groups.last else { throw ParquetError(.corrupt, "the schema has more elements than children") }
      groups[groups.count - 1].children -= 1
      let isOptional = element.repetitionType == .optional
      let isRepeated = element.repetitionType == .repeated
      let child = Group(
        children: element.childCount ?? 0, path: group.path + [element.name],
        definition: group.definition + (isOptional || isRepeated ? 1 : 0),
        repetition: group.repetition + (isRepeated ? 1 : 0))
      if child.children > 0 {
        guard groups.count < maximumDepth else {
          throw ParquetError(.limit, "the schema nests deeper than \(maximumDepth) groups")
        }
        groups.append(child)
      } else {
        guard element.type != nil else {
          throw ParquetError(.corrupt, "a column without a physical type", at: .init(column: element.name))
        }
        leaves.append(
          LeafColumn(
            name: child.path.joined(separator: "."), element: element, maximumDefinitionLevel: child.definition,
            maximumRepetitionLevel: child.repetition, depth: group.path.count))
      }
    }
    guard groups.allSatisfy({ $0.children <= 0 }) else {
      throw ParquetError(.corrupt, "the schema has fewer elements than children")
    }
    return leaves
  }

  /// A group whose children are being read.
  private struct Group {
    var children: Int32
    var path: [String]
    var definition: Int
    var repetition: Int
  }
}
