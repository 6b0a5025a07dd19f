internal import Buffers
public import Text

extension LanguageTable {
  /// The table of the binary.
  public static let builtin = LanguageTable(
    codes: LanguageTables.codes, costs: ConstantBytes(LanguageTables.costs), tags: ConstantBytes(LanguageTables.tags))
}
