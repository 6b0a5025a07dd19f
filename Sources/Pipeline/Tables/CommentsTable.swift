import Buffers
import Columnar

/// The columns of `comments` before the extras, in order: one row per comment, key (source, feedback_id).
enum CommentColumn: Int, CaseIterable {
  case source, feedbackID, customerID, orderID, submittedAt, submittedOn
  case channel, instrument, rating
  case language, languageConfidence, languageSource, text, textBytes
  case label, score, positiveStrength, negativeStrength
  case expectation, delighted, recommendation, loyalty, emotion, emotionStrength
  case complaint, praise, request
  case respondedAt, responseMinutes, resolvedAt
  case audience, match, customerConflict, purchaseOrderID, orderLines
  case productID, category, country, purchasedAt, promisedAt, deliveredAt, onTime, daysLate
  case quantity, amount, currency, returned, repurchased, nextAmount
}

/// The schema of `comments`; every column's meaning and what null says are here and nowhere else.
enum CommentsTable {
  /// Columns behind the extras.
  static let trailingColumns = [
    ColumnField(
      name: "source_file", type: .string, isNullable: false,
      description: "file of the record, below the fixed part of its glob"),
    ColumnField(
      name: "source_line", type: .int64, isNullable: false,
      description: "physical line of the file on which the record begins, from 1"),
  ]

  static func schema(extras: [String], amountScale: Int) -> TableSchema {
    let fixed = CommentColumn.allCases.map { field($0, amountScale) }
    let further = extras.map {
      ColumnField(
        name: $0, type: .string, description: "column of the export, as it stands there",
        null: "empty or not in this source")
    }
    return TableSchema(
      name: "comments", description: "one row per comment; key: source, feedback_id; confidential",
      fields: fixed + further + trailingColumns)
  }

  /// No rows, laid out: names as codes, scores as fractions.
  ///
  /// - Parameters:
  ///   - sources: names of the feedback sources.
  ///   - files: names of the feedback files.
  ///   - values: products, categories, countries and currencies of the purchases.
  static func batch(_ schema: TableSchema, sources: [String], files: [String], values: Interner) -> RecordBatch {
    var columns = CommentColumn.allCases.map {
      Column(schema.fields[$0.rawValue], layout: layout($0, sources: sources, values: values))
    }
    columns += schema.fields[columns.count...].map { Column($0) }
    let place = sourceFile(schema)
    columns[place] = Column(schema.fields[place], layout: .coded(StringDictionary(base: Names.interned(files))))
    return RecordBatch(schema: schema, columns: columns, rowCount: 0)
  }

  /// The place of `source_file`.
  static func sourceFile(_ schema: TableSchema) -> Int { schema.fields.count - trailingColumns.count }

  private static func layout(_ column: CommentColumn, sources: [String], values: Interner) -> ColumnLayout {
    switch column {
    case .source: .coded(StringDictionary(base: Names.interned(sources)))
    case .channel: .coded(StringDictionary())
    case .instrument: .coded(Names.instruments)
    case .productID, .category, .country, .currency: .coded(StringDictionary(base: values))
    case .language: .coded(Names.languages)
    case .languageSource: .coded(Names.languageSources)
    case .label: .coded(Names.labels)
    case .expectation: .coded(Names.expectations)
    case .recommendation: .coded(Names.recommendations)
    case .loyalty: .coded(Names.loyalties)
    case .emotion: .coded(Names.emotions)
    case .audience: .coded(Names.audiences)
    case .match: .coded(Names.matches)
    case .rating: .fractions(of: Names.hundredths)
    case .languageConfidence, .score, .positiveStrength, .negativeStrength, .emotionStrength:
      .fractions(of: Names.thousandths)
    case .responseMinutes: .longFractions(of: Names.millisecondsPerMinute)
    default: .plain
    }
  }

  /// The names of the columns before the extras.
  static let names = CommentColumn.allCases.map { field($0, Defaults.amountScale).name }

  private static func field(_ column: CommentColumn, _ amountScale: Int) -> ColumnField {
    func make(
      _ name: String, _ type: ColumnType, required: Bool = false, _ description: String, unit: String = "",
      null: String = ""
    ) -> ColumnField {
      ColumnField(name: name, type: type, isNullable: !required, description: description, unit: unit, null: null)
    }
    let amountType = ColumnType.decimal(precision: 18, scale: amountScale)
    return switch column {
    case .source: make("source", .string, required: true, "name of the feedback source")
    case .feedbackID: make("feedback_id", .string, required: true, "id of the comment within its source")
    case .customerID: make("customer_id", .string, "customer as the comment names it", null: "anonymous")
    case .orderID: make("order_id", .string, "order as the comment names it", null: "none named")
    case .submittedAt:
      make(
        "submitted_at", .timestampMicroseconds, required: true,
        "when the comment was given (UTC); of a date alone, the end of that day in the pipeline's time zone")
    case .submittedOn:
      make("submitted_on", .date, required: true, "the day of submitted_at in the pipeline's time zone")
    case .channel: make("channel", .string, "channel of the feedback", null: "not said")
    case .instrument: make("instrument", .string, "survey, comment_card and so on", null: "not said")
    case .rating:
      make("rating", .double, "rating on the scale of the source", null: "none, unreadable or off the scale")
    case .language:
      make("language", .string, required: true, "ru, id, fi, it, fr, or und where none of them is likely enough")
    case .languageConfidence:
      make(
        "language_confidence", .double, required: true,
        "probability of the language; 1 where it was given, 0 without words", unit: "probability, 0 to 1")
    case .languageSource: make("language_source", .string, required: true, "column: the export's own; text: identified")
    case .text: make("text", .string, "the comment, personal data masked", null: "not kept (privacy.keep_text)")
    case .textBytes:
      make(
        "text_bytes", .int32, required: true, "length of the comment in UTF-8 as it came, before masking", unit: "bytes"
      )
    case .label: make("label", .string, "positive, negative, neutral or mixed", null: "could not be scored")
    case .score: make("score", .double, "overall sentiment", unit: "score, −1 to 1", null: "could not be scored")
    case .positiveStrength:
      make(
        "positive_strength", .double, "strength of the positive evidence", unit: "strength, 0 to 1",
        null: "could not be scored")
    case .negativeStrength:
      make(
        "negative_strength", .double, "strength of the negative evidence", unit: "strength, 0 to 1",
        null: "could not be scored")
    case .expectation: make("expectation", .string, "exceeded, met or missed", null: "no comparison is voiced")
    case .delighted:
      make("delighted", .boolean, required: true, "expectation exceeded, and recommends or will buy again")
    case .recommendation: make("recommendation", .string, "recommend or advise_against", null: "neither is said")
    case .loyalty: make("loyalty", .string, "buy_again or leave", null: "neither is said")
    case .emotion: make("emotion", .string, "happy or angry", null: "no explicit emotion")
    case .emotionStrength:
      make(
        "emotion_strength", .double, "strength of the emotion", unit: "strength, 0 to 1", null: "no explicit emotion")
    case .complaint: make("complaint", .boolean, required: true, "dissatisfaction is voiced")
    case .praise: make("praise", .boolean, required: true, "praise is voiced")
    case .request: make("request", .boolean, required: true, "the firm is asked for something")
    case .respondedAt:
      make("responded_at", .timestampMicroseconds, "when the firm answered (UTC)", null: "not yet, or not said")
    case .responseMinutes:
      make(
        "response_minutes", .double,
        "time from submitted_at to responded_at", unit: "minutes",
        null: "unanswered, or answered before it was submitted")
    case .resolvedAt:
      make("resolved_at", .timestampMicroseconds, "when the case was closed (UTC)", null: "not yet, or not said")
    case .audience:
      make(
        "audience", .string, required: true,
        "customer: matched to a purchase; user: uses without having bought; unknown")
    case .match: make("match", .string, required: true, "how the purchase was found: order, customer or none")
    case .customerConflict:
      make(
        "customer_conflict", .boolean, required: true,
        "the matched order belongs to another customer than the comment names")
    case .purchaseOrderID: make("purchase_order_id", .string, "order of the matched purchase", null: "none")
    case .orderLines:
      make("order_lines", .int32, "lines of the matched purchase, cancelled ones not counted", null: "no purchase")
    case .productID:
      make("product_id", .string, "the comment's own product, else the purchase's", null: "none, or the lines differ")
    case .category:
      make("category", .string, "the comment's own category, else the purchase's", null: "none, or the lines differ")
    case .country:
      make("country", .string, "the comment's own country, else the purchase's", null: "none, or the lines differ")
    case .purchasedAt:
      make("purchased_at", .timestampMicroseconds, "when the matched purchase was made (UTC)", null: "no purchase")
    case .promisedAt:
      make(
        "promised_at", .timestampMicroseconds, "until when delivery was promised (UTC)",
        null: "no purchase or no promise"
      )
    case .deliveredAt:
      make(
        "delivered_at", .timestampMicroseconds,
        "when the last line was delivered (UTC)", null: "no purchase or not delivered")
    case .onTime:
      make("on_time", .boolean, "delivered on or before the promised day", null: "no promise, or still open")
    case .daysLate:
      make(
        "days_late", .int32, "from the promised to the day of delivery, negative when early", unit: "days",
        null: "as on_time")
    case .quantity: make("quantity", .decimal(precision: 18, scale: 3), "sum over the lines", null: "no purchase")
    case .amount:
      make(
        "amount", amountType,
        "sum over the lines", unit: "the purchase's currency", null: "no purchase, not said, or several currencies")
    case .currency: make("currency", .string, "currency of the amount", null: "no purchase, not said, or several")
    case .returned: make("returned", .boolean, "a line of the purchase was returned", null: "no purchase")
    case .repurchased:
      make(
        "repurchased", .boolean,
        "the customer ordered again within the repurchase window",
        null: "the window is still open, or no customer is known"
      )
    case .nextAmount: make("next_amount", amountType, "amount of that next order", null: "none, or not said")
    }
  }
}
