public import CSV
import Text

/// A pipeline file, validated: every value is within its bounds and every name is known.
///
/// The keys are those of the contract (README, "Pipeline file"); defaults are the named constants of `Defaults`.
public struct PipelineDefinition: Sendable, Equatable {
  /// The pipeline file as the user named it.
  public var file: String
  /// The folder that relative paths of the file are relative to.
  public var folder: String
  /// `name:`.
  public var name: String
  /// IANA name; for times without offset, for `submitted_on` and for periods.
  public var timeZone: String
  /// Whether the file gave `time_zone:`.
  public var hasTimeZone: Bool
  /// The feedback sources in order.
  public var feedback: [FeedbackSource]
  /// The purchase sources in order.
  public var purchases: [PurchaseSource]
  /// `language:`.
  public var language = LanguageSettings()
  /// Whether `builtin` is among `lexicons:`.
  public var usesBuiltinLexicon = true
  /// Paths of further lexicons, as written.
  public var lexiconFiles: [String] = []
  /// `match:`.
  public var match = MatchSettings()
  /// `response_target_minutes:`.
  public var responseTargetMinutes = Defaults.responseTargetMinutes
  /// `cubes:`.
  public var cubes: [CubeDefinition] = []
  /// `driver_impact:`; nil where it is not asked for.
  public var driverImpact: DriverImpactDefinition?
  /// `keywords:`; nil where they are not asked for.
  public var keywords: KeywordDefinition?
  /// `change:`; nil where it is not asked for.
  public var change: ChangeDefinition?
  /// `privacy:`.
  public var privacy = PrivacySettings()
  /// `quality:`.
  public var quality = QualitySettings()
  /// `output:`.
  public var output = OutputSettings()
  /// `tests:`.
  public var tests: [PipelineTest] = []

  /// Makes a definition with defaults for all that may be left out.
  public init(file: String, folder: String, name: String, feedback: [FeedbackSource], purchases: [PurchaseSource]) {
    self.file = file
    self.folder = folder
    self.name = name
    timeZone = Defaults.timeZone
    hasTimeZone = false
    self.feedback = feedback
    self.purchases = purchases
  }
}

/// Where records come from and how they are written.
public struct InputFormat: Sendable, Equatable {
  /// Globs as written; `{run_date}` stands for the run's date.
  public var files: [String] = []
  /// Delimiter, quote, escape, encoding, and what stands before the records.
  public var dialect = DialectDescription.rfc4180
  /// Bytes of the longest record that is read.
  public var maximumRecordBytes = ReadLimits.defaultMaximumRecordBytes
  /// `.` or `,`.
  public var decimal: UInt8 = UInt8(ascii: ".")
  /// Tried in order: `iso8601`, `unix`, `unix_ms` or a strptime pattern.
  public var timestamps: [String] = ["iso8601"]
  /// Cells that mean "no value".
  public var missing: [String] = [""]
  /// Header of the export for each column of ours, in the order of the file.
  public var columns: [ColumnMapping] = []
  /// Line of the pipeline file, for messages.
  public var line = 0

  /// Makes the default format without files and columns.
  public init() {}

  /// An iconv name.
  public var encoding: String { dialect.encoding }

  /// The header that is mapped to a column of ours, or nil.
  public func header(of column: String) -> String? { columns.first { $0.column == column }?.header }
}

/// Which header of the export holds a column of ours.
public struct ColumnMapping: Sendable, Equatable {
  /// Our name, such as `id` or `text`.
  public var column: String
  /// Name in the export's header record.
  public var header: String
  /// Line of the pipeline file.
  public var line: Int

  /// Makes a mapping.
  public init(column: String, header: String, line: Int) {
    self.column = column
    self.header = header
    self.line = line
  }
}

/// One item of `feedback:`.
public struct FeedbackSource: Sendable, Equatable {
  /// Part of every comment's key.
  public var name: String
  /// Files, dialect, formats, columns.
  public var format: InputFormat
  /// Item ratings by driver: the header that holds the rating of each, in the order of the file.
  public var driverRatings: [ColumnMapping] = []
  /// What the file does not say: column → value.
  public var constants: [String: String] = [:]
  /// Lowest and highest rating.
  public var ratingScale: ClosedRange<Int> = 1...5
  /// Headers of further columns that are carried along.
  public var extra: [String] = []

  /// Makes a source.
  public init(name: String, format: InputFormat) {
    self.name = name
    self.format = format
  }

  /// Columns of ours that a feedback source may map.
  public static let columns = [
    "id", "text", "submitted_at", "customer", "order", "channel", "instrument", "rating", "language", "responded_at",
    "resolved_at", "updated_at", "product", "category", "country", "audience",
  ]
  /// Those that it must map.
  public static let requiredColumns = ["id", "text", "submitted_at"]
  /// Those that may be constants instead.
  public static let constantColumns = [
    "channel", "instrument", "language", "product", "category", "country", "audience",
  ]
}

/// One item of `purchases:`.
public struct PurchaseSource: Sendable, Equatable {
  /// Files, dialect, formats, columns.
  public var format: InputFormat
  /// Values of the status column that mean cancelled.
  public var cancelled: [String] = []
  /// Values of the status column that mean returned.
  public var returned: [String] = []
  /// Digits after the decimal point that amounts are kept with.
  public var amountScale = Defaults.amountScale

  /// Makes a source.
  public init(format: InputFormat) { self.format = format }

  /// Columns of ours that a purchase source may map.
  public static let columns = [
    "order", "line", "customer", "product", "category", "country", "purchased_at", "promised_at", "delivered_at",
    "quantity", "amount", "currency", "status",
  ]
  /// Those that it must map.
  public static let requiredColumns = ["order", "purchased_at"]
}

/// `language:`.
public struct LanguageSettings: Sendable, Equatable {
  /// Whether the export's language column is believed.
  public var trustColumn = true
  /// In thousandths; less likely is `und`.
  public var minimumConfidence = Defaults.minimumConfidence
}

/// `match:`.
public struct MatchSettings: Sendable, Equatable {
  /// How old the latest purchase may be.
  public var windowDays = Defaults.windowDays
  /// How soon a further order counts as repurchase.
  public var repurchaseDays = Defaults.repurchaseDays
}

/// `privacy:`.
public struct PrivacySettings: Sendable, Equatable {
  /// Cells with fewer distinct customers are suppressed.
  public var minimumBase = Defaults.minimumBase
  /// What is masked in comments.
  public var mask: Set<Mask> = [.email, .phone, .card]
  /// Whether comments are written.
  public var keepText = true

  /// What can be masked.
  public enum Mask: String, Sendable, CaseIterable {
    /// E-mail addresses.
    case email
    /// Phone numbers.
    case phone
    /// Payment-card numbers that pass Luhn's check.
    case card

    /// As the mask of the text layer calls it.
    var kind: PersonalDataMask.Kind {
      switch self {
      case .email: .email
      case .phone: .phone
      case .card: .card
      }
    }
  }
}

/// `quality:`.
public struct QualitySettings: Sendable, Equatable {
  /// Share of rejected records per input above which nothing is published, in millionths.
  public var maximumRejectShare = Defaults.maximumRejectShare
  /// Share of comments matched to a purchase below which nothing is published, in millionths.
  public var minimumMatchShare = Defaults.minimumMatchShare
  /// Whether an input without records is right.
  public var allowEmpty = true
  /// Whether an input must have a file that the newest run of an earlier date has not read.
  public var requireNewerInput = false
}

/// `output:`.
public struct OutputSettings: Sendable, Equatable {
  /// As written.
  public var directory = "out"
  /// zstd, or no compression.
  public var compresses = true
  /// zstd level.
  public var compressionLevel = Defaults.compressionLevel
  /// Rows of a row group.
  public var rowGroupRows = Defaults.rowGroupRows
  /// Whether the table of matched terms is written.
  public var evidence = false
}

/// One item of `tests:`: a comment and what must be understood of it.
public struct PipelineTest: Sendable, Equatable {
  /// The comment.
  public var text: String
  /// Code, or nil where not asked.
  public var language: String?
  /// Name of the label, or nil where not asked.
  public var label: String?
  /// Drivers that must be among those found.
  public var drivers: [String]
  /// Line of the pipeline file.
  public var line: Int

  /// Makes a test.
  public init(text: String, language: String?, label: String?, drivers: [String], line: Int) {
    self.text = text
    self.language = language
    self.label = label
    self.drivers = drivers
    self.line = line
  }
}
