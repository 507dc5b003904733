/// The CSV files of a draw: a header, LF, no spaces, no quoting.
package enum DrawFiles {
    /// Whether a text can stand in a field: no comma, no quote, no control character.
    package static func isField(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar != "," && scalar != "\"" && scalar.properties.generalCategory != .control
        }
    }

    /// eligible.csv: `index,pseudonym,chances`, ascending by index.
    package static func eligible(_ rows: [EligibleRow]) -> [UInt8] {
        var file = RowFile(header: "index,pseudonym,chances\n", capacity: rows.count * 48)
        for row in rows {
            file.append { line in
                line.decimal(row.index)
                line.comma()
                line.hex(row.pseudonym)
                line.comma()
                line.decimal(row.chances)
            }
        }
        return file.bytes
    }

    /// Reads eligible.csv; indices must ascend and chances be at least 1.
    package static func parseEligible(_ file: [UInt8]) throws(FormatError) -> [EligibleRow] {
        var reader = try TextReader(file, format: "eligible.csv")
        try reader.take(exactly: "index,pseudonym,chances")
        var rows: [EligibleRow] = []
        rows.reserveCapacity(reader.linesLeft)
        while !reader.isAtEnd {
            let line = try reader.take("a row")
            let fields = line.parts(at: ",")
            guard fields.count == 3, let index = Decimal.readInt(fields[0]), index > rows.last?.index ?? -1,
                let pseudonym = Pseudonym(hex: fields[1]), let chances = Decimal.readPositive(fields[2])
            else { throw reader.error("index,pseudonym,chances with ascending index and a chance", line) }
            rows.append(EligibleRow(index: index, pseudonym: pseudonym, chances: chances))
        }
        return rows
    }

    /// tickets.csv: `rank,ticket,index,chance,pseudonym,outcome`, one row a person, in ticket order.
    package static func tickets(_ walk: DrawWalk) -> [UInt8] {
        var file = RowFile(
            header: "rank,ticket,index,chance,pseudonym,outcome\n", capacity: walk.rows.count * 128)
        for (position, row) in walk.rows.enumerated() {
            file.append { line in
                line.decimal(position + 1)
                line.comma()
                line.hex(row.ticket)
                line.comma()
                line.decimal(row.index)
                line.comma()
                line.decimal(row.chance)
                line.comma()
                line.hex(row.pseudonym)
                line.comma()
                line.text(walk.text(of: row.outcome))
            }
        }
        return file.bytes
    }

    /// winners.csv: `tier,rank,ticket,index,pseudonym,display`; `display` gives the masked name.
    package static func winners(_ walk: DrawWalk, display: (Pseudonym) -> String) -> [UInt8] {
        var file = "tier,rank,ticket,index,pseudonym,display\n"
        for winner in walk.winners {
            let row = winner.row
            let name = display(row.pseudonym)
            precondition(isField(name), "a masked name can't stand in a CSV file")
            file += "\(walk.rules.tiers[winner.tier].id),\(winner.rank),\(row.ticket.hex),\(row.index),"
            file += "\(row.pseudonym.hex),\(name)\n"
        }
        return Array(file.utf8)
    }

    /// displays.csv: `pseudonym,salt` of everyone who won, in the order of ``DrawWalk/everyWinner(atOnce:)``; `salt` gives
    /// the display salt.
    package static func displays(_ winners: [Pseudonym], salt: (Pseudonym) -> Digest) -> [UInt8] {
        var file = "pseudonym,salt\n"
        for winner in winners { file += "\(winner.hex),\(salt(winner).hex)\n" }
        return Array(file.utf8)
    }

    /// refusals.csv: `reason,count`, ascending by reason; reasons that never came are left out.
    package static func refusals(_ counts: [(reason: String, count: Int)]) -> [UInt8] {
        var file = "reason,count\n"
        for (reason, count) in counts.sorted(by: { $0.reason.utf8.lexicographicallyPrecedes($1.reason.utf8) })
        where count > 0 {
            precondition(Names.isReason(reason), "\(reason) is no reason")
            file += "\(reason),\(count)\n"
        }
        return Array(file.utf8)
    }

    /// Reads refusals.csv; reasons must ascend.
    package static func parseRefusals(_ file: [UInt8]) throws(FormatError) -> [(reason: String, count: Int)] {
        var reader = try TextReader(file, format: "refusals.csv")
        try reader.take(exactly: "reason,count")
        var counts: [(reason: String, count: Int)] = []
        while !reader.isAtEnd {
            let line = try reader.take("a row")
            let fields = line.parts(at: ",")
            guard fields.count == 2, Names.isReason(fields[0]), let count = Decimal.readPositive(fields[1]),
                counts.last.map({ $0.reason.utf8.lexicographicallyPrecedes(fields[0].utf8) }) ?? true
            else { throw reader.error("reason,count with ascending reason and a count from 1", line) }
            counts.append((String(fields[0]), count))
        }
        return counts
    }

    /// Reads displays.csv.
    package static func parseDisplays(_ file: [UInt8]) throws(FormatError) -> [(pseudonym: Pseudonym, salt: Digest)] {
        var reader = try TextReader(file, format: "displays.csv")
        try reader.take(exactly: "pseudonym,salt")
        var displays: [(pseudonym: Pseudonym, salt: Digest)] = []
        while !reader.isAtEnd {
            let line = try reader.take("a row")
            let fields = line.parts(at: ",")
            guard fields.count == 2, let pseudonym = Pseudonym(hex: fields[0]), let salt = Digest(hex: fields[1])
            else { throw reader.error("pseudonym,salt", line) }
            displays.append((pseudonym, salt))
        }
        return displays
    }
}

extension DrawWalk {
    /// `win <tier>`, `skip <rule>`, `alternate <n>` or `none`.
    package func text(of outcome: Outcome) -> String {
        switch outcome {
        case .win(let tier): "win \(rules.tiers[tier].id)"
        case .skip(let rule): "skip \(rule.rawValue)"
        case .alternate(let number): "alternate \(number)"
        case .none: "none"
        }
    }
}
