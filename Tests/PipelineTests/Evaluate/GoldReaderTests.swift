import Pipeline
import Sentiment
import Testing

@Suite("GoldReader")
struct GoldReaderTests {
  static func read(_ content: String) -> GoldReader {
    var reader = GoldReader(drivers: DriverList.builtin)
    reader.read(content: content, file: "gold")
    return reader
  }

  @Test("a header, a byte order mark, CRLF and empty lines are no comments; tabs belong to the text")
  func lines() {
    let reader = Self.read("\u{feff}label\ttext\r\npositive\tHyvä\tjuttu\r\n\r\nmixed\t\r\n")
    #expect(reader.issues.isEmpty)
    #expect(reader.comments.map(\.text) == ["Hyvä\tjuttu", ""])
    #expect(reader.comments.map(\.label) == [.positive, .mixed])
  }

  @Test(
    "right JSON is read without a mistake",
    arguments: [
      #"{"text": "a", "label": "neutral"}"#,
      #"{"text": "a\nb", "label": "mixed", "drivers": {"delivery": "negative", "trust": "mixed"}, "note": [1]}"#,
      #"{"text": "a", "label": "positive", "expectation": null, "emotion": "happy", "complaint": false}"#,
      #"{"text": "a", "label": "negative", "recommend": false, "buy_again": null, "language": "fr-CH"}"#,
      #"{"text": "a", "label": "negative", "recommendation": "advise_against", "loyalty": "leave"}"#,
      #"{"text": "a", "label": null, "language": "und"}"#, #"{"text": "a", "language": "en"}"#,
    ])
  func rightJSON(_ line: String) {
    let reader = Self.read(line)
    #expect(reader.issues.map(\.description) == [])
    #expect(reader.comments.count == 1)
  }

  @Test(
    "what is wrong is told with file, line and what to write",
    arguments: [
      ("", ["gold: has no comments; write one a line: label<TAB>text, or a JSON object with text and label"]),
      ("no tab here", ["gold:1: has no tab; write label<TAB>text"]),
      (
        "label\ttext\npostive\tx\n\nnegative\ty\nwhatever\tz",
        [
          #"gold:2: unknown label 'postive'; did you mean "positive"?"#,
          "gold:5: unknown label 'whatever'; write negative, neutral, positive or mixed",
        ]
      ),
      (
        "{\"text\": \"a\"\n{\"text\": \"b\", \"label\": \"good\"}",
        [
          #"gold:1: broken JSON; write one object a line: {"text": "…", "label": "negative"}"#,
          "gold:2: label: unknown label 'good'; write negative, neutral, positive or mixed",
        ]
      ),
      (#"{"txt": "a", "label": "mixed"}"#, [#"gold:1: text: is missing; is it the value of "txt"?"#]),
      (
        #"{"text": 3}"#,
        [
          "gold:1: text: is a number; write the comment in quotes",
          "gold:1: label: is missing; write negative, neutral, positive or mixed",
        ]
      ),
      (
        #"{"text": "a", "label": "mixed", "drivers": {"delivry": "negative", "trust": "bad", "clarity": 1}}"#,
        [
          "gold:1: drivers.clarity: is a number; write negative, neutral, positive or mixed",
          #"gold:1: drivers: unknown driver 'delivry'; did you mean "delivery"?"#,
          "gold:1: drivers.trust: unknown label 'bad'; write negative, neutral, positive or mixed",
        ]
      ),
      (
        #"{"text": "a", "label": "mixed", "drivers": ["trust"]}"#,
        [
          #"gold:1: drivers: is a list; write an object: {"delivery": "negative"}, or {} for none"#
        ]
      ),
      (
        #"{"text": "a", "label": "mixed", "expectation": "mised", "praise": 1, "recommend": "yes"}"#,
        [
          #"gold:1: expectation: unknown value 'mised'; did you mean "missed"?"#,
          "gold:1: recommend: is a text; write true, false or null",
          "gold:1: praise: is a number; write true or false",
        ]
      ),
      (
        #"{"text": "a", "label": "mixed", "language": "Finnish"}"#,
        [
          "gold:1: language: unknown language 'Finnish'; write ru, id, fi, it or fr, and und for any other"
        ]
      ),
    ] as [(String, [String])])
  func mistakes(_ content: String, _ expected: [String]) {
    #expect(Set(Self.read(content).issues.map(\.description)) == Set(expected))
  }

  @Test("bytes that are not UTF-8 are a mistake of their line, and the others are read")
  func encoding() {
    var reader = GoldReader(drivers: [])
    let bytes: [UInt8] = Array("neutral\ta\nneutral\t".utf8) + [0xe4] + Array("\nneutral\tb".utf8)
    reader.read(bytes: bytes, file: "gold")
    #expect(reader.comments.map(\.text) == ["a", "b"])
    #expect(reader.issues.map(\.line) == [2])
  }

  @Test("a missing file leaves with the status of missing inputs, a wrong one with that of wrong data")
  func statuses() throws {
    let files = try ScratchFiles()
    defer { files.remove() }
    let wrong = try files.write("gold.tsv", "no tab")
    for (paths, kind) in [([wrong], RunError.Kind.data), ([wrong, "\(files.folder)/none.tsv"], .noInput)] {
      var reader = GoldReader(drivers: [])
      for path in paths { reader.read(file: path) }
      #expect(reader.issues.count == paths.count)
      let error = #expect(throws: RunError.self) { try PipelineRun.check(reader.issues) }
      #expect(error?.kind == kind)
    }
  }
}
