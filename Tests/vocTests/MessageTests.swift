import Foundation
import Testing

@Suite("Messages")
struct MessageTests {
  private static let secret = "Salaisuus"

  /// Exports that go wrong in many ways, with a customer's words in every place.
  static let exports = [
    "\(secret) 1,\(secret) 2,\(secret) 3,\(secret) 4\n",
    "id;text;at;customer\nF1;\(secret);2026-11-01;C1\n",
    "id,text,at\nF1,\(secret),2026-11-01\n",
    "id,text,at,customer\n\(secret),\(secret),\(secret),\(secret)\n",
    "id,text,at,customer\nF1,\"\(secret)\"\(secret),2026-11-01,C1\nF2,\"\(secret)\n",
    "id,text,\"at\(secret)\n\(secret),customer\n",
    "id,text,at\(secret)\u{1b}[31m,customer\nF1,\(secret),2026-11-01,C1\n",
    "\(secret)\u{7}\n",
  ]

  @Test("a column that the header names twice is read at its first place, and a warning says so")
  func repeatedColumn() throws {
    let night = try SmallNight(hasOldRun: false)
    defer { night.remove() }
    try night.write("id,text,at,customer,text\nF1,Hyvä,2026-11-01,C1,x\n", to: "feedback.csv")
    let outcome = try Command.run(night.arguments.filter { $0 != "--quiet" })
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("feedback.csv:1: feedback[0].columns.text: the header has 2 columns 'text'"))
    #expect(!outcome.errors.contains("warning: \(night.folder)/feedback.csv:1: warning:"))
  }

  @Test("no message shows what a customer wrote, nor a control character", arguments: exports.indices)
  func customersText(number: Int) throws {
    let night = try SmallNight(hasOldRun: false)
    defer { night.remove() }
    try night.write(Self.exports[number], to: "feedback.csv")
    let arguments = night.arguments.filter { $0 != "--quiet" } + ["--verbose"]
    let outcome = try Command.run(arguments)
    // A name of a header is shown, so that it can be mended; one that is glued to a customer's word is short enough to be one.
    let isHeader = number == 6
    #expect(isHeader || !outcome.errors.contains(Self.secret), "\(outcome)")
    #expect(outcome.errors.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    #expect([0, 65].contains(outcome.status), "\(outcome)")
  }
}
