import Buffers
import Columnar
import Satisfaction
import Sentiment
import Text

/// What is fixed of the table `keywords`.
struct KeywordPlan: Sendable {
  /// Terms of a comparison at most.
  let terms: Int
  /// Comments in which a term must stand.
  let minimumComments: Int
  /// Names by number.
  let drivers: [String]
  let periods: ComparedPeriods
  let minimumBase: Int
  /// Comments whose hash is below are counted.
  let threshold: UInt64
  /// The share of comments that are counted.
  let sampledShare: Double

  /// Bytes of feedback of which all comments are counted; of more, as many: about 150,000 comments say all that 20 terms can.
  static let sampledBytes = 32 << 20
  /// Shorter words are grammar and abbreviations.
  static let fewestLetters = 3
  static let segments = Names.audiences.count * Names.languages.count

  init(
    _ definition: KeywordDefinition, drivers: [String], periods: ComparedPeriods, feedbackBytes: Int, minimumBase: Int
  ) {
    terms = definition.terms
    minimumComments = definition.minimumComments
    self.drivers = drivers
    self.periods = periods
    self.minimumBase = minimumBase
    sampledShare = feedbackBytes > Self.sampledBytes ? Double(Self.sampledBytes) / Double(feedbackBytes) : 1
    threshold = sampledShare < 1 ? UInt64(sampledShare * 0x1p64) : .max
  }
}

/// The words of comments, each once a comment: what is counted of them is decided when all are there.
///
/// Comments are a sample by the hash of their ids, so that memory has a bound: four bytes a word and some thirty a comment, of
/// at most 32 MiB of feedback. About 1 µs a comment that is counted.
struct KeywordCounts: Sendable {
  /// A comment whose words are here.
  struct Comment: BitwiseCopyable, Sendable {
    /// Place in the input: number of the file, then line.
    var order: UInt64
    /// Hash of the customer's id.
    var customer: UInt64
    /// Drivers that it speaks of, and of those negatively: one bit each.
    var drivers: UInt32
    var negativeDrivers: UInt32
    /// One past its last word.
    var end: UInt32
    var source: UInt32
    /// Audience and language.
    var segment: UInt8
    var isNegative: Bool
    var isAnonymous: Bool
    /// Whether it lies in the later or the earlier of the periods compared.
    var isAfter: Bool
    var isBefore: Bool
  }

  private let plan: KeywordPlan
  private var tokenizer = Tokenizer()
  /// All words, by number.
  private(set) var words = Interner()
  private(set) var comments: [Comment] = []
  /// Ids of the comments.
  private(set) var ids = ByteStrings()
  /// Numbers of the comments' words, end to end.
  private(set) var postings: [UInt32] = []
  /// By word: the last comment that had it, + 1.
  private var seen: [UInt32] = []

  init(_ plan: KeywordPlan) { self.plan = plan }

  /// Adds the rows of a group.
  mutating func add(_ rows: borrowing RowGroupRows) {
    let texts = rows[.text]
    guard texts.count == rows.facts.count else { return }
    let idColumn = rows[.feedbackID].strings
    let files = rows.comments.columns[CommentsTable.sourceFile(rows.comments.schema)].codes
    let lines = rows.comments.columns[CommentsTable.sourceFile(rows.comments.schema) + 1].int64
    let (sources, languages, audiences) = (rows[.source].codes, rows[.language].codes, rows[.audience].codes)
    let days = rows[.submittedOn].int32
    var tokens = TokenBuffer()
    var first = 0
    for row in rows.facts.indices {
      var end = first
      while end < rows.drivers.count, Int(rows.driverOwners[end]) == row { end += 1 }
      let said = first..<end
      first = end
      let id = idColumn.bytes.span.extracting(idColumn.range(row))
      guard mix64(hash64(id) ^ 0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93) <= plan.threshold, !texts.isNull(row)
      else { continue }
      let facts = rows.facts[row]
      let isAfter = plan.periods.isAfter(days[row])
      var comment = Comment(
        order: UInt64(files[row]) << 40 | UInt64(truncatingIfNeeded: lines[row]) & 0xff_ffff_ffff,
        customer: facts.customerHash, drivers: 0, negativeDrivers: 0, end: 0, source: sources[row],
        segment: UInt8(truncatingIfNeeded: Int(audiences[row]) * Names.languages.count + Int(languages[row])),
        isNegative: facts.counts(.negative), isAnonymous: facts.counts(.anonymous), isAfter: isAfter == true,
        isBefore: isAfter == false)
      for index in said where rows.drivers[index].label != DriverRow.unlabelled {
        let bit: UInt32 = 1 << UInt32(rows.drivers[index].driver)
        comment.drivers |= bit
        if rows.drivers[index].label == SentimentLabel.negative.rawValue { comment.negativeDrivers |= bit }
      }
      texts.withString(row) { tokenizer.tokenize($0, into: &tokens) }
      appendWords(tokens)
      comment.end = UInt32(truncatingIfNeeded: postings.count)
      comments.append(comment)
      ids.append(id)
    }
  }

  private mutating func appendWords(_ tokens: borrowing TokenBuffer) {
    for index in 0..<tokens.count where tokens[index].kind == .word {
      let word: UInt32? = tokens.withForm(index) { form in
        Self.letters(form) >= KeywordPlan.fewestLetters ? words.intern(form) : nil
      }
      if let word { append(word) }
    }
  }

  /// A word counts once a comment.
  private mutating func append(_ word: UInt32) {
    let number = Int(word)
    if number >= seen.count { seen.append(contentsOf: repeatElement(0, count: number + 1 - seen.count)) }
    guard seen[number] != UInt32(truncatingIfNeeded: comments.count + 1) else { return }
    seen[number] = UInt32(truncatingIfNeeded: comments.count + 1)
    postings.append(word)
  }

  @inline(__always)
  private static func letters(_ word: Span<UInt8>) -> Int {
    var count = 0
    for index in word.indices where word[index] & 0xc0 != 0x80 { count += 1 }
    return count
  }

  /// Adds what another worker has counted.
  mutating func merge(_ other: KeywordCounts) {
    var numbers: [UInt32] = []
    for word in 0..<other.words.count {
      numbers.append(words.intern(other.words.strings.bytes.span.extracting(other.words.strings.range(word))))
    }
    let shift = UInt32(truncatingIfNeeded: postings.count)
    for word in other.postings { postings.append(numbers[Int(word)]) }
    for (number, comment) in other.comments.enumerated() {
      var comment = comment
      comment.end &+= shift
      comments.append(comment)
      ids.append(other.ids.bytes.span.extracting(other.ids.range(number)))
    }
  }
}
