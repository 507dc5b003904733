/// The one-way table from traditional to simplified characters: a fixed file of the project, never what the
/// system's ICU says today.
///
/// One-way: 後 becomes 后, and 后 stays as it is. No simplified character of the table is folded further.
package enum FoldTable {
    private static let scalars = Array(pairs.unicodeScalars)
    private static let keys = stride(from: 0, to: scalars.count, by: 2).map { scalars[$0].value }

    /// All pairs, ascending by the traditional character.
    package static var entries: [(traditional: Unicode.Scalar, simplified: Unicode.Scalar)] {
        stride(from: 0, to: scalars.count, by: 2).map { (scalars[$0], scalars[$0 + 1]) }
    }

    /// What the character folds to; itself where the table does not have it.
    package static func simplified(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let value = scalar.value
        guard value >= 0x3400 else { return scalar }
        return keys.withUnsafeBufferPointer { keys in
            var low = 0
            var high = keys.count
            while low < high {
                let middle = (low + high) / 2
                if keys[middle] < value { low = middle + 1 } else { high = middle }
            }
            return low < keys.count && keys[low] == value ? scalars[2 * low + 1] : scalar
        }
    }
}
