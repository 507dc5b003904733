/// ledger.csv: `account,dimension,id,fen`, ascending by bytes.
extension Ledger {
    /// The names that stand in the file for the places of each dimension.
    package struct Names: Sendable {
        package var categories: [String]
        package var merchants: [String]
        /// The name of a unit, by its place.
        package var unit: @Sendable (Int) -> String

        package init(categories: [String], merchants: [String], unit: @escaping @Sendable (Int) -> String) {
            self.categories = categories
            self.merchants = merchants
            self.unit = unit
        }

        func text(_ dimension: Dimension, _ place: Int?) -> String {
            guard let place else { return "-" }
            return switch dimension {
            case .whole: "-"
            case .category: categories[place]
            case .merchant: merchants[place]
            case .unit: unit(place)
            }
        }
    }

    /// The file's bytes: of the whole every account, the budget and what is redeemed; of a category, merchant or unit
    /// what is not nothing.
    package func file(_ names: Names) -> [UInt8] {
        var lines = ["budget,all,-,\(budget)", "redeemed,all,-,\(redeemed)"]
        for account in Account.allCases {
            lines.append("\(account),all,-,\(self[account])")
            for dimension in Dimension.allCases where dimension != .whole {
                for place in -1..<places(dimension) {
                    let fen = self[account, dimension, place < 0 ? nil : place]
                    guard fen != 0 else { continue }
                    lines.append("\(account),\(dimension),\(names.text(dimension, place < 0 ? nil : place)),\(fen)")
                }
            }
        }
        lines.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return Array("account,dimension,id,fen\n".utf8) + lines.flatMap { Array("\($0)\n".utf8) }
    }
}
