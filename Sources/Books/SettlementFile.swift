/// The files of a settlement: amounts in yuan with two decimals, instants in Unix milliseconds, ids as in the campaign.
extension Settlement {
    /// `leaf,at,kind,redeem,voucher,rank,shop,amount`: a row a leaf, and last the total.
    package var csv: [UInt8] {
        var text = "leaf,at,kind,redeem,voucher,rank,shop,amount\n"
        for row in rows {
            text += "\(row.leaf),\(row.at),\(row.kind),\(row.redeem),\(row.voucher.leaf),\(row.voucher.rank),"
            text += "\(row.shop ?? "-"),\(Self.yuan(row.amount))\n"
        }
        text += "\(through),\(period.upperBound),total,-,-,-,-,\(Self.yuan(total))\n"
        return Array(text.utf8)
    }

    /// The same with what ties it to the ledger, in canonical form.
    package var json: [UInt8] {
        let rows = rows.map { row in
            "{\"amount\":\"\(Self.yuan(row.amount))\",\"at\":\(row.at),\"kind\":\"\(row.kind)\",\"leaf\":\(row.leaf),"
                + "\"rank\":\(row.voucher.rank),\"redeem\":\(row.redeem)"
                + (row.shop.map { ",\"shop\":\"\($0)\"" } ?? "") + ",\"voucher\":\(row.voucher.leaf)}"
        }
        var members = [
            "\"balanced\":\(isBalanced)", "\"campaign\":\"\(campaign)\"", "\"earlier\":\"\(Self.yuan(earlier))\"",
            "\"from\":\(period.lowerBound)",
        ]
        if let leaf { members.append("\"leaf\":\(leaf)") }
        if let merchant { members.append("\"merchant\":\"\(merchant)\"") }
        if let problem { members.append("\"problem\":\"\(problem)\"") }
        members += [
            "\"rows\":[\(rows.joined(separator: ","))]", "\"shops\":[\(shopTotals.joined(separator: ","))]",
            "\"through\":\(through)", "\"to\":\(period.upperBound)", "\"total\":\"\(Self.yuan(total))\"",
        ]
        return Array("{\(members.joined(separator: ","))}\n".utf8)
    }

    /// What each shop's rows add up to, ascending by the shop's id.
    private var shopTotals: [String] {
        let shops = rows.compactMap(\.shop).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return shops.enumerated().filter { $0 == 0 || shops[$0 - 1] != $1 }.map { _, shop in
            let sum = rows.reduce(0) { $1.shop == shop ? $0 + $1.amount : $0 }
            return "{\"amount\":\"\(Self.yuan(sum))\",\"shop\":\"\(shop)\"}"
        }
    }
}
