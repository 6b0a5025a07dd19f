import Glibc
import Parquet

extension RunError {
  /// A failure of reading a Parquet file that the user named.
  init(reading error: ParquetError) {
    let kind: Kind =
      switch error.kind {
      case .io(let number) where [ENOENT, ENOTDIR, EACCES, EPERM, ELOOP, ENAMETOOLONG].contains(number): .noInput
      case .io: .io
      case .notFound: .usage
      case .notParquet, .corrupt, .unsupported, .limit: .data
      case .invalidSchema, .invalidBatch: .defect
      }
    self.init(kind, error.description)
  }
}

/// Runs `body`; what the Parquet reader throws becomes a `RunError` of the contract.
func reading<Result: ~Copyable>(_ body: () throws(ParquetError) -> Result) throws(RunError) -> Result {
  do throws(ParquetError) { return try body() } catch { throw RunError(reading: error) }
}
