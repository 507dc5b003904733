import JSON

/// What the checks have found so far: of each check the first failure, or why it could not be made.
struct Findings {
    private var failures: [CheckID: BilingualText] = [:]
    private var counts: [CheckID: Int] = [:]
    private var open: [CheckID: BilingualText] = [:]
    private var unused: [CheckID: BilingualText] = [:]
    private var passes: [CheckID: BilingualText] = [:]
    /// The day that is looked at, and how many there are.
    private var day: (name: String, count: Int)?

    /// What fails from here on names the day.
    mutating func enter(_ name: String, of count: Int) { day = (name, count) }

    mutating func leave() { day = nil }

    func hasFailed(_ id: CheckID) -> Bool {
        failures[id] != nil
    }

    mutating func fail(_ id: CheckID, zh: String, en: String) {
        fail(id, BilingualText(zh: zh, en: en))
    }

    mutating func fail(_ id: CheckID, _ sentence: BilingualText) {
        counts[id, default: 0] += 1
        if failures[id] == nil { failures[id] = day.map { sentence.under($0.name) } ?? sentence }
    }

    mutating func fail(_ id: CheckID, _ error: BundleFileError) {
        fail(id, error.reason)
    }

    /// A failure of what a file or a leaf says, unless `holds`.
    mutating func require(_ holds: Bool, _ id: CheckID, zh: @autoclosure () -> String, en: @autoclosure () -> String) {
        if !holds { fail(id, zh: zh(), en: en()) }
    }

    mutating func notProvable(_ id: CheckID, zh: String, en: String) {
        let sentence = BilingualText(zh: zh, en: en)
        if open[id] == nil { open[id] = day.map { sentence.under($0.name) } ?? sentence }
    }

    mutating func notUsed(_ id: CheckID, zh: String, en: String) {
        if day == nil || passes[id] == nil { unused[id] = BilingualText(zh: zh, en: en) }
    }

    mutating func pass(_ id: CheckID, zh: String, en: String) {
        guard let day else {
            passes[id] = BilingualText(zh: zh, en: en)
            return
        }
        // What one day lacks, another may have.
        unused[id] = nil
        passes[id] = BilingualText(
            zh: "\(day.count) 天逐日核对，末一天：\(zh)", en: "each of \(day.count) days; of the last one: \(en)")
    }

    /// One result per check: a failure wins over what is open, and that over a pass.
    func results() -> [CheckResult] {
        CheckID.allCases.map { id in
            if let sentence = failures[id] {
                return CheckResult(id: id, status: .fail, sentence: Findings.counted(sentence, counts[id] ?? 1))
            }
            if let sentence = open[id] { return CheckResult(id: id, status: .notProvable, sentence: sentence) }
            if let sentence = unused[id] { return CheckResult(id: id, status: .notUsed, sentence: sentence) }
            if let sentence = passes[id] { return CheckResult(id: id, status: .pass, sentence: sentence) }
            let sentence = BilingualText(zh: "前面的检查未通过，没有进行", en: "not made, because an earlier check failed")
            return CheckResult(id: id, status: .notProvable, sentence: sentence)
        }
    }

    private static func counted(_ sentence: BilingualText, _ count: Int) -> BilingualText {
        guard count > 1 else { return sentence }
        return BilingualText(
            zh: sentence.zh + "（共 \(count) 处）", en: (sentence.en ?? sentence.zh) + " (\(count) in all)")
    }
}

extension BilingualText {
    /// With the name of a day before it.
    fileprivate func under(_ name: String) -> BilingualText {
        BilingualText(zh: "\(name)：\(zh)", en: "\(name): \(text(.en))")
    }
}
