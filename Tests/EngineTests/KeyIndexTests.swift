import Testing

@testable import Engine

struct KeyIndexTests {
    @Test func `finds every entry of many, and none that was not put in`() {
        let index = KeyIndex(seed: 5)
        let count = 50_000
        for place in 0..<count {
            index.insert(index.hash(person: place % 700, key: UInt64(place)), place: place)
        }
        for place in 0..<count {
            let hash = index.hash(person: place % 700, key: UInt64(place))
            #expect(index.place(of: hash) { $0 == place } == place)
        }
        let absent = index.hash(person: 700, key: 0)
        #expect(index.place(of: absent) { _ in false } == nil)
    }

    @Test func `tells entries of one hash apart by what the caller says`() {
        let index = KeyIndex(seed: 5)
        for place in 0..<300 { index.insert(0xABCD_0000_1111_2222, place: place) }
        for place in 0..<300 {
            #expect(index.place(of: 0xABCD_0000_1111_2222) { $0 == place } == place)
        }
        #expect(index.place(of: 0xABCD_0000_1111_2222) { _ in false } == nil)
    }

    @Test func `one key of two people is two`() {
        let index = KeyIndex(seed: 5)
        #expect(index.hash(person: 1, key: 9) != index.hash(person: 2, key: 9))
        #expect(index.hash(person: 1, key: 2) != index.hash(person: 2, key: 1))
    }
}
