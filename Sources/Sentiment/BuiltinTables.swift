internal import CLexicons

/// The tables of the folder `lexicons` that the binary carries.
public enum BuiltinTables {
  /// Paths below `lexicons`, in a fixed order.
  public static let names: [String] = (0..<voc_builtin_table_count()).map {
    // The names are constants of the binary, in ASCII.
    unsafe String(cString: voc_builtin_table_at($0).name)
  }

  /// The content of a table, or nil where there is none of this name.
  public static func content(_ name: String) -> String? {
    guard let index = names.firstIndex(of: name) else { return nil }
    let table = unsafe voc_builtin_table_at(index)
    // The bytes are a constant of the binary.
    return unsafe String(decoding: UnsafeBufferPointer(start: table.bytes, count: table.count), as: UTF8.self)
  }
}
