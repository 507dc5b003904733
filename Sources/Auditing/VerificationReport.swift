import JSON

/// What a verification found: one result per check, the grade it came to by itself, and whose the bundle is.
package struct VerificationReport: Sendable, Hashable {
    /// One result per ``CheckID``, in its order.
    package var checks: [CheckResult]
    /// Worked out from what was checked here; nil where a check failed.
    package var grade: Grade?
    /// Why there is no draw and so no grade; nil where there is a draw, and where a check failed.
    package var noDraw: BilingualText?
    package var origin: String?
    package var isRehearsal: Bool
    /// What became of the receipt that was given.
    package var receipt: ReceiptFinding?
    /// Set where the folder could not be read as a bundle at all; then there are no checks.
    package var unreadable: BilingualText?

    package init(
        checks: [CheckResult], grade: Grade?, noDraw: BilingualText? = nil, origin: String?, isRehearsal: Bool,
        receipt: ReceiptFinding? = nil, unreadable: BilingualText? = nil
    ) {
        self.checks = checks
        self.grade = grade
        self.noDraw = noDraw
        self.origin = origin
        self.isRehearsal = isRehearsal
        self.receipt = receipt
        self.unreadable = unreadable
    }

    package subscript(id: CheckID) -> CheckResult? {
        checks.first { $0.id == id }
    }

    /// 0: all pass, 1: a check fails, 2: unreadable, 3: passed with something not provable.
    package var exitCode: Int32 {
        if unreadable != nil { return 2 }
        let statuses = checks.map(\.status) + (receipt.map { [$0.status] } ?? [])
        if statuses.contains(.fail) { return 1 }
        return statuses.contains(.notProvable) ? 3 : 0
    }

    /// What it comes to, in one sentence.
    package var summary: BilingualText {
        if let unreadable { return unreadable }
        let failed = checks.filter { $0.status == .fail }
        if !failed.isEmpty {
            let names = failed.map(\.id.rawValue).joined(separator: " ")
            return BilingualText(zh: "核验不通过：\(names)", en: "does not verify: \(names)")
        }
        if receipt?.status == .fail {
            return BilingualText(zh: "回执与这份审计包对不上，见上", en: "the receipt does not go with this bundle: see above")
        }
        if self[.vkey]?.status == .notProvable {
            return BilingualText(
                zh: "前后一致，但是谁的？请用 --vkey 给出主办方公布的核验公钥",
                en: "consistent, but whose? give the organiser's published key with --vkey")
        }
        let open = checks.filter { $0.status == .notProvable }.map(\.id.rawValue).joined(separator: " ")
        return open.isEmpty
            ? BilingualText(zh: "核验通过", en: "verified")
            : BilingualText(zh: "核验通过，但此处无法证明：\(open)", en: "verified, but not provable here: \(open)")
    }
}

extension VerificationReport {
    /// Lines for a person: the grade first, then a line a check, then the summary; every line ends in a line feed.
    package func text(_ language: Language) -> String {
        var lines: [String] = []
        if unreadable == nil {
            lines.append(grade?.line(language) ?? noDraw?.text(language) ?? Grade.noneLine(language))
        }
        if isRehearsal {
            lines.append(language == .zh ? "演练：这不是真实的抽奖" : "REHEARSAL: this was no real draw")
        }
        if let origin { lines.append(origin) }
        let width = CheckID.allCases.map(\.rawValue.count).max() ?? 0
        for check in checks {
            let name = check.id.rawValue + String(repeating: " ", count: width - check.id.rawValue.count)
            let between = language == .zh ? "：" : ": "
            let title = language == .zh ? VerificationReport.padded(check.id.title.zh) : ""
            lines.append(
                "\(name)  \(title)\(check.status.label.text(language))\(between)\(check.sentence.text(language))")
        }
        if let receipt { lines += receipt.lines(language) }
        lines.append(summary.text(language))
        return lines.map { VerificationReport.printable($0) + "\n" }.joined()
    }

    /// Canonical JSON and a line feed.
    package func jsonBytes() -> [UInt8] {
        let checks = checks.map { check -> JSON in
            [
                "check": .string(check.id.rawValue), "sentence": JSON(check.sentence),
                "status": .string(check.status.rawValue), "title": JSON(check.id.title),
            ]
        }
        let json: JSON = [
            "checks": .array(checks), "exit": .integer(Int64(exitCode)), "grade": grade?.json ?? .null,
            "no_draw": noDraw.map { JSON($0) } ?? .null, "origin": origin.map(JSON.string) ?? .null,
            "receipt": receipt?.json ?? .null,
            "rehearsal": .bool(isRehearsal), "summary": JSON(summary),
        ]
        return json.canonicalBytes() + [UInt8(ascii: "\n")]
    }

    /// A Chinese title in a column of its own: its characters and the wide space have the same width.
    private static func padded(_ title: String) -> String {
        title + String(repeating: "\u{3000}", count: 6 - title.count)
    }

    /// A hostile bundle can't steer the terminal: control characters become U+FFFD.
    private static func printable(_ line: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            let turns = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            out.append(isControl || turns ? "\u{FFFD}" : scalar)
        }
        return String(out)
    }
}
