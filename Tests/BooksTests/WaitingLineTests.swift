import Testing

@testable import Books
@testable import Campaigns

@Suite struct WaitingLineTests {
    /// The line of each slot, a page of one and a page of all, is what waiting.csv says at that moment.
    @Test(arguments: [Campaign.Places.By.firstCome, .review, .lottery])
    func theLineIsTheOneInTheFile(by: Campaign.Places.By) {
        var seen = 0
        for seed in 700..<740 as Range<UInt64> {
            var script = PlaceScript(seed: seed, by: by, people: 25)
            if by == .lottery {
                for _ in 0..<60 { _ = script.run(script.enrolment()) }
                _ = script.run(.allot(script.tickets()))
            }
            for _ in 0..<80 {
                _ = script.step()
                let file = String(decoding: PlaceFiles(script.book) { "p\($0)" }.waiting, as: UTF8.self)
                let rows = file.split(separator: "\n").dropFirst().map(String.init)
                #expect(Self.rows(script.book, page: .max) == rows, "seed \(seed)")
                #expect(Self.rows(script.book, page: 1) == rows, "seed \(seed)")
                seen = max(seen, rows.count)
            }
        }
        // Staff approve few of the random enrolments.
        #expect(seen > (by == .review ? 2 : 10))
    }

    private static func rows(_ book: PlaceBook, page: Int) -> [String] {
        book.rules.places.slots.enumerated().flatMap { slot, declared in
            var found: [PlaceBook.Waiting] = []
            var next = 1
            while true {
                let part = book.line(of: slot, at: next..<(page == .max ? .max : next + page))
                guard !part.isEmpty else { break }
                found += part
                next += part.count
            }
            return found.map { "\(declared.id),\($0.position),\($0.leaf),p\($0.person),\($0.size)" }
        }
    }
}
