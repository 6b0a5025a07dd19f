import Foundation
import Pipeline
import Testing

/// Every file of `fixtures/parquet` but those that are refused; a new file there is a new case.
@Suite("Parquet files of other writers")
struct ForeignFileTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../fixtures/parquet").standardizedFileURL

  static let files: [String] = ["empty", "encodings", "int96", "types"].flatMap { folder in
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
    return names.filter { $0.hasSuffix(".parquet") }.map { "\(folder)/\($0)" }.sorted()
  }

  @Test("Their rows are those that were written", arguments: files)
  func rows(file: String) throws {
    let url = Self.root.appending(path: file)
    let expected = try Data(contentsOf: url.deletingLastPathComponent().appending(path: "expected.jsonl"))
    #expect(try RowTextTests.text([url.path], .jsonl) == String(decoding: expected, as: UTF8.self))
  }

  @Test("Their columns have the bounds that were written, by the order of their type")
  func bounds() throws {
    let inspection = try FileInspection(file: Self.root.appending(path: "types/pyarrow-dictionary.parquet").path)
    let json = String(decoding: try FileInspection.json([inspection]), as: UTF8.self)
    for bound in [
      "18446744073709551615", "-9999999999999999999999999999.9999999999", "0.0000000001", "12345678901234567890",
      "-999999999999999.999", "23:59:59.999999", "1969-12-31T23:59:59.999999999Z", "65535",
    ] {
      #expect(json.contains("\"\(bound)\""), "\(bound) is no bound")
    }
  }

  @Test("There are files of every writer, codec and encoding")
  func variety() {
    let parts = ["pyarrow", "duckdb", "polars", "snappy", "gzip", "zstd", "uncompressed", "delta", "split", "v1", "v2"]
    for part in parts {
      #expect(Self.files.contains { $0.contains(part) })
    }
  }
}
