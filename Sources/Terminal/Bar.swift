/// A bar of exactly `width` columns, filled to `value` of `total` in eighths of a column.
///
/// What is more than nothing shows at least an eighth, and only the whole is full.
package func bar(_ value: Int, of total: Int, width: Int) -> String {
    guard width > 0 else { return "" }
    let eighths = filledEighths(value, of: total, width: width)
    let whole = eighths / 8
    let part = eighths % 8
    var result = String(repeating: "█", count: whole)
    if part > 0 { result += partialBlocks[part - 1] }
    return result + String(repeating: "·", count: width - whole - (part > 0 ? 1 : 0))
}

private let partialBlocks = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

private func filledEighths(_ value: Int, of total: Int, width: Int) -> Int {
    guard total > 0, value > 0 else { return 0 }
    guard value < total else { return width * 8 }
    let exact = (value.multipliedFullWidth(by: width * 8))
    let (quotient, _) = total.dividingFullWidth(exact)
    return min(max(quotient, 1), width * 8 - 1)
}
