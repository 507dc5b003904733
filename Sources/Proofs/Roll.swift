/// A line of roll.txt: a person of the campaign, with nothing that identifies them.
///
///     huigong/roll/v1 <pseudonym> <ic> <dc> <household or -> <unit or -> <groups or -> <1|0>
package struct RollLine: Hashable, Sendable {
    package var pseudonym: Pseudonym
    package var identity: Digest
    package var display: Digest
    package var household: Pseudonym?
    package var unit: Pseudonym?
    /// Ascending by bytes, none twice.
    package var groups: [String]
    /// Whether the person may be drawn; prior winners and staff take part without.
    package var mayWin: Bool

    package init(
        pseudonym: Pseudonym, identity: Digest, display: Digest, household: Pseudonym?, unit: Pseudonym?,
        groups: [String], mayWin: Bool
    ) {
        self.pseudonym = pseudonym
        self.identity = identity
        self.display = display
        self.household = household
        self.unit = unit
        self.groups = groups.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        self.mayWin = mayWin
    }

    /// The line without LF; these bytes are a leaf of the roll's tree.
    package var text: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends ``text``; a city's roll has half a million of these.
    package func append(to out: inout [UInt8]) {
        out.append(contentsOf: "huigong/roll/v1 ".utf8)
        pseudonym.appendHex(to: &out)
        for digest in [identity, display] {
            out.append(0x20)
            digest.withUnsafeBytes { Hex.append($0, to: &out) }
        }
        for name in [household, unit] {
            out.append(0x20)
            if let name { name.appendHex(to: &out) } else { out.append(UInt8(ascii: "-")) }
        }
        out.append(0x20)
        if groups.isEmpty { out.append(UInt8(ascii: "-")) }
        for (place, group) in groups.enumerated() {
            if place > 0 { out.append(UInt8(ascii: ",")) }
            out.append(contentsOf: group.utf8)
        }
        out.append(0x20)
        out.append(UInt8(ascii: mayWin ? "1" : "0"))
    }

    fileprivate init(reading line: Substring, at number: Int) throws(FormatError) {
        func error(_ expected: String, _ found: some StringProtocol) -> FormatError {
            FormatError("roll", at: .line(number), expected: expected, found: FormatError.quoted(found))
        }
        func optional(_ name: String, _ text: Substring) throws(FormatError) -> Pseudonym? {
            if text == "-" { return nil }
            guard let pseudonym = Pseudonym(hex: text) else { throw error("\(name): 32 hex digits, or -", text) }
            return pseudonym
        }
        let words = line.parts(at: " ")
        guard words.count == 8, words[0] == "huigong/roll/v1" else { throw error("huigong/roll/v1 and 7 words", line) }
        guard let pseudonym = Pseudonym(hex: words[1]) else { throw error("a pseudonym of 32 hex digits", words[1]) }
        guard let identity = Digest(hex: words[2]) else { throw error("ic: 64 hex digits", words[2]) }
        guard let display = Digest(hex: words[3]) else { throw error("dc: 64 hex digits", words[3]) }
        guard let groups = RollLine.groups(words[6]) else { throw error("groups ascending, or -", words[6]) }
        guard words[7] == "0" || words[7] == "1" else { throw error("0 or 1", words[7]) }
        self.pseudonym = pseudonym
        self.identity = identity
        self.display = display
        household = try optional("household", words[4])
        unit = try optional("unit", words[5])
        self.groups = groups
        mayWin = words[7] == "1"
    }

    private static func groups(_ text: Substring) -> [String]? {
        if text == "-" { return [] }
        let names = text.parts(at: ",").map { String($0) }
        guard names.allSatisfy({ !$0.isEmpty }) else { return nil }
        let isAscending = zip(names, names.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return isAscending ? names : nil
    }
}

/// roll.txt: one line a person ascending by pseudonym, some perhaps erased since.
package struct RollFile: Sendable {
    package enum Line: Hashable, Sendable {
        case person(RollLine)
        /// `- <leaf hash>`: the person's data were erased, the root stays.
        case erased(Digest)
    }

    package private(set) var lines: [Line]

    /// A line of which only the hash is left.
    package struct ErasedLine: Hashable, Sendable {
        /// Among all lines, from 0.
        package var position: Int
        package var hash: Digest

        package init(position: Int, hash: Digest) {
            self.position = position
            self.hash = hash
        }
    }

    /// Puts the lines in order.
    ///
    /// - Parameter erased: Lines of people who are not among `people` any more, ascending by position.
    package init(_ people: [RollLine], erased: [ErasedLine] = []) {
        let order = AscendingOrder.positions(count: people.count) {
            people[$0].pseudonym.leadingWord
        } precedes: { left, right in
            people[left].pseudonym < people[right].pseudonym
        }
        lines = order.map { .person(people[Int($0)]) }
        for line in erased { lines.insert(.erased(line.hash), at: line.position) }
    }

    package init(parsing file: [UInt8]) throws(FormatError) {
        var reader = try TextReader(file, format: "roll")
        lines = []
        lines.reserveCapacity(reader.linesLeft)
        var last: Pseudonym?
        while !reader.isAtEnd {
            let line = try reader.take("a line")
            if line.utf8.starts(with: "- ".utf8) {
                guard let hash = Digest(hex: line.dropFirst(2)) else { throw reader.error("- <64 hex digits>", line) }
                lines.append(.erased(hash))
                continue
            }
            let person = try RollLine(reading: line, at: reader.line)
            if let last, person.pseudonym <= last {
                throw reader.error("a pseudonym above \(last)", person.pseudonym.hex)
            }
            last = person.pseudonym
            lines.append(.person(person))
        }
    }

    /// The file, each line ended by LF.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(lines.count * 256)
        for line in lines {
            switch line {
            case .person(let person): person.append(to: &bytes)
            case .erased(let hash): bytes.append(contentsOf: "- \(hash.hex)".utf8)
            }
            bytes.append(0x0A)
        }
        return bytes
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// What is left of the people, ascending by pseudonym.
    package var people: [RollLine] {
        lines.compactMap { line in
            guard case .person(let person) = line else { return nil }
            return person
        }
    }

    /// The Merkle tree of the lines, each without its LF.
    package var tree: MerkleTree {
        var arena: [UInt8] = []
        arena.reserveCapacity(lines.count * 256)
        var ends: [Int64] = [0]
        for line in lines {
            if case .person(let person) = line { person.append(to: &arena) }
            ends.append(Int64(arena.count))
        }
        let hashes = arena.withUnsafeBufferPointer { arena in
            ends.withUnsafeBufferPointer { MerkleTree.leafHashes(arena: arena.baseAddress, offsets: $0) }
        }
        return MerkleTree(
            zip(lines, hashes).map { line, hash in
                guard case .erased(let stored) = line else { return hash }
                return stored
            })
    }

    /// `roll` of the charter.
    package var commitment: CountedDigest { CountedDigest(count: lines.count, digest: tree.root) }
}
