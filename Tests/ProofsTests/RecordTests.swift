import Foundation
import Testing

@testable import Proofs

struct RecordTests {
    private static let hex = String(repeating: "ab", count: 32)
    private static let vkey = Example.keys.verificationKey.text

    private static func samples() throws -> [Leaf] {
        let digest = try digest(hex: hex)
        let counted = CountedDigest(count: 3, digest: digest)
        var bare = try Example.charter()
        (bare.registry, bare.roll, bare.vrf, bare.paper, bare.policy) = (nil, nil, nil, nil, nil)
        bare.sources = [
            DeclaredSource(phase: "activation", source: .drand(round: 123)),
            DeclaredSource(phase: "day-1", source: .commit(digest)),
            DeclaredSource(
                phase: "day-1",
                source: .publicNumber(name: "lottery", form: "dice 2 6+balls 6 33 sorted", available: 7)),
        ]
        return try Example.leaves() + [
            .charter(bare), .activation(Activation(source: 1, value: hex, at: 5)),
            .amendment(
                Amendment(class: "close", role: "organiser", public: #"{"reason":"雨"}"#, secret: nil, at: 5)),
            .amendment(Amendment(class: "regrade", role: "organiser", public: "{}", secret: digest, at: 5)),
            .closing(
                Closing(
                    phase: "day-1", intakeEnded: 1, entries: 0, people: 0, eligible: nil, tally: digest, stock: digest,
                    ledger: digest, refusals: nil, at: 2)),
            .void(VoidRecord(phase: "main", at: 9)), .event(EventLeaf(commitment: digest)),
            .withheld(Withheld(index: 4, reason: "erased", at: 9)), .final(Final(events: 2, ledger: digest, at: 10)),
            .registered(
                Registered(
                    event: .drawn, origin: Example.origin, key: Example.keys.verificationKey, leaf: digest, size: 10,
                    root: digest, roll: counted, prizes: digest, opens: 1, closes: 2, at: 3)),
        ]
    }

    @Test func `reads back every type`() throws {
        for leaf in try Self.samples() { #expect(try Leaf(parsing: leaf.bytes) == leaf) }
    }

    /// Each line in turn is left out, doubled, emptied, misspelt and moved; nothing of that is the record any more.
    @Test func `refuses missing, doubled, renamed, empty and reordered keys of every type`() throws {
        for leaf in try Self.samples() {
            let text = String(decoding: leaf.bytes, as: UTF8.self)
            let lines = text.split(separator: "\n").map(String.init)
            for (number, line) in lines.enumerated() {
                let key = String(line.prefix { $0 != " " })
                let isType = number == 0
                let isSource = key.hasPrefix("source")
                var changes = [[line, line], [key + " "], [line + " "]]
                if !isType || line.contains(" ") { changes.append([key]) }
                // A charter has any number of sources of any phase, but at least one.
                if !isSource || leaf.bytes.starts(with: Activation.type.utf8) {
                    changes += [[], [line.replacing(key, with: key + "x")]]
                }
                if leaf.bytes.starts(with: Charter.type.utf8) && isSource { changes.removeFirst() }
                for change in changes {
                    let changed = lines[..<number] + change + lines[(number + 1)...]
                    let bytes = Array((changed.joined(separator: "\n") + "\n").utf8)
                    #expect(throws: FormatError.self, "\(change) in \(lines[0])") { try Leaf(parsing: bytes) }
                }
                if number + 1 < lines.count, !(isSource && lines[number + 1].hasPrefix("source")) {
                    var changed = lines
                    changed.swapAt(number, number + 1)
                    let bytes = Array((changed.joined(separator: "\n") + "\n").utf8)
                    #expect(throws: FormatError.self) { try Leaf(parsing: bytes) }
                }
            }
            for bytes in [Array(text.utf8.dropLast()), Array((text + "\n").utf8), Array((text + "x 1\n").utf8)] {
                #expect(throws: FormatError.self) { try Leaf(parsing: bytes) }
            }
            #expect(throws: FormatError.self) { try Leaf(parsing: Array(text.replacing("\n", with: "\r\n").utf8)) }
        }
    }

    @Test(arguments: [
        ("phase main", "phase Main"), ("phase main", "phase -_"), ("entries 5", "entries 05"),
        ("entries 5", "entries -5"),
        ("entries 5", "entries +5"), ("entries 5", "entries 5.0"), ("entries 5", "entries ５"),
        ("people 5", "people 9007199254740992"), ("eligible 4 ", "eligible 4  "), ("eligible 4 ", "eligible "),
        ("tally -", "tally 0"), ("tally -", "tally --"), ("refusals b", "refusals B"), ("at 1803053460000", "at -"),
        ("huigong/closing/v1", "huigong/closing/v2"),
    ])
    func `refuses values of a closing that are not written so`(_ old: String, _ new: String) throws {
        try refuse(Leaf.closing, in: 6, old, new)
    }

    @Test(arguments: [
        ("origin jimo-union.example/", "origin jimo-union.example/x"), ("origin jimo", "origin Jimo"),
        ("origin jimo-union.example/yuanxiao-mini", "origin jimo-union.example/registry"),
        ("example/registry+", "example/registre+"), ("roll 5 ", "roll 5\t"), ("vrf 07", "vrf 7"),
        ("closes 1803053400000", "closes 1803049800000"), ("source reveal notary", "source reveal 公证"),
        ("source reveal", "source.Main reveal"), ("source reveal", "source. reveal"), ("digits 20", "digits 0"),
        ("digits 20", "digits"), ("digits 20", "coins 20"), ("digits 20", "digits 20+"),
        ("digits 20", "balls 7 6 sorted"),
        ("digits 20", "balls 6 33 shuffled"), ("source public", "source private"), ("1803054300000\n", "soon\n"),
    ])
    func `refuses values of a charter that are not written so`(_ old: String, _ new: String) throws {
        try refuse(Leaf.charter, in: 0, old, new)
    }

    private func refuse(_: Any, in leaf: Int, _ old: String, _ new: String) throws {
        let text = String(decoding: try Example.leaves()[leaf].bytes, as: UTF8.self)
        let place = try #require(text.range(of: old))
        let changed = text.replacingCharacters(in: place, with: new)
        #expect(throws: FormatError.self) { try Leaf(parsing: Array(changed.utf8)) }
    }

    @Test func `says what it expected and what came`() throws {
        let text = "huigong/void/v1\nphase main\nreason boredom\nat 5\n"
        #expect(
            throws: FormatError(
                "huigong/void/v1", at: .line(3), expected: "reason: missing-randomness", found: "\"boredom\"")
        ) { try Leaf(parsing: Array(text.utf8)) }
        #expect(throws: FormatError("leaf", at: .line(1), expected: "a known leaf type", found: "\"huigong/x/v1\"")) {
            try Leaf(parsing: Array("huigong/x/v1\n".utf8))
        }
    }

    @Test func `knows when the randomness can be known`() {
        #expect(RandomnessSource.drand(round: 1).available == 1_692_803_367_000)
        #expect(RandomnessSource.drand(round: 123).available == 1_692_803_733_000)
        #expect(RandomnessSource.commit(.zero).available == nil)
    }

    @Test func `takes no number that was not declared`() throws {
        let keys = Example.keys
        #expect(SeedInput.Line(keys.commitSource, value: keys.revealValue.hex) == .commit(keys.revealValue))
        #expect(SeedInput.Line(keys.commitSource, value: SHA256.hash([]).hex) == nil)
        #expect(SeedInput.Line(.drand(round: 1), value: "1.2") == nil)
        #expect(SeedInput.Line(.publicNumber(name: "a", form: "digits 2", available: 1), value: "1.02") == nil)
        #expect(SeedInput.Line.missing(2).text == "missing 2")
    }

    @Test(arguments: [
        "a.example/b", "rehearsal/a.example/b", "a/0-9.z", "rehearsal/b",
    ])
    func `reads origins`(_ text: String) throws {
        #expect(try #require(Origin(text)).text == text)
    }

    @Test(arguments: [
        "", "a", "a/", "/b", "a/b/c", "rehearsal/a/b/c", "A/b", "a/B", "a/registry", "-a/b", "a..b/c", "a/b\n",
    ])
    func `refuses other origins`(_ text: String) {
        #expect(Origin(text) == nil)
    }
}

struct RollTests {
    private let file = { try Example.text("roll/roll.txt") }

    @Test func `keeps the root when a line is erased`() throws {
        var lines = try file().split(separator: "\n").map(String.init)
        lines[2] = "- " + MerkleTree.leafHash(Array(lines[2].utf8)).hex
        let erased = try RollFile(parsing: Array((lines.joined(separator: "\n") + "\n").utf8))
        #expect(erased.commitment == Example.roll.commitment)
        #expect(erased.people.count == 4)
        #expect(erased.text == lines.joined(separator: "\n") + "\n")
    }

    @Test func `writes groups in order and reads them back`() throws {
        let line = Example.keys.rollLine(
            of: "m001", maskedName: "张*三", household: nil, unit: nil, groups: ["班组", "b", "a"], mayWin: false)
        #expect(line.text.hasSuffix(" - - a,b,班组 0"))
        let read = try RollFile(parsing: Array((line.text + "\n").utf8))
        #expect(read.lines == [.person(line)])
    }

    @Test(arguments: [
        ("huigong/roll/v1 563f", "huigong/roll/v2 563f"), ("563ff3", "563FF3"), (" - 1\n", " - 2\n"),
        (" - 1\n", " - 1 \n"),
        (" - 1\n", "  1\n"), (" - 1\n", " b,a 1\n"), (" - 1\n", " a,a 1\n"), (" - 1\n", " a, 1\n"), (" 22f5", " 2f5"),
        (" 8c2f", " - 8c2f"), ("huigong/roll/v1 563f", "huigong/roll/v1 ffff"), ("huigong/roll/v1 cd81", "- cd81"),
    ])
    func `refuses rolls that are not written so`(_ old: String, _ new: String) throws {
        let text = try file()
        let place = try #require(text.range(of: old))
        let changed = text.replacingCharacters(in: place, with: new)
        #expect(throws: FormatError.self) { try RollFile(parsing: Array(changed.utf8)) }
    }
}
