/// Some of a campaign's days, counted from 0 on the day intake opens.
package struct DaySet: Sendable, Hashable {
    private var words: [UInt64] = []

    package init() {}

    package func contains(_ day: Int) -> Bool {
        day >= 0 && day / 64 < words.count && words[day / 64] & 1 << UInt64(day % 64) != 0
    }

    package mutating func insert(_ day: Int) {
        precondition(day >= 0, "a day of the campaign")
        while words.count <= day / 64 { words.append(0) }
        words[day / 64] |= 1 << UInt64(day % 64)
    }

    /// How many days in a row end with this one.
    package func run(endingWith day: Int) -> Int {
        var first = day
        while contains(first) { first -= 1 }
        return day - first
    }

    /// How many days in a row begin with this one.
    package func run(beginningWith day: Int) -> Int {
        var last = day
        while contains(last) { last += 1 }
        return last - day
    }
}
