public import Buffers

/// What is kept of every comment until cells are read: at the end of a run, as long as it has not too many comments.
///
/// One a worker; 36 bytes a comment, 8 a row of `drivers`, and 4 a row for each cube that counts it. Logs of parts of the
/// comments join to the log of all, in any order.
public struct CommentLog: ~Copyable, Sendable {
  /// A comment, in 32 bytes, which never lie in two cache lines.
  public struct Entry: BitwiseCopyable, Sendable {
    /// Bit n is 1 where the measure with raw value n counts it.
    public var counted: UInt64
    /// In minor units, 0 where unknown; that of the purchase, so that comments of one purchase have one amount.
    public var amount: Int64
    /// When it was submitted, in microseconds since 1970.
    public var moment: Int64
    /// Number of the purchase, or `noPurchase`.
    public var purchase: UInt32
    /// Time of response, as `ResponseTime` writes it.
    public var response: UInt16
    /// In thousandths; 0 without a label.
    public var score: Int16

    /// Makes an entry.
    @inlinable
    public init(counted: UInt64, amount: Int64, moment: Int64, purchase: UInt32, response: UInt16, score: Int16) {
      self.counted = counted
      self.amount = amount
      self.moment = moment
      self.purchase = purchase
      self.response = response
      self.score = score
    }
  }

  /// What a comment says of a driver.
  public struct DriverEntry: BitwiseCopyable, Sendable {
    /// The comment's place in the log.
    public var owner: UInt32
    /// In thousandths; 0 without a label.
    public var score: Int16
    /// The measure that counts the label, by raw value.
    public var label: UInt8

    /// Makes an entry.
    @inlinable
    public init(owner: UInt32, score: Int16, label: Measure) {
      self.owner = owner
      self.score = score
      self.label = UInt8(truncatingIfNeeded: label.rawValue)
    }
  }

  /// Stands for "no purchase".
  public static let noPurchase = UInt32.max
  /// Stands for "no customer id".
  public static let anonymous = UInt32.max
  /// Stands for "no cell", of a row that a cube's filter leaves out.
  public static let noCell = UInt32.max
  /// Comments of a run up to which a log is kept: 250 MB with four cubes.
  public static let maximumComments = 4_194_304

  /// The comments.
  @usableFromInline var entries = FlatList<Entry>()
  /// The number of each one's customer, or `anonymous`.
  @usableFromInline var customers = FlatList<UInt32>()
  /// What they say of drivers, in the order of their owners.
  @usableFromInline var drivers = FlatList<DriverEntry>()

  /// Makes an empty log.
  public init() {}

  /// How many comments there are.
  public var count: Int { entries.count }

  /// How many rows there are, of comments or of drivers.
  public func rowCount(countsDrivers: Bool) -> Int { countsDrivers ? drivers.count : entries.count }

  /// Adds a comment.
  @inlinable
  @inline(__always)
  public mutating func append(_ entry: Entry, customer: UInt32) {
    entries.append(entry)
    customers.append(customer)
  }

  /// Adds what a comment says of a driver; its owner is the last one's or a later comment.
  @inlinable
  @inline(__always)
  public mutating func append(_ driver: DriverEntry) { drivers.append(driver) }

  /// The comment of a row.
  @inline(__always)
  func comment(_ row: Int, countsDrivers: Bool) -> Int { countsDrivers ? Int(drivers[row].owner) : row }

  /// What cells add up of a row: of drivers, the comment's with the driver's own label and score.
  @inline(__always)
  func entry(_ row: Int, countsDrivers: Bool) -> Entry {
    guard countsDrivers else { return entries[row] }
    let driver = drivers[row]
    var entry = entries[Int(driver.owner)]
    entry.counted = entry.counted & ~Measure.labelBits | 1 << UInt64(driver.label)
    entry.score = driver.score
    return entry
  }

  /// Adds another log's comments behind this one's.
  ///
  /// - Parameters:
  ///   - known: how many customers both number alike.
  ///   - customers: the numbers here of the other's further customers, in the order of their numbers there.
  public mutating func append(_ other: borrowing CommentLog, known: Int, customers further: [UInt32]) {
    let first = UInt32(entries.count)
    entries.reserve(entries.count + other.entries.count)
    customers.reserve(entries.count + other.entries.count)
    for index in other.entries.indices {
      var customer = other.customers[index]
      if customer != Self.anonymous, Int(customer) >= known { customer = further[Int(customer) - known] }
      append(other.entries[index], customer: customer)
    }
    drivers.reserve(drivers.count + other.drivers.count)
    for index in other.drivers.indices {
      var driver = other.drivers[index]
      driver.owner += first
      drivers.append(driver)
    }
  }

  /// Forgets all comments and keeps the room.
  public mutating func removeAll() {
    entries.removeAll()
    customers.removeAll()
    drivers.removeAll()
  }
}

extension Measure {
  /// Bits of the labels, which what is said of a driver replaces.
  static var labelBits: UInt64 {
    Measure.positive.bit | Measure.neutral.bit | Measure.negative.bit | Measure.mixed.bit | Measure.unscored.bit
  }
}
