import Buffers
import Columnar
import Parquet
import Testing

@Suite("Damaged files")
struct DamageTests {
  /// Reads everything that a file offers; what it gives must be consistent.
  private func readAll(_ bytes: [UInt8]) throws {
    var limits = ReaderLimits()
    limits.batchBytes = 1 << 20
    limits.pageBytes = 1 << 20
    let reader = try ParquetReader(bytes: bytes, name: "damaged.parquet", limits: limits)
    var failure: (any Error)?
    for group in reader.metaData.rowGroups.indices {
      for column in reader.columns.indices {
        do {
          _ = try reader.columnIndex(rowGroup: group, column: column)
          _ = try reader.offsetIndex(rowGroup: group, column: column)
          let batch = try reader.readRowGroup(group, columns: [reader.columns[column].name])
          #expect(batch.inconsistency == nil)
        } catch {
          failure = error
        }
      }
    }
    if let failure { throw failure }
  }

  /// Small files of pages with checksums and without, compressed and not, of both versions.
  static let files: [(name: String, bytes: [UInt8])] = {
    var plain = WriterOptions()
    plain.compression = .uncompressed
    plain.pageRows = 10
    let schema = SampleBatches.shortSchema
    let batches = [(25, 1), (3, 2)].map { SampleBatches.batch($0, seed: $1, schema: schema) }
    let own = (try? SampleBatches.file(batches, schema: schema)) ?? []
    let ownPlain = (try? SampleBatches.file(batches, schema: schema, options: plain)) ?? []
    let others = [
      "encodings/pyarrow-v1-plain", "encodings/pyarrow-v1-dictionary-crc", "encodings/pyarrow-v1-snappy",
      "encodings/pyarrow-v2-gzip", "encodings/pyarrow-v2-delta", "encodings/pyarrow-v1-delta-length-split",
      "encodings/duckdb-v2-zstd", "encodings/polars-uncompressed", "types/pyarrow-fixed-split",
      "types/pyarrow-dictionary", "int96/pyarrow-dictionary", "refused/nested",
    ]
    return [("own", own), ("own, plain", ownPlain)] + others.map { ($0, (try? FixtureFiles.bytes($0)) ?? []) }
  }()

  @Test("Every cut is an error", arguments: files.indices)
  func cuts(file: Int) {
    let bytes = Self.files[file].bytes
    #expect(bytes.count > 200)
    for cut in bytes.indices {
      #expect(throws: ParquetError.self) { try readAll(Array(bytes[0..<cut])) }
    }
  }

  @Test("Every flipped byte is an error or data, never a trap", arguments: files.indices)
  func flips(file: Int) {
    let bytes = Self.files[file].bytes
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= [0x01, 0x40, 0xff][index % 3]
      do { try readAll(damaged) } catch { #expect(error is ParquetError) }
    }
  }

  @Test("Several changed bytes are an error or data, never a trap", arguments: files.indices)
  func mutations(file: Int) {
    let bytes = Self.files[file].bytes
    var random = SplitMix64(seed: UInt64(file))
    for _ in 0..<1_000 {
      var damaged = bytes
      for _ in 0..<Int(random.next() % 5) + 1 {
        let index = Int(random.next() % UInt64(bytes.count))
        let other = Int(random.next() % UInt64(bytes.count))
        damaged[index] = random.next() % 2 == 0 ? damaged[other] : UInt8(truncatingIfNeeded: random.next())
      }
      do { try readAll(damaged) } catch { #expect(error is ParquetError) }
    }
  }

  @Test("A changed byte of a page is found by its checksum, and the error says where")
  func checksum() throws {
    var bytes = Self.files[1].bytes
    let reader = try ParquetReader(bytes: bytes, name: "own")
    let offsets = try #require(try reader.offsetIndex(rowGroup: 0, column: 0))
    let page = offsets.pageLocations[1]
    bytes[Int(page.offset) + Int(page.compressedPageSize) - 1] ^= 1
    let damaged = try ParquetReader(bytes: bytes, name: "own.parquet")
    let error = #expect(throws: ParquetError.self) { _ = try damaged.readRowGroup(0) }
    #expect(error?.place.column == "large")
    #expect(error?.place.page == 1)
    #expect(error?.place.rowGroup == 0)
    #expect(error?.place.byteOffset == Int(page.offset))
    #expect(error?.description.hasPrefix("own.parquet, row group 0, column large, page 1, byte ") == true)
  }

  @Test("Sizes beyond the limits are refused before they are allocated")
  func limits() throws {
    var column = Column(type: .string, isNullable: true)
    for _ in 0..<100_000 { column.append("the same text of some bytes") }
    let bytes = try SampleBatches.file(column)
    #expect(bytes.count < 1000)
    var limits = ReaderLimits()
    limits.batchBytes = 2 << 20
    let reader = try ParquetReader(bytes: bytes, name: "small", limits: limits)
    let error = #expect(throws: ParquetError.self) { _ = try reader.readRowGroup(0) }
    #expect(error?.kind == .limit)
    limits = ReaderLimits()
    limits.footerBytes = 100
    let footer = #expect(throws: ParquetError.self) {
      _ = try ParquetReader(bytes: bytes, name: "small", limits: limits)
    }
    #expect(footer?.kind == .limit)
  }
}
