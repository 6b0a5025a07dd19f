import Foundation

/// What a run was made of and what it made: `manifest.json`.
///
/// A function of the inputs, the pipeline, the run date and the version alone: no times, no paths of the machine.
struct Manifest: Codable, Sendable {
  struct Tool: Codable, Sendable {
    var name = "voc"
    var version = Version.number
  }

  struct Input: Codable, Sendable {
    var input: String
    var source: String
    var file: String
    var bytes: Int
    var sha256: String
    var records: Int64
    var accepted: Int64
    var rejected: Int64
  }

  struct Lexicon: Codable, Sendable {
    var name: String
    var sha256: String
  }

  struct Counts: Codable, Sendable {
    var feedbackRecords: Int64
    var comments: Int64
    var feedbackRejects: Int64
    var purchaseRecords: Int64
    var purchaseLines: Int64
    var purchaseRejects: Int64
    var purchases: Int
    var futurePurchases: Int
  }

  var tool = Tool()
  var runDate: String
  var timeZone: String
  var pipeline: String
  var pipelineSHA256: String
  var lexicons: [Lexicon]
  var inputs: [Input]
  var counts: Counts
  var files: [WrittenFile]
  /// Of the manifest of the run that `change` compares with; nil for none.
  var previousManifestSHA256: String?

  static let fileName = "manifest.json"

  /// As indented JSON with sorted keys.
  func json() throws(RunError) -> [UInt8] { try JSONText.encode(self) }
}

/// JSON files of a run.
enum JSONText {
  static func encode(_ value: some Encodable) throws(RunError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    do { return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")] } catch {
      throw RunError(.defect, "a JSON file can't be made: \(error)")
    }
  }
}
