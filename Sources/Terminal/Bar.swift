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

/// How many of `width` columns each part of `total` gets: what is left of them belongs to the rest of the total.
///
/// To the nearest column, but what is more than nothing has one while there are enough, the rest, too.
package func barColumns(_ parts: [Int], of total: Int, width: Int) -> [Int] {
    let given = parts.map { max(0, $0) }
    let sum = given.reduce(0, +)
    let whole = max(total, sum)
    guard width > 0, whole > 0 else { return parts.map { _ in 0 } }
    let all = given + [whole - sum]
    let exact = all.map { whole.dividingFullWidth($0.multipliedFullWidth(by: width)) }
    var columns = all.indices.map { all[$0] > 0 ? max(1, exact[$0].quotient) : 0 }
    let byRemainder = all.indices.sorted { (exact[$1].remainder, $0) < (exact[$0].remainder, $1) }
    for place in byRemainder where columns.reduce(0, +) < width && exact[place].quotient > 0 { columns[place] += 1 }
    while columns.reduce(0, +) > width, let widest = columns.indices.max(by: { columns[$0] < columns[$1] }) {
        columns[widest] -= 1
    }
    return Array(columns.dropLast())
}
