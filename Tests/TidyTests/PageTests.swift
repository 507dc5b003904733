import Foundation
import Testing

struct PageTests {
    private static let methodsPage = "Sources/Service/Service.docc/Methods.md"
    private static let checksPage = "Sources/Proofs/Proofs.docc/Checks.md"

    @Test(arguments: Repository.pages())
    func `links lead somewhere`(_ page: String) throws {
        for link in try Page(path: page).links where !link.target.contains("://") {
            let parts = link.target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            let path = parts[0].isEmpty ? page : Page.resolved(parts[0], from: page)
            guard Repository.exists(path) else {
                Issue.record("\(page):\(link.line): there is no \(link.target)")
                continue
            }
            guard parts.count == 2, path.hasSuffix(".md") else { continue }
            #expect(try Page(path: path).anchors.contains(parts[1]), "\(page):\(link.line): no heading \(link.target)")
        }
    }

    @Test func `the methods table is the one in the code`() throws {
        let rows = try Page(path: Self.methodsPage).table(under: "Methods")
        let methods = try MethodSource()
        #expect(rows.map { $0[0].unquoted } == methods.names)
        for row in rows {
            let name = row[0].unquoted
            #expect(row[1] == methods.sockets[name], "\(name): socket")
            #expect(row[3] == (methods.mutating.contains(name) ? "yes" : "no"), "\(name): mutating")
            #expect(row[4] == (methods.keyed.contains(name) ? "yes" : "no"), "\(name): keyed")
            #expect(row[5].unquoted == methods.logged[name] ?? "—", "\(name): logged as")
        }
    }

    @Test func `the reasons in the pages are those in the code`() throws {
        let page = try Page(path: Self.methodsPage)
        let refusals = try page.table(under: "Reasons of a refused submission").map { $0[0].unquoted }
        #expect(refusals == (try EnumSource("Sources/Campaigns/Reason.swift", "Reason").rawValues))
        let others = try page.table(under: "Other reasons").map { $0[0].unquoted }
        #expect(Set(others).count == others.count, "a reason stands twice")
        let untimely = try EnumSource("Sources/Engine/Stage.swift", "Untimely").rawValues
        let claims = try EnumSource("Sources/Engine/PrizeClaims.swift", "ClaimRefusal").rawValues
        let places = try EnumSource("Sources/Books/PlaceRefusal.swift", "PlaceRefusal").rawValues
        let money = try EnumSource("Sources/Books/FundRefusal.swift", "FundRefusal").rawValues
        let expected = Set(untimely + claims + places + money).union(try ServiceReasons.literals())
            .subtracting(refusals)
        #expect(Set(others) == expected)
        let known = Set(refusals + others)
        for row in try page.table(under: "Methods") {
            let named = row[6].matches(of: /`([a-z.-]+)`/).map { String($0.1) }
            for reason in named where !known.contains(reason) {
                Issue.record("\(row[0]) names the reason \(reason), which is in no table")
            }
        }
    }

    @Test func `the error codes in the pages are those in the code`() throws {
        let rows = try Page(path: Self.methodsPage).table(under: "Error codes")
        let codes = try EnumSource("Sources/Service/CallError.swift", "Code").rawValues
        #expect(rows.map { $0[0].unquoted } == codes)
    }

    @Test func `the checks in the pages are those in the code`() throws {
        let rows = try Page(path: Self.checksPage).table(under: "The checks")
        #expect(rows.map { $0[0].unquoted } == (try EnumSource("Sources/Auditing/CheckID.swift", "CheckID").rawValues))
    }

    @Test func `the leaf types in the pages are those in the code`() throws {
        let text = try Repository.text("Sources/Proofs/Proofs.docc/Records.md")
        for file in try Repository.swiftFiles(below: "Sources/Proofs") {
            for line in file.lines {
                guard let type = line.firstMatch(of: /static let type = "(huigong\/[a-z]+\/v1)"/)?.1 else { continue }
                let isDescribed = text.contains("`\(type)")
                #expect(isDescribed, "Records.md does not describe \(type)")
            }
        }
    }

    @Test func `pages tell the digest of the folding table and the secret paths`() throws {
        let folding = try Repository.text("Sources/Proofs/Proofs.docc/Folding.md")
        let table = try Repository.swiftFiles(below: "Sources/Campaigns").flatMap(\.lines)
            .compactMap { $0.firstMatch(of: /static let sha256 = "([0-9a-f]{64})"/)?.1 }
        let digest = try #require(table.first)
        let isInPage = folding.contains(digest)
        let isInVerifier = try Repository.text("tools/verify.py").contains(digest)
        #expect(isInPage && isInVerifier, "the digest is \(digest)")
        let rules = try Repository.text("Sources/Campaigns/PublicRules.swift")
        let paths = rules.matches(of: /"(\/[a-z\/*]+)"/).map { String($0.1) }
        let page = try Repository.text("Sources/Campaigns/Campaigns.docc/Changes.md")
        #expect(!paths.isEmpty)
        for path in paths {
            let isListed = page.contains("`\(path)`")
            #expect(isListed, "the page of what is public does not list \(path)")
        }
    }

    @Test func `the members of a campaign file are those in the code`() throws {
        let page = try Repository.files(below: "Sources/Campaigns/Campaigns.docc").map { try Repository.text($0) }
            .joined()
        for file in try Repository.swiftFiles(below: "Sources/Campaigns") where file.path.contains("CampaignShape") {
            for match in file.lines.joined(separator: "\n").matches(of: /MemberShape\(\s*"([a-z-]+)"/) {
                let isTold = page.contains("`\(match.1)`") || page.contains("\"\(match.1)\"")
                #expect(isTold, "no page of the campaign file tells of \(match.1)")
            }
        }
    }

    @Test func `the front page begins with what to type`() throws {
        let lines = try Repository.text("README.md").components(separatedBy: "\n")
        let commands = ["swift run -c release huigong demo", "swift test"]
        let script = try Repository.text(".ci/run")
        for command in commands {
            let place = lines.firstIndex { $0.trimmingCharacters(in: .whitespaces).hasPrefix(command) }
            #expect(place.map { $0 < 20 } == true, "\(command) should stand within the first 20 lines")
            let isRun = script.contains(command)
            #expect(isRun, ".ci/run does not run \(command)")
        }
    }
}

/// A page in Markdown.
struct Page {
    let path: String
    let lines: [String]

    init(path: String) throws {
        self.path = path
        lines = try Repository.text(path).components(separatedBy: "\n")
    }

    struct Link {
        var line: Int
        var target: String
    }

    /// Lines outside of fenced blocks, with their numbers.
    private var prose: [(number: Int, line: String)] {
        var isFenced = false
        return lines.enumerated().compactMap { number, line in
            if line.trimmingCharacters(in: .whitespaces).hasPrefix("```") {
                isFenced.toggle()
                return nil
            }
            return isFenced ? nil : (number + 1, line)
        }
    }

    var links: [Link] {
        prose.flatMap { number, line -> [Link] in
            let plain = line.replacing(/`[^`]*`/, with: "")
            let links = plain.matches(of: /\]\(([^)\s]+)\)/).map { Link(line: number, target: String($0.1)) }
            let pages = plain.matches(of: /<doc:([A-Za-z0-9-]+)>/).map { Link(line: number, target: "\($0.1).md") }
            return links + pages
        }
    }

    /// The anchors of the headings, as code hosts make them.
    var anchors: Set<String> {
        Set(
            prose.filter { $0.line.hasPrefix("#") }.map { _, line in
                line.drop { $0 == "#" || $0 == " " }.lowercased()
                    .filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
                    .replacing(" ", with: "-")
            })
    }

    /// The rows of the first table below a heading, as trimmed cells.
    func table(under heading: String) throws -> [[String]] {
        guard let start = lines.firstIndex(where: { $0.hasPrefix("#") && $0.hasSuffix("# " + heading) }),
            let first = lines[start...].firstIndex(where: { $0.hasPrefix("|") })
        else {
            Issue.record("\(path) has no table under \(heading)")
            return []
        }
        return lines[first...].prefix { $0.hasPrefix("|") }.dropFirst(2).map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// A relative path, from the folder of a page.
    static func resolved(_ target: String, from page: String) -> String {
        var parts = page.split(separator: "/").dropLast().map(String.init)
        for part in target.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}

extension String {
    /// Without the backticks around it.
    fileprivate var unquoted: String { trimmingCharacters(in: CharacterSet(charactersIn: "`")) }
}

/// The cases of an enum with raw values, read from its source.
struct EnumSource {
    let rawValues: [String]

    init(_ path: String, _ name: String) throws {
        let lines = try Repository.text(path).components(separatedBy: "\n")
        guard let start = lines.firstIndex(where: { $0.contains("enum \(name):") }) else {
            Issue.record("\(path) has no enum \(name)")
            rawValues = []
            return
        }
        let indent = lines[start].prefix { $0 == " " }
        let end = lines[start...].firstIndex { $0 == indent + "}" } ?? lines.endIndex
        rawValues = lines[start..<end].flatMap { line -> [String] in
            guard line.hasPrefix(indent + "    case "), !line.contains(":") else { return [] }
            return line.dropFirst(indent.count + 9).split(separator: ",").map(EnumSource.rawValue)
        }
    }

    private static func rawValue(_ text: Substring) -> String {
        let parts = text.split(separator: "=").map { $0.trimmingCharacters(in: .whitespaces) }
        return parts[parts.count - 1].trimmingCharacters(in: CharacterSet(charactersIn: "\"`"))
    }
}

/// What Method.swift says of each method.
struct MethodSource {
    let names: [String]
    private(set) var sockets: [String: String] = [:]
    private(set) var mutating: Set<String> = []
    private(set) var keyed: Set<String> = []
    private(set) var logged: [String: String] = [:]

    init() throws {
        let text = try Repository.text("Sources/Service/Method.swift")
        names = try EnumSource("Sources/Service/Method.swift", "Method").rawValues
        let raw = Dictionary(
            uniqueKeysWithValues: text.matches(of: /case (\w+) = "([a-z.]+)"/).map { (String($0.1), String($0.2)) })
        func listed(_ cases: Substring) -> [String] {
            cases.matches(of: /\.(\w+)/).map { raw[String($0.1)] ?? String($0.1) }
        }
        for arm in text.matches(of: /case ([.\w, ]+): \.(intake|control)/) {
            for name in listed(arm.1) { sockets[name] = String(arm.2) }
        }
        for arm in text.matches(of: /case ([.\w, ]+): true/) { mutating.formUnion(listed(arm.1)) }
        let ofKeyed = text.components(separatedBy: "var isKeyed: Bool {").last?.components(separatedBy: "default:")
            .first
        for arm in (ofKeyed ?? "").matches(of: /case ([.\w, ]+): true/) { keyed.formUnion(listed(arm.1)) }
        for arm in text.matches(of: /case ([.\w, ]+): "(huigong\/[a-z]+\/v1)"/) {
            for name in listed(arm.1) { logged[name] = String(arm.2) }
        }
    }
}

/// The reasons that Service gives besides those of the engine, from the places where it makes errors.
enum ServiceReasons {
    static func literals() throws -> Set<String> {
        var reasons: Set<String> = []
        for file in try Repository.swiftFiles(below: "Sources/Service") {
            let text = file.lines.joined(separator: "\n")
            for match in text.matches(of: /CallError\(\s*\.[\w`]+,\s*"([a-z.-]+)"/) { reasons.insert(String(match.1)) }
            for match in text.matches(of: /self\.init\(\s*\.[\w`]+,\s*"([a-z.-]+)"/) { reasons.insert(String(match.1)) }
        }
        return reasons
    }
}
