import Pipeline
import Sentiment
import Testing

@Suite("CommentReader")
struct CommentReaderTests {
  static func reader(columns: CommentReader.Columns = .init(), scale: String = "1-5") throws -> CommentReader {
    CommentReader(columns: columns, scale: try #require(RatingScale(scale)), delimiter: UInt8(ascii: ","))
  }

  static func read(_ content: String) throws -> CommentReader {
    var reader = try reader()
    reader.read(content: content, file: "in")
    return reader
  }

  @Test(
    "each form gives texts and ratings",
    arguments: [
      ("plain\nlines\twith a tab", ["plain", "lines\twith a tab"], [nil, nil]),
      ("5\tgood\n1.5\tbad\n\tnothing said", ["good", "bad", "nothing said"], [.number(5), .number(1.5), nil]),
      ("rating\ttext\n2\tbad", ["bad"], [.number(2)]),
      ("label\ttext\nmixed\tso so", ["so so"], [.label(.mixed)]),
      (
        #"{"comment": "a", "stars": 4}"# + "\n" + #"{"text": "b", "label": "negative"}"#, ["a", "b"],
        [.number(4), .label(.negative)]
      ),
    ] as [(String, [String], [CommentRow.Rating?])])
  func forms(_ content: String, _ texts: [String], _ ratings: [CommentRow.Rating?]) throws {
    let reader = try Self.read(content)
    #expect(reader.issues.map(\.description) == [])
    #expect(reader.comments.map(\.text) == texts)
    #expect(reader.comments.map(\.rating) == ratings)
  }

  @Test("CSV is read by its header, with the physical lines of its records")
  func csv() throws {
    let files = try ScratchFiles()
    defer { files.remove() }
    let path = try files.write("a.csv", "id,comment,stars\n1,\"two\nlines\",5\n2,\"a, b\",\n")
    var reader = try Self.reader()
    reader.read(file: path)
    #expect(reader.issues.isEmpty)
    #expect(reader.comments.map(\.text) == ["two\nlines", "a, b"])
    #expect(reader.comments.map(\.rating) == [.number(5), nil])
    #expect(reader.comments.map(\.line) == [2, 4])
    var columns = CommentReader.Columns()
    columns.text = ["remark"]
    var other = try Self.reader(columns: columns)
    other.read(file: path)
    #expect(other.issues.map(\.line) == [1])
    #expect(other.issues.first?.message.contains("no column remark") == true)
  }

  @Test(
    "what is wrong is told with its line",
    arguments: [
      ("5\tgood\nno rating", 2, "write rating<TAB>text"), ("5\tgood\n7\tbad", 2, "not on the scale 1 to 5"),
      ("5\tgood\nfine\tbad", 2, "neither a number nor a label"), (#"{"a": 1}"#, 1, "--text-column"),
      (#"{"text": "a", "rating": [1]}"#, 1, "the rating is a list"), (#"{"text""#, 1, "no JSON object"),
    ])
  func mistakes(_ content: String, _ line: Int, _ message: String) throws {
    let reader = try Self.read(content)
    #expect(reader.issues.map(\.line) == [line])
    #expect(reader.issues.first?.message.contains(message) == true, "\(reader.issues)")
  }

  @Test("single wrong records are left out with a warning, many are an error", arguments: [(18, true), (19, false)])
  func tolerance(_ right: Int, _ isError: Bool) throws {
    let reader = try Self.read(String(repeating: "5\tgood\n", count: right) + "9\tbad")
    #expect(reader.comments.count == right)
    #expect(reader.judgedIssues.map(\.kind) == [isError ? .input : .warning])
  }

  @Test(
    "the lowest and the highest two fifths of a scale speak",
    arguments: [
      ("1-5", [-1, -1, 0, 1, 1], [1, 2, 3, 4, 5]), ("0-10", [-1, -1, 0, 0, 1, 1], [0, 3, 4, 6, 7, 10]),
      ("1-2", [-1, 1], [1, 2]),
    ] as [(String, [Int], [Double])])
  func scale(_ text: String, _ signs: [Int], _ ratings: [Double]) throws {
    let scale = try #require(RatingScale(text))
    #expect(ratings.map(scale.sign) == signs)
  }

  @Test("what is no scale is none", arguments: ["", "5", "5-1", "1-1", "a-b", "1-nan", "1-5-9", "-1-5"])
  func noScale(_ text: String) { #expect(RatingScale(text) == nil) }
}
