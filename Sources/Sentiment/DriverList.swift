/// What a customer's satisfaction depends on: the closed list of the domain, and what a pipeline's own lexicon adds.
///
/// Drivers are numbered in this order; sets of them are bits of a word, so that there are at most 32.
public struct DriverList: Sendable, Equatable {
  /// The drivers of every run, in the order of the tables.
  ///
  /// Source: the five definitions of customer satisfaction that the project is built on.
  public static let builtin = [
    "product_quality", "price_value", "promise_kept", "delivery", "customer_service", "courtesy", "response_speed",
    "clarity", "problem_resolution", "returns_warranty", "extra_services", "purchase_experience", "waiting", "trust",
    "product_range",
  ]

  /// At most this many drivers, built in and added.
  public static let maximum = 32

  /// All names; the number of a driver is its index.
  public private(set) var names = builtin

  /// The built-in drivers.
  public init() {}

  /// The number of a driver, or nil.
  public func number(of name: some StringProtocol) -> Int? { names.firstIndex { $0 == name } }

  /// Adds a driver unless it is known; false where the list is full.
  mutating func add(_ name: String) -> Bool {
    if names.contains(name) { return true }
    guard names.count < Self.maximum else { return false }
    names.append(name)
    return true
  }
}

extension DriverList {
  /// The names of a set of drivers, in the order of the list.
  public func names(of set: UInt32) -> [String] {
    names.indices.filter { set & 1 << UInt32($0) != 0 }.map { names[$0] }
  }
}
