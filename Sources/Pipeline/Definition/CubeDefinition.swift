/// One item of `cubes:`.
public struct CubeDefinition: Sendable, Equatable {
  /// Name of the folder.
  public var name: String
  /// `by:`, as written; `audience` and `currency` are added where they are needed.
  public var dimensions: [String]
  /// `rollup:`: further dimensions, of which the last, the last two and so on are summed up in levels of their own.
  public var rollup: [String]
  /// `where:`: the comments that are counted; nil for all.
  public var filter: CubeFilter?
  /// `measures:`: columns of counts, sums and figures; empty for all.
  public var measures: [String]

  /// Makes a cube.
  public init(
    name: String, dimensions: [String], rollup: [String] = [], filter: CubeFilter? = nil, measures: [String] = []
  ) {
    self.name = name
    self.dimensions = dimensions
    self.rollup = rollup
    self.filter = filter
    self.measures = measures
  }
}
