internal import Columnar
internal import Satisfaction

extension DefinitionReader {
  /// Reads `cubes:`; the extras of the sources are dimensions too.
  mutating func cubes(_ root: DefinitionSection, extras: [String]) -> [CubeDefinition] {
    guard let items = list(root, "cubes", of: "cubes") else { return [] }
    var distinct: [String] = []
    for extra in extras where !distinct.contains(extra) { distinct.append(extra) }
    let comments = CommentsTable.schema(extras: distinct, amountScale: Defaults.amountScale)
    var cubes: [CubeDefinition] = []
    for item in items {
      let keys = ["name", "by", "rollup", "where", "measures"]
      guard let section = section(item.node, item.path, keys: keys, required: ["name", "by"]) else { continue }
      let name = text(section, "name") ?? ""
      checkCubeName(name, section, among: cubes)
      let by = unique(texts(section, "by", of: "dimensions") ?? [])
      let rollup = unique(texts(section, "rollup", of: "dimensions") ?? [])
      let known = Dimension.names(in: comments)
      for dimension in by + rollup where !known.contains(dimension.text) {
        let hint = DefinitionIssue.hint(dimension.text, among: known)
        let names = "; expected one of \(known.joined(separator: ", "))"
        report(
          dimension.node, dimension.path, "unknown dimension \"\(dimension.text)\"" + (hint.isEmpty ? names : hint))
      }
      checkRollup(rollup, by: by.map(\.text))
      cubes.append(
        CubeDefinition(
          name: name, dimensions: by.map(\.text), rollup: rollup.map(\.text),
          filter: filter(section, comments: comments, dimensions: (by + rollup).map(\.text)),
          measures: measures(section)))
    }
    return cubes
  }

  private mutating func checkCubeName(_ name: String, _ section: DefinitionSection, among cubes: [CubeDefinition]) {
    guard let node = section["name"], !name.isEmpty else { return }
    let path = section.path(of: "name")
    if !Self.isFolderName(name) {
      report(
        node, path,
        "\(DefinitionNode.quoted(name)) becomes a folder; expected at most "
          + "\(DefinitionBounds.cubeNameLength.upperBound) ASCII letters, digits, _ and -")
    } else if cubes.contains(where: { $0.name == name }) {
      report(node, path, "another cube is called \"\(name)\"")
    }
  }

  /// What may not be summed up: comments of different audiences, amounts of different currencies, drivers of one comment.
  private mutating func checkRollup(_ rollup: [DefinitionItem], by: [String]) {
    for item in rollup {
      if by.contains(item.text) {
        report(item.node, item.path, "\"\(item.text)\" stands in by: as well; leave one of them out")
      }
      let reason: String? =
        switch item.text {
        case "audience": "satisfaction of customers and of users is never summed"
        case "currency": "amounts of different currencies are never added"
        case "driver": "a comment that speaks of several drivers would count several times"
        default: nil
        }
      if let reason { report(item.node, item.path, "\(reason); write \(item.text) into by:") }
    }
  }

  /// Reads `where:`.
  private mutating func filter(
    _ section: DefinitionSection, comments: TableSchema, dimensions: [String]
  ) -> CubeFilter? {
    guard let text = text(section, "where"), let node = section["where"] else { return nil }
    var columns = CommentFilter.columns(comments)
    if dimensions.contains("driver") { columns.append(("driver", .text)) }
    do throws(CubeFilterParser.Mistake) {
      return try CubeFilterParser.parse(text, columns: columns)
    } catch {
      report(node, section.path(of: "where"), "character \(error.position): \(error.message)")
      return nil
    }
  }

  /// Reads `measures:`.
  private mutating func measures(_ section: DefinitionSection) -> [String] {
    let items = unique(texts(section, "measures", of: "measures") ?? [])
    if let node = section["measures"], node.isEmptyList {
      report(node, section.path(of: "measures"), "names no measure; leave the key out for all of them")
    }
    let known = Measure.allCases.map(\.column) + Figure.all.map(\.name)
    for item in items where !known.contains(item.text) {
      let hint = DefinitionIssue.hint(item.text, among: known)
      let names = "; expected one of \(known.joined(separator: ", "))"
      report(item.node, item.path, "unknown measure \"\(item.text)\"" + (hint.isEmpty ? names : hint))
    }
    return items.map(\.text)
  }

  private static func isFolderName(_ name: String) -> Bool {
    DefinitionBounds.cubeNameLength.contains(name.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
