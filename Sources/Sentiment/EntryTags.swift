/// What an entry of a lexicon says or does besides its weight: one bit a tag of `lexicons/README.md`.
public struct EntryTags: OptionSet, Sendable, Hashable, BitwiseCopyable {
  /// The bits.
  public let rawValue: UInt32

  /// Makes a set of its bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Negates what follows.
  public static let negatesAfter = EntryTags(rawValue: 1 << 0)
  /// Negates what precedes.
  public static let negatesBefore = EntryTags(rawValue: 1 << 1)
  /// Multiplies a nearby weight, by a factor above 1.
  public static let intensifier = EntryTags(rawValue: 1 << 2)
  /// Multiplies a nearby weight, by a factor below 1.
  public static let diminisher = EntryTags(rawValue: 1 << 3)
  /// Opens the clause that counts more.
  public static let contrast = EntryTags(rawValue: 1 << 4)
  /// Opens a clause that counts less.
  public static let concession = EntryTags(rawValue: 1 << 5)
  /// Makes its clause a wish or a condition.
  public static let irrealis = EntryTags(rawValue: 1 << 6)
  /// Makes its sentence a question.
  public static let question = EntryTags(rawValue: 1 << 7)
  /// Performance exceeded the expectation.
  public static let exceeded = EntryTags(rawValue: 1 << 8)
  /// Performance met the expectation.
  public static let met = EntryTags(rawValue: 1 << 9)
  /// Performance missed the expectation.
  public static let missed = EntryTags(rawValue: 1 << 10)
  /// Recommends.
  public static let recommend = EntryTags(rawValue: 1 << 11)
  /// Advises against.
  public static let adviseAgainst = EntryTags(rawValue: 1 << 12)
  /// Will buy again.
  public static let buyAgain = EntryTags(rawValue: 1 << 13)
  /// Leaves, will not come again.
  public static let leave = EntryTags(rawValue: 1 << 14)
  /// Explicit joy.
  public static let happy = EntryTags(rawValue: 1 << 15)
  /// Explicit anger.
  public static let angry = EntryTags(rawValue: 1 << 16)
  /// Is a complaint by itself.
  public static let complaint = EntryTags(rawValue: 1 << 17)
  /// Is praise by itself.
  public static let praise = EntryTags(rawValue: 1 << 18)
  /// Asks the firm for something.
  public static let request = EntryTags(rawValue: 1 << 19)
  /// Names something that went wrong.
  public static let problem = EntryTags(rawValue: 1 << 20)
  /// Says that it was put right.
  public static let solved = EntryTags(rawValue: 1 << 21)
  /// Only keeps its words from counting on their own.
  public static let idiom = EntryTags(rawValue: 1 << 22)

  /// Those that a negator may attach to, besides a weight.
  static let negatable: EntryTags = [
    .exceeded, .met, .missed, .recommend, .adviseAgainst, .buyAgain, .leave, .happy, .angry, .complaint, .praise,
    .problem, .solved,
  ]
  /// Those that say something themselves.
  static let markers: EntryTags = negatable.union(.request)
  /// Those that change other entries.
  static let modifiers: EntryTags = [
    .negatesAfter, .negatesBefore, .intensifier, .diminisher, .contrast, .concession, .irrealis, .question,
  ]
  static let negators: EntryTags = [.negatesAfter, .negatesBefore]
  static let degrees: EntryTags = [.intensifier, .diminisher]
}
