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

  /// How deep groups may nest.
  static let maximumDepth = 64

  /// The leaves of a schema's tree, which the elements hold depth first; their names have at most `nameBytes`.
  static func leaves(of elements: [SchemaElement], nameBytes: Int) throws(ParquetError) -> [LeafColumn] {
    guard let root = elements.first else { throw ParquetError(.corrupt, "the schema is empty") }
    var leaves: [LeafColumn] = []
    // A long name of a group stands in the names of all columns within.
    var nameBytes = nameBytes
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
        let name = child.path.joined(separator: ".")
        nameBytes -= name.utf8.count
        guard nameBytes >= 0 else { throw ParquetError(.limit, "the names of the columns are too long to be read") }
        leaves.append(
          LeafColumn(
            name: name, element: element, maximumDefinitionLevel: child.definition,
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
