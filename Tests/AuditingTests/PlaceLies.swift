import Books
import Campaigns
import Foundation
import JSON
import Proofs
import Testing

@testable import Auditing

/// An enrolment written down by hand: who has which place, who waits, what is offered, and what the files say.
struct SampleEnrolment {
    private static let hour: Int64 = 3_600_000
    private static let opens = SampleCampaign.opens

    static let file = """
        {"id":"riddles","kind":"enrolment","title":"托管班","organiser":"jimo-union.example","contact":"工会",
        "opens":"2027-06-07T09:00:00+08:00","closes":"2027-06-08T09:00:00+08:00",
        "audience":{"roll":"rolls/sample.csv"},
        "places":{"by":"first-come","slots":[{"id":"a","title":"甲","capacity":1},{"id":"b","title":"乙","capacity":1}],
        "waiting":{"offer":"1h"},"cancels":"2027-06-20T09:00:00+08:00"}}
        """

    /// Events and entries before the closing, from leaf 1: m001 has a, m002 and m003 wait for it, m004 has b. m001 gives a
    /// back, m002 lets the offer run out, m003 takes it.
    var file = SampleEnrolment.file
    var people = 4
    var steps: [JSON]
    var after: [PlaceEventBody]
    /// Before the entries and behind them.
    var early: [Amendment] = []
    var amendments: [Amendment] = []
    var final: Final?
    var atClosing: (places: String, waiting: String)
    var atEnd: (places: String, waiting: String)
    var editClosing: (inout Closing) -> Swift.Void = { _ in }

    private static let keys = SampleBundle(.riddle).keys
    private static func name(_ person: Int) -> Pseudonym { keys.pseudonym(of: "m00\(person)") }

    static func enrol(_ person: Int, _ slot: String, at: Int64, attempt: Int = 1) -> JSON {
        [
            "at": .integer(opens + at), "attempt": .integer(Int64(attempt)), "choices": [.string(slot)],
            "kind": "enrol",
            "phase": "main", "pseudonym": .string(name(person).hex),
        ]
    }

    static func event(_ kind: PlaceEventBody.Kind, _ person: Int, _ index: Int, at: Int64) -> PlaceEventBody {
        PlaceEventBody(kind, name(person), index: index, at: opens + at)
    }

    static func step(_ kind: PlaceEventBody.Kind, _ person: Int, _ index: Int, at: Int64) -> JSON {
        JSON(try! JSONDocument(bytes: event(kind, person, index, at: at).bytes).root)!
    }

    private static let placesHeader = "index,pseudonym,slot,places,status\n"
    private static let waitingHeader = "slot,position,index,pseudonym,places\n"

    init() {
        let run = Self.hour + 6000
        steps = [
            Self.enrol(1, "a", at: 1000), Self.enrol(2, "a", at: 2000), Self.enrol(3, "a", at: 3000),
            Self.enrol(4, "b", at: 4000), Self.step(.cancel, 1, 1, at: 6000),
            Self.step(.offer(slot: "a"), 2, 2, at: 6000), Self.step(.expire, 2, 6, at: run),
            Self.step(.offer(slot: "a"), 3, 3, at: run), Self.step(.accept, 3, 8, at: run + 1),
        ]
        after = [Self.event(.cancel, 4, 4, at: 300 * Self.hour)]
        final = Final(events: 6, ledger: nil, at: Self.opens + 400 * Self.hour)
        atClosing = (
            Self.placesHeader + "3,\(Self.name(3).hex),a,1,taken\n4,\(Self.name(4).hex),b,1,taken\n", Self.waitingHeader
        )
        atEnd = (Self.placesHeader + "3,\(Self.name(3).hex),a,1,taken\n", Self.waitingHeader)
    }

    /// The rules with a slot b that starts when intake ends.
    static let startsAtTheEnd = file.replacing(
        #""title":"乙","capacity":1"#, with: #""title":"乙","capacity":1,"starts":"2027-06-08T09:00:00+08:00""#)

    /// The same where staff decide, in the first hour: m001 has a.
    static var reviewed: SampleEnrolment {
        var sample = SampleEnrolment()
        sample.file = file.replacing("first-come", with: "review").replacing(
            #""places":"#,
            with: #""schedule":{"phases":[{"id":"check","does":"review","opens":"2027-06-07T09:00:00+08:00","#
                + #""closes":"2027-06-07T10:00:00+08:00"}]},"places":"#)
        sample.people = 1
        sample.steps = [enrol(1, "a", at: 1000), step(.decide(isApproved: true), 1, 1, at: 2000)]
        sample.after = []
        sample.final?.events = 1
        sample.atClosing.places = placesHeader + "1,\(name(1).hex),a,1,taken\n"
        sample.atEnd = sample.atClosing
        return sample
    }

    /// Of slot a.
    static let more: JSON = ["changes": [["pointer": "/places/slots/0/capacity", "value": 2]]]

    /// Slot a has another place before anybody enrols: m001 and m002 have it, and m003 waits.
    static var widened: SampleEnrolment {
        var sample = SampleEnrolment()
        sample.early = [.made("favourable", more, at: opens)]
        sample.people = 3
        sample.steps = (1...3).map { enrol($0, "a", at: 1000 * Int64($0)) }
        sample.after = []
        sample.final = nil
        sample.atClosing = (
            placesHeader + "2,\(name(1).hex),a,1,taken\n3,\(name(2).hex),a,1,taken\n",
            waitingHeader + "a,1,4,\(name(3).hex),1\n"
        )
        sample.atEnd = sample.atClosing
        return sample
    }

    /// What the files of ``widened`` would be without the other place, and without the amendment's leaf.
    static var narrow: (places: String, waiting: String) {
        (
            placesHeader + "1,\(name(1).hex),a,1,taken\n",
            waitingHeader + "a,1,2,\(name(2).hex),1\na,2,3,\(name(3).hex),1\n"
        )
    }

    /// m004 does not give b back: staff take it, before or after it has started.
    static var voided: SampleEnrolment {
        var sample = SampleEnrolment()
        sample.after = [event(.void(reason: "not-eligible"), 4, 4, at: 300 * hour)]
        return sample
    }

    static var voidedAfterTheStart: SampleEnrolment {
        var sample = voided
        sample.file = startsAtTheEnd
        return sample
    }

    static var others: [String: SampleEnrolment] {
        ["reviewed": reviewed, "voided": voided, "voided after the start": voidedAfterTheStart, "widened": widened]
    }

    private static func digest(_ files: (places: String, waiting: String)) -> Digest {
        SHA256.hash(files.places + files.waiting)
    }

    var bundle: SampleBundle {
        var sample = SampleCampaign.riddle
        sample.file = file
        sample.entries = []
        var bundle = SampleBundle(sample)
        let (steps, people, atClosing, atEnd, edit) = (steps, people, atClosing, atEnd, editClosing)
        bundle.editBodies = { $0 = steps }
        bundle.eventBodies = Set(
            steps.indices.filter { place in
                guard case .object(let members) = steps[place] else { return false }
                return members.first { $0.key == "kind" }?.value != "enrol"
            })
        bundle.placeEvents = after
        (bundle.earlyAmendments, bundle.amendments) = (early, amendments)
        if !(early + amendments).isEmpty {
            bundle.inForce = sample.changed([("/places/slots/0/capacity", 2)])
            bundle.intakeEnded = sample.loaded.campaign.closes
        }
        bundle.final = final
        if bundle.final != nil, bundle.final?.ledger == nil { bundle.final?.ledger = Self.digest(atEnd) }
        let entries = steps.count - bundle.eventBodies.count
        bundle.editClosing = { closing in
            closing.entries = entries
            closing.people = people
            closing.eligible = nil
            closing.ledger = Self.digest(atClosing)
            edit(&closing)
        }
        bundle.editContents = { contents in
            contents.places = PlacePublication(
                files: PlaceFiles(places: Array(atEnd.places.utf8), waiting: Array(atEnd.waiting.utf8)), tickets: nil)
        }
        return bundle
    }
}

/// A way to lie about places, and where both verifiers must find it.
struct PlaceLie: Sendable, CustomTestStringConvertible {
    let name: String
    var check = CheckID.ledger
    let edit: @Sendable (inout SampleEnrolment) -> Swift.Void

    var testDescription: String { name }

    static let all: [PlaceLie] = [
        PlaceLie(name: "an enrolment from before the event in front of it", check: .records) { sample in
            sample.steps.append(SampleEnrolment.enrol(1, "b", at: 5000, attempt: 2))
        },
        PlaceLie(name: "an event from before the enrolment in front of it", check: .records) { sample in
            sample.steps[4] = SampleEnrolment.step(.cancel, 1, 1, at: 3500)
        },
        PlaceLie(name: "staff decide outside the phase for it", check: .limits) { sample in
            sample = .reviewed
            sample.steps[1] = SampleEnrolment.step(.decide(isApproved: true), 1, 1, at: 3_600_001)
        },
        PlaceLie(name: "staff take out an enrolment before the closing") { sample in
            sample.steps[4] = SampleEnrolment.step(.void(reason: "x"), 1, 1, at: 6000)
        },
        PlaceLie(name: "staff take out what is over") { sample in
            sample.after.append(SampleEnrolment.event(.void(reason: "x"), 4, 4, at: 301 * 3_600_000))
        },
        PlaceLie(name: "somebody else's enrolment is taken out") { sample in
            sample.after = [SampleEnrolment.event(.void(reason: "x"), 3, 4, at: 300 * 3_600_000)]
        },
        PlaceLie(name: "more places than were ever declared") { sample in
            sample = .widened
            let title: JSON = ["changes": [["pointer": "/title", "value": "托管"]]]
            sample.early = [.made("neutral", title, at: SampleCampaign.opens)]
        },
        PlaceLie(name: "more places, and nobody who waits is offered one") { sample in
            sample = .widened
            (sample.early, sample.amendments) = (
                [], [.made("favourable", SampleEnrolment.more, at: SampleCampaign.opens + 9000)]
            )
            sample.atClosing = SampleEnrolment.narrow
            sample.atEnd = SampleEnrolment.narrow
        },
        PlaceLie(name: "a place given back in a slot that has started") { sample in
            sample.file = SampleEnrolment.startsAtTheEnd
        },
        PlaceLie(name: "a friend is offered a place first") { sample in
            sample.steps[5] = SampleEnrolment.step(.offer(slot: "a"), 3, 3, at: 6000)
        },
        PlaceLie(name: "an offer of a slot without room") { sample in
            sample.steps[5] = SampleEnrolment.step(.offer(slot: "b"), 2, 2, at: 6000)
        },
        PlaceLie(name: "an offer that runs out early") { sample in
            sample.steps[6] = SampleEnrolment.step(.expire, 2, 6, at: 7000)
        },
        PlaceLie(name: "an offer that is kept back") { $0.steps.remove(at: 5) },
        PlaceLie(name: "somebody else's cancellation") { sample in
            sample.steps[4] = SampleEnrolment.step(.cancel, 2, 1, at: 6000)
        },
        PlaceLie(name: "an offer taken after its time") { sample in
            sample.steps[6] = SampleEnrolment.step(.accept, 2, 6, at: 4_000_000)
        },
        PlaceLie(name: "an offer taken by somebody else") { sample in
            sample.steps[8] = SampleEnrolment.step(.accept, 2, 8, at: 3_606_001)
        },
        PlaceLie(name: "an enrolment that the rules refuse") { sample in
            sample.steps[3] = SampleEnrolment.enrol(4, "c", at: 4000)
        },
        PlaceLie(name: "staff decide where nobody reviews") { sample in
            sample.steps[8] = SampleEnrolment.step(.decide(isApproved: true), 3, 3, at: 3_606_001)
        },
        PlaceLie(name: "a place given back too late") { sample in
            sample.after = [SampleEnrolment.event(.cancel, 4, 4, at: 313 * 3_600_000)]
        },
        PlaceLie(name: "the closing fixes other places") { sample in
            sample.editClosing = { $0.ledger = SHA256.hash("others") }
        },
        PlaceLie(name: "the closing fixes no places", check: .records) { $0.editClosing = { $0.ledger = nil } },
        PlaceLie(name: "the last leaf fixes other places") { $0.final?.ledger = SHA256.hash("others") },
        PlaceLie(name: "the log ends while places can be given back") { sample in
            sample.final?.at = SampleCampaign.opens + 305 * 3_600_000
        },
        PlaceLie(name: "an event is not counted") { $0.final?.events = 5 },
        PlaceLie(name: "a friend in places.csv") { sample in
            sample.final = nil
            sample.atEnd.places += sample.atClosing.places.split(separator: "\n").last.map { "\($0)\n" } ?? ""
        },
        PlaceLie(name: "a friend in waiting.csv") { sample in
            sample.final = nil
            sample.atEnd.waiting += "a,1,2,00000000000000000000000000000000,1\n"
        },
    ]
}

@Suite struct PlaceLieTests {
    private func statuses(_ sample: SampleEnrolment) throws -> (
        swift: [String: String], python: [String: String], text: String
    ) {
        let bundle = sample.bundle
        let disk = try bundle.written()
        let report = Verifier(bundle: disk.path, vkey: bundle.vkey).run()
        let swift = Dictionary(uniqueKeysWithValues: report.checks.map { ($0.id.rawValue, $0.status.rawValue) })
        let (_, output) = try PythonVerifier.run([disk.path, "--vkey", bundle.vkey, "--json"])
        let checks = try JSONDocument(bytes: Array(output.utf8)).root["checks"]?.elements ?? []
        let python = Dictionary(
            uniqueKeysWithValues: checks.map { ($0["check"]?.string ?? "", $0["status"]?.string ?? "") })
        return (swift, python, report.text(.en) + output)
    }

    @Test func `an honest enrolment verifies`() throws {
        let (swift, python, text) = try statuses(SampleEnrolment())
        #expect(!swift.values.contains("fail") && swift["ledger"] == "pass", "\(text)")
        if PythonVerifier.isThere { #expect(swift == python, "\(text)") }
    }

    @Test func `so does one whose log goes on`() throws {
        var sample = SampleEnrolment()
        sample.final = nil
        sample.after = []
        sample.atEnd = sample.atClosing
        let (swift, python, text) = try statuses(sample)
        #expect(!swift.values.contains("fail") && swift["ledger"] == "pass", "\(text)")
        if PythonVerifier.isThere { #expect(swift == python, "\(text)") }
    }

    @Test(arguments: ["reviewed", "voided", "voided after the start", "widened"])
    func `so do decisions in their phase, voids after the closing, and more places`(name: String) throws {
        let (swift, python, text) = try statuses(try #require(SampleEnrolment.others[name]))
        #expect(!swift.values.contains("fail") && swift["ledger"] == "pass", "\(text)")
        if PythonVerifier.isThere { #expect(swift == python, "\(text)") }
    }

    @Test(arguments: PlaceLie.all)
    func `both verifiers find a lie about places`(lie: PlaceLie) throws {
        var sample = SampleEnrolment()
        lie.edit(&sample)
        let (swift, python, text) = try statuses(sample)
        #expect(swift[lie.check.rawValue] == "fail", "\(text)")
        if PythonVerifier.isThere { #expect(python[lie.check.rawValue] == "fail", "\(text)") }
    }

    @Test func `bodies that are no events about places are refused`() throws {
        let good = SampleEnrolment.event(.offer(slot: "a"), 1, 3, at: 5)
        #expect(EventBody(reading: good.bytes, isOfPlaces: true) == .place(good))
        #expect(EventBody(reading: good.bytes) == nil)
        let text = String(decoding: good.bytes, as: UTF8.self)
        for (old, new) in [
            ("offer", "accept"), ("offer", "decide"), ("offer", "void"), ("offer", "claim"), ("main", "second"),
            ("\"slot\":\"a\"", "\"slot\":1"),
            ("\"index\":3", "\"index\":-3"), ("\"index\":3,", ""), ("{", "{ "),
        ] {
            #expect(EventBody(reading: Array(text.replacing(old, with: new).utf8), isOfPlaces: true) == nil, "\(new)")
        }
    }
}
