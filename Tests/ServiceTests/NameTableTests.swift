import Testing

@testable import Service

struct NameTableTests {
    /// Of every length, and pairs that differ in their last byte only, around the part that lies in the table itself.
    private static let names: [String] = (1...64).flatMap { length in
        ["a", "b"].map { String(repeating: "n", count: length - 1) + $0 }
    }

    @Test func `finds names of every length at their places`() {
        let table = NameTable(Self.names, seed: 7)
        #expect(table.count == Self.names.count)
        for (place, name) in Self.names.enumerated() {
            #expect(table.place(of: name) == place)
            #expect(table[place] == name)
        }
    }

    @Test(arguments: ["", "n", "na\u{0}", "nc", String(repeating: "n", count: 24), String(repeating: "n", count: 65)])
    func `does not find what is not in it`(_ name: String) {
        #expect(NameTable(Self.names, seed: 7).place(of: name) == nil)
    }

    @Test func `a name longer than any is none, however its length is kept`() {
        let long = String(repeating: "n", count: 255)
        let table = NameTable(["x"], seed: 7)
        #expect(table.place(of: long) == nil)
        #expect(table.place(of: long + "n") == nil)
    }

    @Test func `finds people among many`() {
        let names = (0..<20_000).map { "m\($0)" }
        let table = NameTable(names, seed: 1)
        #expect(names.indices.allSatisfy { table.place(of: names[$0]) == $0 })
        #expect((20_000..<21_000).allSatisfy { table.place(of: "m\($0)") == nil })
    }
}
