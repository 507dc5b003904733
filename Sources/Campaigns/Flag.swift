import JSON

/// Something that looks like stuffing, with its evidence. It takes nobody's entry out of the count: that is done by people,
/// with a reason, and logged.
package struct Flag: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case burst, lockstep, sequence, device, address
    }

    /// Among which entries it was seen.
    package enum Group: Sendable, Hashable {
        case everybody
        /// The number of a unit.
        case unit(Int)
        /// Ballots that name a work, by its place in the file.
        case work(Int)

        package var isOfWork: Bool {
            if case .work = self { true } else { false }
        }
    }

    package enum Pattern: Sendable, Hashable {
        /// `peak` entries in one second; `around` in it and the seconds before and after that it was compared with.
        case burst(peak: Int, around: Int)
        /// Each about so many milliseconds after the one before.
        case lockstep(gap: Int64)
        /// People whose rows of the roll follow each other.
        case sequence
        /// From one device.
        case device
        /// From one address; how many others there are, and from how many people (a person counts once for each).
        case address(others: Int, othersPeople: Int)
    }

    package var pattern: Pattern
    package var group: Group
    /// The evidence, ascending.
    package var leaves: [Int]
    /// Distinct people among them.
    package var people: Int
    /// When the first and the last of them came.
    package var from: Int64
    package var to: Int64

    package var kind: Kind {
        switch pattern {
        case .burst: .burst
        case .lockstep: .lockstep
        case .sequence: .sequence
        case .device: .device
        case .address: .address
        }
    }

    /// Of several leaves in a row of `traces`, which are not empty.
    init(_ pattern: Pattern, _ group: Group = .everybody, of traces: some Collection<Trace>) {
        self.pattern = pattern
        self.group = group
        leaves = traces.map(\.leaf)
        people = Set(traces.map(\.person)).count
        from = traces.map(\.at).min() ?? 0
        to = traces.map(\.at).max() ?? 0
    }
}

/// What flags are called by.
package struct FlagNames: Sendable, Hashable {
    /// Ids, by place in the file.
    package var works: [String]
    /// Pseudonyms, by number.
    package var units: [String]

    package init(works: [String], units: [String]) {
        self.works = works
        self.units = units
    }
}

extension Flag {
    /// Indexes of leaves that are shown of one flag, from the first.
    package static let mostIndexes = 1000

    /// Stays the same while more entries come.
    package func id(_ names: FlagNames) -> String {
        let first = "\(kind.rawValue)-\(leaves.first ?? 0)"
        return switch group {
        case .everybody: first
        case .unit(let unit): "\(first)-unit-\(names.units[unit].prefix(8))"
        case .work(let work): "\(first)-work-\(names.works[work])"
        }
    }

    /// By the first leaf, then as the kinds are declared, then by their group's name.
    package static func sorted(_ flags: [Flag], _ names: FlagNames) -> [Flag] {
        flags.map { flag in
            (flag, flag.leaves.first ?? 0, Kind.allCases.firstIndex(of: flag.kind) ?? 0, flag.id(names))
        }
        .sorted { left, right in
            if left.1 != right.1 { return left.1 < right.1 }
            if left.2 != right.2 { return left.2 < right.2 }
            return left.3.utf8.lexicographicallyPrecedes(right.3.utf8)
        }
        .map(\.0)
    }

    /// What both the report and the organiser are told.
    ///
    /// - Parameter isVoid: Whether an entry was taken out of the count.
    package func members(_ names: FlagNames, isVoid: (Int) -> Bool) -> [JSON.Member] {
        var members = [
            JSON.Member("entries", .integer(Int64(leaves.count))), JSON.Member("id", .string(id(names))),
            JSON.Member("indexes", .array(leaves.prefix(Flag.mostIndexes).map { .integer(Int64($0)) })),
            JSON.Member("kind", .string(kind.rawValue)), JSON.Member("people", .integer(Int64(people))),
            JSON.Member("void", .integer(Int64(leaves.count(where: isVoid)))),
        ]
        switch group {
        case .everybody: break
        case .unit(let unit): members.append(JSON.Member("unit", .string(names.units[unit])))
        case .work(let work): members.append(JSON.Member("work", .string(names.works[work])))
        }
        switch pattern {
        case .burst(let peak, let around):
            members.append(JSON.Member("around", .integer(Int64(around))))
            members.append(JSON.Member("peak", .integer(Int64(peak))))
        case .lockstep(let gap): members.append(JSON.Member("gap", .integer(gap)))
        case .sequence, .device: break
        case .address(let others, let othersPeople):
            members.append(JSON.Member("others", .integer(Int64(others))))
            members.append(JSON.Member("others_people", .integer(Int64(othersPeople))))
        }
        return members
    }

    /// What it says, in one sentence.
    package func text(_ names: FlagNames) -> BilingualText {
        let (group, count) = (groupText(names), leaves.count)
        switch pattern {
        case .burst(let peak, let around):
            return BilingualText(
                zh: "突增\(group.zh)：\(people) 人 \(count) 条，最多一秒 \(peak) 条（连同前后各 30 秒共 \(around) 条）",
                en: "a burst\(group.text(.en)): \(count) entries of \(people) people, up to \(peak) in one second "
                    + "(\(around) in it and the 30 seconds before and after)")
        case .lockstep(let gap):
            return BilingualText(
                zh: "等间隔\(group.zh)：\(people) 人 \(count) 条，每条比前一条晚约 \(gap) 毫秒",
                en: "in lock-step\(group.text(.en)): \(count) entries of \(people) people, each about \(gap) ms after "
                    + "the one before")
        case .sequence:
            return BilingualText(
                zh: "按名册次序：名册上相邻的 \(people) 人依次到来",
                en: "in the order of the roll: \(people) people whose rows follow each other came one after another")
        case .device:
            return BilingualText(
                zh: "同一台设备：\(people) 人 \(count) 条", en: "one device: \(count) entries of \(people) people")
        case .address(let others, let othersPeople):
            return BilingualText(
                zh: "同一个网络地址：\(people) 人 \(count) 条，其余 \(others) 个地址共 \(othersPeople) 人次（也可能是单位或运营商的公用地址）",
                en: "one network address: \(count) entries of \(people) people, while the other \(others) have "
                    + "\(othersPeople) together (it may be one that a workplace or a carrier shares)")
        }
    }

    private func groupText(_ names: FlagNames) -> BilingualText {
        switch group {
        case .everybody: BilingualText(zh: "", en: "")
        case .unit(let unit):
            BilingualText(zh: "（单位 \(names.units[unit].prefix(8))）", en: " of the unit \(names.units[unit].prefix(8))")
        case .work(let work):
            BilingualText(zh: "（作品 \(names.works[work]) 的选票）", en: " of ballots for \(names.works[work])")
        }
    }
}
