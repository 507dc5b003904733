import Proofs

/// What one amendment of the roll says: that roll/added-<leaf>.txt is new, and what the whole roll is with it.
struct RollAddition: Sendable {
    /// The amendment's leaf.
    let leaf: Int
    /// Count and root that the amendment names.
    let roll: CountedDigest
    /// Where the added lines stand in roll.txt, from 0, ascending.
    let lines: [Int]
}

/// roll/added-<leaf>.txt: the leaf hash of each line that an amendment added, a line each, in the order of roll.txt.
enum AddedFile {
    static func bytes(_ hashes: [Digest]) -> [UInt8] {
        Array(hashes.map { "\($0.hex)\n" }.joined().utf8)
    }

    /// Nil where it is no lines of 64 hex digits each, or has none.
    static func parse(_ bytes: [UInt8]) -> [Digest]? {
        guard !bytes.isEmpty, bytes.count % 65 == 0 else { return nil }
        var hashes: [Digest] = []
        for start in stride(from: 0, to: bytes.count, by: 65) {
            guard bytes[start + 64] == 0x0A, let hash = Hex.digest(bytes[start..<start + 64]) else { return nil }
            hashes.append(hash)
        }
        return hashes
    }
}

extension Verification {
    /// Reads what amendments up to the closing added to the roll, so that entries can be told from before and after it.
    mutating func readRollAdditions(_ amendments: [(index: Int, record: Amendment)]) {
        guard let roll else { return }
        let contents = amendments.compactMap { index, record -> (leaf: Int, roll: CountedDigest)? in
            guard case .roll(let roll) = AmendmentContent(record) else { return nil }
            return (index, roll)
        }
        guard !contents.isEmpty else { return }
        let places = roll.lines
        var taken: Set<Int> = []
        for (leaf, counted) in contents {
            guard let lines = added(by: leaf, places, &taken) else {
                self.roll?.additions = nil
                return
            }
            self.roll?.add(RollAddition(leaf: leaf, roll: counted, lines: lines))
        }
    }

    /// The lines that one amendment added; nil where its file does not say so.
    private mutating func added(by leaf: Int, _ places: [Digest: Int?], _ taken: inout Set<Int>) -> [Int]? {
        let path = BundlePaths.added(leaf)
        guard let bytes = read(path, for: .roll) else { return nil }
        guard let hashes = AddedFile.parse(bytes) else {
            findings.fail(
                .roll,
                BundleFileError(path, zh: "应为每行 64 位十六进制数字，至少一行", en: "should be lines of 64 hex digits, at least one"))
            return nil
        }
        var lines: [Int] = []
        for (number, hash) in hashes.enumerated() {
            guard let found = places[hash], let line = found, taken.insert(line).inserted else {
                findings.fail(
                    .roll,
                    BundleFileError(
                        path, zh: "第 \(number + 1) 行不是名册中只由它增加的一行",
                        en: "line \(number + 1) is not of one line of the roll that it alone added"))
                return nil
            }
            guard line > lines.last ?? -1 else {
                findings.fail(
                    .roll,
                    BundleFileError(
                        path, zh: "第 \(number + 1) 行没有按名册的次序", en: "line \(number + 1) is not in the order of the roll")
                )
                return nil
            }
            lines.append(line)
        }
        return lines
    }

    /// Check `roll`: what leaf 0 fixes, and what amendments added, is roll.txt. (That everyone who took part is on it, and
    /// was by then, is found while reading the entries.)
    mutating func checkRoll() {
        guard let roll, let charter = timeline?.declared, let additions = roll.additions else { return }
        guard !roll.isOpen else {
            return findings.notUsed(
                .roll, zh: "人人可参加，没有名册：参加者的身份没有事先固定",
                en: "anybody could take part, without a roll: identities were not fixed beforehand")
        }
        // From the last amendment back: each has fixed what stood without the later ones.
        var left = roll.hashes.map { Optional($0) }
        for addition in additions.reversed() {
            let found = RollTable.commitment(of: left)
            findings.require(
                found == addition.roll, .roll,
                zh: "\(BundlePaths.roll)：记录第 \(addition.leaf) 条固定的是 \(addition.roll.count) 人的另一份名册",
                en: "\(BundlePaths.roll): is not the roll of \(counted(addition.roll.count, "person", "people")) "
                    + "that leaf \(addition.leaf) fixes")
            for line in addition.lines { left[line] = nil }
        }
        let announced = RollTable.commitment(of: left)
        findings.require(
            charter.roll == announced, .roll,
            zh: "\(BundlePaths.roll)：不是第 0 条所固定的名册", en: "\(BundlePaths.roll): is not the roll that leaf 0 fixes")
        passRoll(roll.count, announced: announced.count, additions.count)
    }

    private mutating func passRoll(_ count: Int, announced: Int, _ additions: Int) {
        guard additions > 0 else {
            findings.pass(
                .roll, zh: "名册 \(count) 人，就是第 0 条所固定的，参与者都在其中",
                en:
                    "the roll of \(counted(count, "person", "people")) is the one that leaf 0 fixes, and holds everyone "
                    + "who took part")
            return
        }
        findings.pass(
            .roll,
            zh: "名册 \(count) 人：第 0 条固定 \(announced) 人，公布后分 \(additions) 次增加 \(count - announced) 人；"
                + "参与者都在其中，且都在列入之后参与",
            en: "the roll of \(counted(count, "person", "people")): leaf 0 fixes \(announced), "
                + "\(counted(additions, "amendment")) added \(count - announced); it holds everyone who took part, "
                + "none from before they were on it")
    }
}
