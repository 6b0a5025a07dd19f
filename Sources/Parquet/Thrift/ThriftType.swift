// Thrift compact protocol (thrift/doc/specs/thrift-compact-protocol.md), as far as Parquet's metadata uses it:
//
//   struct  = { field } 0x00
//   field   = ( delta << 4 | type )  value            delta 1…15 from the field id before
//           | type  zigzag-varint(id)  value          otherwise
//   list    = ( count << 4 | type )  values           count 0…14
//           | ( 0xF0 | type )  varint(count)  values  otherwise
//   binary  = varint(count)  bytes
//   i16, i32, i64 = zigzag varint;  i8 = one byte;  double = 8 bytes, little-endian
//   bool    = in the field's type (1 true, 2 false); in a list one byte, 1 true, 2 false

/// The types of the compact protocol, by the number that stands in a field's or list's header.
package enum ThriftType: UInt8, Sendable {
  case booleanTrue = 1
  case booleanFalse = 2
  case i8 = 3
  case i16 = 4
  case i32 = 5
  case i64 = 6
  case double = 7
  case binary = 8
  case list = 9
  case set = 10
  case map = 11
  case structure = 12
}

/// A struct of parquet.thrift: knows its fields' numbers for both directions.
package protocol ThriftStruct {
  /// Reads the fields up to the stop byte; unknown fields are skipped.
  init(from reader: inout ThriftReader) throws(ParquetError)
  /// Writes the fields in ascending order of their numbers, without the stop byte.
  func writeFields(to writer: inout ThriftWriter)
}
