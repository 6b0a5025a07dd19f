import Sentiment
import Testing
import Text

@Suite("Drivers")
struct DriverTests {
  private func expect(_ cases: [(text: String, evidence: String)]) throws {
    let model = try OwnLexicon.model()
    for (text, evidence) in cases { #expect(Reading(text, model).evidence == evidence, "\(text)") }
  }

  @Test("an evaluation that names its driver counts for that one, and for no other that has evidence of its own")
  func ownTag() throws {
    try expect([
      ("cheap", "cheap 1000 @price_value"),
      ("delivery bad cheap", "delivery @delivery; bad -2000 @delivery; cheap 1000 @price_value"),
    ])
  }

  @Test("any other counts for the nearest mention in its clause, all of that mention's drivers")
  func nearest() throws {
    try expect([
      ("delivery good", "delivery @delivery; good 2000 @delivery"),
      (
        "delivery bad price good",
        "delivery @delivery; bad -2000 @delivery; price @price_value; good 2000 @price_value"
      ),
      (
        "good price x x x x delivery bad",
        "good 2000 @price_value; price @price_value; delivery @delivery; bad -2000 @delivery"
      ),
      ("good staff", "good 2000 @customer_service @courtesy; staff @customer_service @courtesy"),
      ("x x good x x x x x x delivery", "good 2000 @delivery; delivery @delivery"),
      (
        "price x x good, delivery bad",
        "price @price_value; good 2000 @price_value; delivery @delivery; bad -2000 @delivery"
      ),
    ])
  }

  @Test("else for the nearest in its sentence within reach, else for none")
  func reach() throws {
    try expect([
      ("delivery, good", "delivery @delivery; good 2000 @delivery"),
      ("delivery x, x good", "delivery @delivery; good 2000 @delivery"),
      ("delivery bad, x x x good", "delivery @delivery; bad -2000 @delivery; good 2000"),
      ("delivery bad. good", "delivery @delivery; bad -2000 @delivery; good 2000"), ("good", "good 2000"),
    ])
  }

  @Test(
    "a tentative mention is one only where an evaluation without a driver of its own is nearest to it in its clause")
  func tentative() throws {
    try expect([
      ("parcel", ""), ("parcel good", "parcel @delivery; good 2000 @delivery"),
      ("parcel cheap", "cheap 1000 @price_value"),
      ("parcel, good", "good 2000"), ("good. parcel", "good 2000"),
      ("parcel good price", "parcel @delivery; good 2000 @price_value; price @price_value"),
      ("parcel x price good", "price @price_value; good 2000 @price_value"),
    ])
  }

  @Test("the reach is the number of words that may stand between")
  func reachInWords() throws {
    // With evidence of its own the driver borrows none: what counts for it is within reach.
    try expect([("delivery bad, x x good", "delivery @delivery; bad -2000 @delivery; good 2000 @delivery")])
  }

  @Test(
    "a driver without evidence of its own takes its clause's, else its sentence's, else the comment's",
    arguments: [
      ("staff price good", "price_value positive 444; customer_service positive 444; courtesy positive 444"),
      ("delivery x x x x x x, good", "delivery positive 444"), ("delivery. good", "delivery positive 444"),
      (
        "delivery x, staff bad. great", "delivery negative -444; customer_service negative -444; courtesy negative -444"
      ),
      (
        "price good staff, bad delivery. awful",
        "price_value positive 444; delivery negative -444; "
          + "customer_service positive 444; courtesy positive 444"
      ),
      ("delivery. x", "delivery neutral 0"), ("good. delivery. bad", "delivery mixed 0"),
    ])
  func borrowed(text: String, drivers: String) throws {
    #expect(Reading(text, try OwnLexicon.model()).drivers == drivers)
  }

  @Test("evidence names every driver that it counted for")
  func borrowedEvidence() throws {
    try expect([
      ("delivery. good", "delivery @delivery; good 2000 @delivery"),
      ("delivery cheap", "delivery @delivery; cheap 1000 @price_value @delivery"),
      ("delivery x price good", "delivery @delivery; price @price_value; good 2000 @price_value @delivery"),
      ("price x x good, delivery", "price @price_value; good 2000 @price_value @delivery; delivery @delivery"),
    ])
  }

  @Test(
    "every driver that is spoken of is listed, in the order of the list, with its own label and score",
    arguments: [
      ("delivery", "delivery neutral 0"), ("delivery good", "delivery positive 444"),
      ("delivery bad, price great", "price_value positive 545; delivery negative -444"),
      ("cheap", "price_value positive 285"),
      ("delivery great but delivery bad", "delivery mixed -96"), ("good", ""),
      ("not good staff", "customer_service negative -285; courtesy negative -285"),
      ("delivery, not x", "delivery neutral -137"),
    ])
  func labels(text: String, drivers: String) throws {
    #expect(Reading(text, try OwnLexicon.model()).drivers == drivers)
  }

  @Test("a driver's name within an evaluating phrase still tells what is spoken of")
  func nameInPhrase() throws {
    let model = try OwnLexicon.model(["=delivery; ; driver:delivery", "=delivery =of =joy; 3"])
    #expect(Reading("delivery of joy", model).drivers == "delivery positive 545")
  }

  @Test("a lexicon of one's own may add drivers")
  func addedDrivers() throws {
    let table = OwnLexicon.table("fi", ["=wrap; 2; driver:gift_wrap"])
    let file = LexiconFile(name: "own.tsv", content: "# drivers: gift_wrap delivery\n" + table)
    let model = try SentimentModel.load(
      usesBuiltin: false, files: [file], identifiesLanguages: false, tables: OwnLexicon.tables())
    #expect(model.drivers.names == DriverList.builtin + ["gift_wrap"])
    #expect(Reading("wrap", model).drivers == "gift_wrap positive 444")
  }

  @Test("names and numbers of drivers are each other's")
  func numbers() {
    let list = DriverList()
    for (number, name) in DriverList.builtin.enumerated() {
      #expect(list.number(of: name) == number)
      #expect(list.names(of: 1 << UInt32(number)) == [name])
    }
    #expect(list.number(of: "gift_wrap") == nil)
    #expect(list.names(of: 0b1010) == ["price_value", "delivery"])
  }
}
