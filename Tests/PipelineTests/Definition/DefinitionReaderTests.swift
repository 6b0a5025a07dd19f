import CSV
import Foundation
import Pipeline
import Testing

@Suite("DefinitionReader")
struct DefinitionReaderTests {
  static func text(_ fixture: String) throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures")
    return try String(contentsOf: folder.appending(path: fixture), encoding: .utf8)
  }

  static func read(
    _ content: String, file: String = "pipelines/nightly.yaml", environment: [String: String] = [:],
    overrides: [(key: String, value: String)] = []
  ) throws -> PipelineDefinition {
    let result = DefinitionReader.read(file: file, content: content, environment: environment, overrides: overrides)
    #expect(result.issues == [])
    return try #require(result.definition)
  }

  static let smallest = """
    version: 1
    feedback:
      - {name: web, files: [a.csv], columns: {id: i, text: t, submitted_at: s}}

    """

  @Test("every key of the contract's example is read")
  func everyKey() throws {
    let definition = try Self.read(try Self.text("every_key.yaml"))
    #expect(definition.folder == "pipelines")
    #expect(definition.name == "nightly")
    #expect(definition.timeZone == "Europe/Helsinki")
    #expect(definition.hasTimeZone)
    #expect(definition.usesBuiltinLexicon)
    #expect(definition.lexiconFiles == ["lexicons/our-shop.tsv"])
    #expect(definition.responseTargetMinutes == 1440)
    #expect(definition.language.trustColumn && definition.language.minimumConfidence == 500)
    #expect(definition.match.windowDays == 365 && definition.match.repurchaseDays == 90)
    #expect(definition.privacy.minimumBase == 5 && definition.privacy.keepText)
    #expect(definition.privacy.mask == [.email, .phone, .card])
    #expect(definition.quality.maximumRejectShare == 10_000 && definition.quality.allowEmpty)
    #expect(definition.quality.minimumMatchShare == 250_000 && definition.quality.requireNewerInput)
    #expect(definition.output.directory == "out" && definition.output.compresses && !definition.output.evidence)
    #expect(definition.output.compressionLevel == 3 && definition.output.rowGroupRows == 122_880)
    #expect(
      definition.cubes == [
        CubeDefinition(
          name: "by_product_month", dimensions: ["category", "product_id", "month", "language", "audience"]),
        CubeDefinition(name: "by_driver_week", dimensions: ["driver", "week", "language", "channel", "audience"]),
      ])
    let test = PipelineTest(
      text: "Toimitus ei ollut nopea", language: "fi", label: "negative", drivers: ["delivery"],
      line: definition.tests.first?.line ?? 0)
    #expect(definition.tests == [test])
  }

  @Test("levels, filter and measures of a cube are read")
  func cubes() throws {
    let cubes = """
      cubes:
        - name: a
          by: [language, purchased_month]
          rollup: [category, product_id]
          where: rating <= 2.5 and (language in ('fi', 'ru') or not complaint) and order_id is not null
          measures: [n_angry, csat]

      """
    let expected = CubeDefinition(
      name: "a", dimensions: ["language", "purchased_month"], rollup: ["category", "product_id"],
      filter: .all([
        .test(column: "rating", .numbers([Int64.min...2_500_000_000], isNegated: false)),
        .any([
          .test(column: "language", .texts(["fi", "ru"], isNegated: false)), .test(column: "complaint", .flag(false)),
        ]),
        .test(column: "order_id", .null(isNegated: true)),
      ]), measures: ["n_angry", "csat"])
    #expect(try Self.read(Self.smallest + cubes).cubes == [expected])
  }

  @Test("the sources of the contract's example are read")
  func sources() throws {
    let definition = try Self.read(try Self.text("every_key.yaml"))
    let source = try #require(definition.feedback.first)
    #expect(definition.feedback.count == 1)
    #expect(source.name == "web_survey")
    #expect(source.format.files == ["exports/feedback*.csv", "exports/feedback*.csv.gz"])
    #expect(source.format.dialect == .rfc4180)
    #expect(source.format.encoding == "utf-8")
    #expect(source.format.decimal == UInt8(ascii: "."))
    #expect(source.format.timestamps == ["iso8601"])
    #expect(source.format.missing == ["", "NULL", "-"])
    #expect(source.format.columns.map(\.column).prefix(4) == ["id", "text", "submitted_at", "customer"])
    #expect(source.format.header(of: "text") == "comment")
    #expect(source.driverRatings.map(\.column) == ["delivery", "price_value"])
    #expect(source.driverRatings.map(\.header) == ["q_delivery", "q_price"])
    #expect(source.constants == [:])
    #expect(source.ratingScale == 1...5)
    #expect(source.extra == ["store", "campaign"])
    let purchases = try #require(definition.purchases.first)
    #expect(purchases.format.columns.map(\.column).sorted() == PurchaseSource.columns.sorted())
    #expect(
      purchases.format.columns.first
        == ColumnMapping(column: "order", header: "order_id", line: purchases.format.line + 1))
    #expect(purchases.cancelled == ["cancelled"] && purchases.returned == ["returned"])
    #expect(purchases.amountScale == 2)
  }

  @Test("what is left out has its default")
  func defaults() throws {
    let definition = try Self.read(Self.smallest, file: "night.ly.yaml")
    var expected = PipelineDefinition(
      file: "night.ly.yaml", folder: ".", name: "night.ly", feedback: definition.feedback, purchases: [])
    #expect(definition == expected)
    expected.timeZone = "UTC"
    #expect(definition == expected && !definition.hasTimeZone)
    var format = InputFormat()
    format.files = ["a.csv"]
    format.columns = [("id", "i"), ("text", "t"), ("submitted_at", "s")].map {
      ColumnMapping(column: $0, header: $1, line: 3)
    }
    format.line = 3
    #expect(definition.feedback == [FeedbackSource(name: "web", format: format)])
  }

  @Test("values that differ from the defaults arrive")
  func otherValues() throws {
    let definition = try Self.read(
      Self.smallest + """
        name: ${NAME}
        lexicons: [own.tsv]
        language: {trust_column: false, minimum_confidence: 0.75}
        match: {window_days: 30, repurchase_days: 7}
        response_target_minutes: 60
        privacy: {minimum_base: 1, mask: [card], keep_text: false}
        quality: {maximum_reject_share: 0.000001, allow_empty: false}
        output: {directory: "${OUT:-o}", compression: none, compression_level: 9, row_group_rows: 10, evidence: true}
        purchases:
          - files: [p.csv]
            dialect: {delimiter: '\\t', quote: "'", encoding: KOI8-R}
            formats: {decimal: ",", timestamp: [unix, "%d.%m.%Y"], missing: [NULL, -]}
            columns: {order: o, purchased_at: p}
            amount_scale: 0

        """, environment: ["NAME": "n"])
    #expect(definition.name == "n")
    #expect(!definition.usesBuiltinLexicon && definition.lexiconFiles == ["own.tsv"])
    #expect(!definition.language.trustColumn && definition.language.minimumConfidence == 750)
    #expect(definition.match.windowDays == 30 && definition.match.repurchaseDays == 7)
    #expect(definition.responseTargetMinutes == 60)
    #expect(definition.privacy.minimumBase == 1 && definition.privacy.mask == [.card] && !definition.privacy.keepText)
    #expect(definition.quality.maximumRejectShare == 1 && !definition.quality.allowEmpty)
    #expect(definition.output.directory == "o" && !definition.output.compresses && definition.output.evidence)
    #expect(definition.output.compressionLevel == 9 && definition.output.rowGroupRows == 10)
    let format = try #require(definition.purchases.first).format
    #expect(format.dialect == DialectDescription(delimiter: "\t", quote: "'", encoding: "KOI8-R"))
    #expect(format.encoding == "KOI8-R" && format.decimal == UInt8(ascii: ","))
    #expect(format.timestamps == ["unix", "%d.%m.%Y"] && format.missing == ["NULL", "-"])
    #expect(definition.purchases.first?.amountScale == 0)
  }

  @Test("overrides replace values, add keys, and the last of several counts")
  func overrides() throws {
    let definition = try Self.read(
      Self.smallest,
      overrides: [
        ("match.window_days", "10"), ("match.window_days", "30"), ("privacy.keep_text", "false"),
        ("feedback[0].dialect", "{delimiter: \";\"}"), ("feedback[0].columns.rating", "stars"),
        ("feedback[0].constants.country", "NO"), ("feedback[0].files[0]", "b=c.csv"), ("privacy.mask", "[]"),
      ])
    #expect(definition.match.windowDays == 30)
    #expect(!definition.privacy.keepText && definition.privacy.mask.isEmpty)
    let source = try #require(definition.feedback.first)
    #expect(source.format.dialect.delimiter == ";")
    #expect(source.format.header(of: "rating") == "stars")
    #expect(source.constants == ["country": "NO"])
    #expect(source.format.files == ["b=c.csv"])
  }

  @Test("line ends and a byte order mark make no difference")
  func lineEnds() throws {
    let plain = try Self.read(Self.smallest)
    #expect(try Self.read("\u{feff}" + Self.smallest.replacing("\n", with: "\r\n")) == plain)
  }

  @Test(
    "the folder and the name come from the file's name",
    arguments: [
      ("nightly.yaml", ".", "nightly"), ("/nightly.yaml", "/", "nightly"), ("a/b.c/nightly", "a/b.c", "nightly"),
      ("../x.y.yml", "..", "x.y"), ("a/.hidden", "a", ".hidden"),
    ])
  func folderAndName(file: String, folder: String, name: String) throws {
    let definition = try Self.read(Self.smallest, file: file)
    #expect(definition.folder == folder && definition.name == name)
  }

  @Test(
    "a size is a number and a unit",
    arguments: [
      ("512", 512), ("64K", 65_536), ("1.5G", 1_610_612_736), ("2GiB", 2_147_483_648), ("500MB", 500_000_000),
      ("10 mb", 10_000_000), ("0.5K", 512), ("1.0005K", nil), ("", nil), ("K", nil), ("-1K", nil), ("1X", nil),
      ("99999999999T", nil), ("1,000", nil), ("1e3", nil),
    ] as [(String, Int?)])
  func byteCount(text: String, bytes: Int?) { #expect(ByteCount.bytes(in: text) == bytes) }
}
