/// `driver_impact:`.
public struct DriverImpactDefinition: Sendable, Equatable {
  /// What drivers are compared with.
  public var outcomes = ImpactOutcome.allCases
}

/// `keywords:`.
public struct KeywordDefinition: Sendable, Equatable {
  /// Terms of each comparison at most.
  public var terms = Defaults.keywordTerms
  /// Comments in which a term must stand.
  public var minimumComments = Defaults.keywordComments
  /// The periods that are compared.
  var period = Period.month
}

/// `change:`.
public struct ChangeDefinition: Sendable, Equatable {
  /// Dimensions of a cell; `audience` is added where it is not named.
  public var dimensions: [String] = []
  /// Dimensions whose mix is told from the rate.
  public var mix = Defaults.changeMix
  /// Figures that are compared.
  var measures = ChangeMeasure.standard
  /// The periods that are compared.
  var period = Period.month
  /// In thousandths: a smaller difference does not matter even where it is sure.
  public var material = Defaults.materialChange
  /// In thousandths: the share of false findings that is put up with.
  public var falseDiscoveryRate = Defaults.falseDiscoveryRate
}
