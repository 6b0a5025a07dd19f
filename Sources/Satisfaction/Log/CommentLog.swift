public import Buffers

/// What is kept of every comment until the end of a run, for what only all comments together tell: distinct customers, intervals
/// by customer, revenue at risk and recovery.
///
/// One a worker; 32 bytes a comment, 8 a row of `drivers`, and 4 a row for each cube that counts it. Logs of parts of the
/// comments join to the log of all, in any order.
public struct CommentLog: ~Copyable, Sendable {
  /// A comment.
  public struct Entry: BitwiseCopyable, Sendable {
    /// Bit n is 1 where the measure with raw value n counts it.
    public var counted: UInt64
    /// When it was submitted, in microseconds since 1970.
    public var moment: Int64
    /// Number of the customer, or `CountedRows.anonymous`.
    public var customer: UInt32
    /// Number of the purchase, or `noPurchase`.
    public var purchase: UInt32
    /// In thousandths; 0 without a label.
    public var score: Int16

    /// Makes an entry.
    public init(counted: UInt64, moment: Int64, customer: UInt32, purchase: UInt32, score: Int16) {
      self.counted = counted
      self.moment = moment
      self.customer = customer
      self.purchase = purchase
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
    public init(owner: UInt32, score: Int16, label: Measure) {
      self.owner = owner
      self.score = score
      self.label = UInt8(label.rawValue)
    }
  }

  /// Stands for "no purchase".
  public static let noPurchase = UInt32.max
  /// Comments of a run up to which a log is kept: 200 MB at four cubes.
  public static let maximumComments = 4_194_304

  /// The comments.
  public private(set) var entries = FlatList<Entry>()
  /// What they say of drivers.
  public private(set) var drivers = FlatList<DriverEntry>()

  /// Makes an empty log.
  public init() {}

  /// Adds a comment.
  @inline(__always)
  public mutating func append(_ entry: Entry) { entries.append(entry) }

  /// Adds what a comment says of a driver.
  @inline(__always)
  public mutating func append(_ driver: DriverEntry) { drivers.append(driver) }

  /// Adds another log's comments behind this one's.
  ///
  /// - Parameters:
  ///   - known: how many customers both number alike.
  ///   - customers: the numbers here of the other's further customers, in the order of their numbers there.
  public mutating func append(_ other: borrowing CommentLog, known: Int, customers: [UInt32]) {
    let first = UInt32(entries.count)
    entries.reserve(entries.count + other.entries.count)
    for index in other.entries.indices {
      var entry = other.entries[index]
      if entry.customer != CountedRows.anonymous, Int(entry.customer) >= known {
        entry.customer = customers[Int(entry.customer) - known]
      }
      entries.append(entry)
    }
    drivers.reserve(drivers.count + other.drivers.count)
    for index in other.drivers.indices {
      var driver = other.drivers[index]
      driver.owner += first
      drivers.append(driver)
    }
  }
}
