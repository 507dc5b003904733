import Foundation
import JSON
import Proofs
import Testing

@testable import Auditing

extension SampleCampaign {
    /// A raffle with a form; a chance for each registration.
    static func filling(asked: String = "once") -> SampleCampaign {
        SampleCampaign(
            file: """
                {"id":"riddles","kind":"raffle","title":"抽奖","organiser":"jimo-union.example","contact":"工会",
                "opens":"2027-06-07T09:00:00+08:00","closes":"2027-06-08T09:00:00+08:00",
                "audience":{"roll":"rolls/sample.csv"},
                "form":{"asked":"\(asked)","fields":[
                {"id":"seats","title":"人数","type":"number","least":1,"most":2},
                {"id":"date","title":"日期","type":"date","optional":true},
                {"id":"mobile","title":"手机","type":"phone","private":true}]},
                "prizes":{"draw":"final","chances":{"for":"entry","most":9},
                "tiers":[{"id":"first","title":"一等奖","prize":"票","value":"8.00","count":1}]}}
                """,
            people: people,
            entries: [
                Entry(person: 0, attempt: 1, at: opens + 1000, answers: { _ in [] }, chances: 1),
                Entry(person: 1, attempt: 1, at: opens + 2000, answers: { _ in [] }, chances: 1),
                Entry(person: 0, attempt: 2, at: opens + 3000, answers: { _ in [] }, chances: 1),
            ])
    }
}

/// What both verifiers say of forms in a bundle that somebody made.
@Suite(.enabled(if: PythonVerifier.isThere)) struct FormTests {
    private static func opening(_ leaf: Int) -> PrivateValue {
        PrivateValue(
            pointer: "/fields/mobile", nonce: SHA256.hash("field \(leaf)"), value: Array("1380013800\(leaf)".utf8))
    }

    private static func honest(_ leaf: Int) -> [JSON.Member] {
        [.init("date", "2027-06-09"), .init("mobile", .string(opening(leaf).commitment)), .init("seats", .integer(2))]
    }

    /// A bundle whose leaf says something else; nil leaves the form out.
    private static func bundle(
        asked: String = "once", leaf: Int = 0, _ lie: [JSON.Member]? = nil, without: Set<Int> = []
    ) -> SampleBundle {
        var bundle = SampleBundle(.filling(asked: asked))
        bundle.editBodies = { bodies in
            for (position, body) in bodies.enumerated() {
                guard case .object(var members) = body else { continue }
                members.removeAll { $0.key == "answers" || $0.key == "kind" }
                members.append(.init("kind", "register"))
                let isBare = without.contains(position + 1) || asked == "once" && position == 2 && leaf != 3
                if position + 1 == leaf, let lie {
                    members.append(.init("fields", .object(lie)))
                } else if !isBare {
                    members.append(.init("fields", .object(honest(position + 1))))
                }
                bodies[position] = .object(members)
            }
        }
        return bundle
    }

    @Test func `an honest form holds, and is open without its private values`() throws {
        for asked in ["once", "each"] {
            let bundle = Self.bundle(asked: asked)
            let disk = try bundle.written()
            let report = disk.verify(bundle)
            #expect(report.failing == [], "\(report.text(.en))")
            #expect(report.checks.first { $0.id == .identity }?.status == .notProvable)
            let (status, output) = try PythonVerifier.verify(disk, bundle)
            #expect(status == report.exitCode && status == 3, "\(output)")
        }
    }

    private static let commitment = JSON.string(opening(1).commitment)

    static let lies: [[JSON.Member]] = [
        [.init("mobile", commitment)], [.init("seats", .integer(2))],
        [.init("mobile", commitment), .init("seats", .integer(3))],
        [.init("mobile", commitment), .init("seats", "2")],
        [.init("mobile", "13800138001"), .init("seats", .integer(2))],
        [.init("date", "2027-02-29"), .init("mobile", commitment), .init("seats", .integer(2))],
        [.init("date", commitment), .init("mobile", commitment), .init("seats", .integer(2))],
        [.init("mobile", commitment), .init("more", "1"), .init("seats", .integer(2))],
    ]

    @Test(arguments: lies) func `both verifiers see a field that does not fit`(lie: [JSON.Member]) throws {
        let bundle = Self.bundle(leaf: 2, lie)
        let disk = try bundle.written()
        #expect(disk.verify(bundle).failing == [.records])
        let (status, output) = try PythonVerifier.verify(disk, bundle, ["--lang", "en"])
        #expect(status == 1 && output.contains("records"), "\(output)")
        #expect(!output.contains("13800138001"))
    }

    @Test func `both verifiers see a form that is missing, and one too many`() throws {
        let bundles = [
            Self.bundle(without: [1]), Self.bundle(leaf: 3), Self.bundle(asked: "each", without: [3]),
        ]
        for bundle in bundles {
            let disk = try bundle.written()
            #expect(disk.verify(bundle).failing == [.records])
            let (status, output) = try PythonVerifier.verify(disk, bundle)
            #expect(status == 1 && output.contains("records"), "\(output)")
        }
    }

    @Test func `both verifiers open what the auditor was given`() throws {
        let bundle = Self.bundle(asked: "each")
        let disk = try bundle.written()
        func judged(_ openings: [(leaf: Int, value: PrivateValue)]) throws -> (CheckStatus?, Int32) {
            let file = bundle.auditorFile { $0.concealed = openings }
            let path = NSTemporaryDirectory() + "auditor-\(UUID().uuidString)"
            try Data(file).write(to: URL(fileURLWithPath: path))
            defer { try? FileManager.default.removeItem(atPath: path) }
            let report = Verifier(bundle: disk.path, vkey: bundle.vkey, auditorFile: file).run()
            let (status, _) = try PythonVerifier.run([disk.path, "--vkey", bundle.vkey, "--auditor-file", path])
            #expect(status == report.exitCode)
            return (report.checks.first { $0.id == .identity }?.status, status)
        }
        let honest = (1...3).map { ($0, Self.opening($0)) }
        #expect(try judged(honest) == (.pass, 0))
        #expect(try judged(Array(honest.dropFirst())) == (.notProvable, 3))
        var flipped = honest
        flipped[1].1.value[3] ^= 1
        #expect(try judged(flipped) == (.fail, 1))
        #expect(try judged([(1, Self.opening(2))]) == (.fail, 1))
        #expect(try judged(honest + [(4, Self.opening(4))]) == (.fail, 1))
    }

    @Test func `an opened value that its field can't hold is a lie of whoever made the entry`() throws {
        let value = PrivateValue(pointer: "/fields/mobile", nonce: SHA256.hash("x"), value: Array("call me".utf8))
        let bundle = Self.bundle(leaf: 2, [.init("mobile", .string(value.commitment)), .init("seats", .integer(1))])
        let disk = try bundle.written()
        let file = bundle.auditorFile { $0.concealed = [(1, Self.opening(1)), (2, value)] }
        let report = Verifier(bundle: disk.path, vkey: bundle.vkey, auditorFile: file).run()
        #expect(report.failing == [.identity], "\(report.text(.en))")
    }
}
