import Auditing
import Campaigns
import Foundation
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

/// The control methods around a draw's randomness, and what they leave in journal and bundle.
@Suite struct RandomnessTests {
    private static let number = SHA256.hash("the party's number")
    private static let round = Quicknet.firstRound(at: instant(Sample.drawnInPublic))
    private static let roundTime = Quicknet.time(of: round)
    private static let signature = House.network.sign(round)
    private static let named = #"{"campaign":"duanwu"}"#
    private let place = TemporaryFolder()

    private static func reveal(
        origin: String = "rehearsal/jimo-union.example/duanwu", signer: NoteSigner = Sample.party
    ) -> String {
        Sample.reveal(of: number, for: origin, signer: signer)
    }

    private static let beacon = #"{"source":"drand","round":\#(round),"wait":2}"#

    private func house(_ sources: String...) throws -> House {
        let quiz = Sample.quiz(randomness: "[" + sources.joined(separator: ",") + "]")
        let house = try House(Sample.folder(["duanwu.json": quiz]))
        house.go(to: instant(Sample.closes) + 600_000)
        try house.pass([])
        return house
    }

    private func give(_ house: House, _ members: String) throws -> String {
        try house.control("randomness", #"{"campaign":"duanwu",\#(members)}"#).outcome
    }

    /// Points that are none, and points of G1 that the beacon did not make for this round.
    private static var otherSignatures: [[UInt8]] {
        var negated = signature
        negated[0] ^= 0x20
        let made = [House.network.sign(round + 1), BeaconSigner(secret: 2)!.sign(round), negated]
        return made + [[UInt8](repeating: 0x8A, count: 48), [0xC0] + [UInt8](repeating: 0, count: 47)]
    }

    private static var opening: String { #""party":"party.example","value":"\#(number.hex)""# }

    private static func beaconValue(
        round: Int64 = round, value: String = SHA256.hash(signature).hex, signature: String = Hex.encode(signature)
    ) -> String {
        #""round":\#(round),"value":"\#(value)","signature":"\#(signature)""#
    }

    @Test func `values that are none are refused with the reason, and nothing changes`() throws {
        let house = try house(Self.reveal(), Self.beacon)
        let size = try #require(house.daemon.campaign("duanwu")).state.leafCount
        let zeros = String(repeating: "0", count: 64)
        #expect(try give(house, #""party":"party.example","value":"\#(zeros)""#) == "value.preimage")
        #expect(try give(house, #""party":"party.example","value":"12""#) == "value.form")
        #expect(try give(house, #""party":"bank","value":"\#(zeros)""#) == "source.unknown")
        #expect(try give(house, #""value":"\#(zeros)""#) == "params")
        #expect(try give(house, Self.beaconValue()) == "value.early")
        house.go(to: Self.roundTime)
        #expect(try give(house, Self.beaconValue(round: Self.round + 1)) == "value.round")
        #expect(try give(house, Self.beaconValue(value: zeros)) == "value.digest")
        #expect(try give(house, Self.beaconValue(signature: "8a8a")) == "value.form")
        for other in Self.otherSignatures {
            let given = Self.beaconValue(value: SHA256.hash(other).hex, signature: Hex.encode(other))
            #expect(try give(house, given) == "value.signature")
        }
        #expect(try give(house, Self.opening) == "value.late")
        #expect(house.daemon.campaign("duanwu")?.state.leafCount == size)
        #expect(try give(house, Self.beaconValue()) == "ok")
        #expect(try give(house, Self.beaconValue()) == "value.twice")
    }

    @Test func `a party's number and a beacon's round make a bundle that verifies, also after a restart`() throws {
        let house = try house(Self.reveal(), Self.beacon)
        #expect(try give(house, Self.opening) == "ok")
        house.go(to: Self.roundTime)
        #expect(try give(house, Self.beaconValue()) == "ok")
        #expect(try house.control("draw", Self.named).outcome == "ok")
        let disk = try #require(house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivorOfPowerCut(), house.folder, at: house.tick)
        let vkey = try #require(try again.call("campaign", Self.named).result?["vkey"]?.string)
        _ = try again.waitForHeads()
        let path = "\(place.path)/duanwu"
        _ = try again.control("export", #"{"campaign":"duanwu","into":"\#(path)"}"#)
        let report = Verifier(
            bundle: path, vkey: vkey, partyKeys: [Sample.party.verificationKey], beaconKey: House.network.key
        ).run()
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(report.grade?.line(.en).hasPrefix("Evidence grade G2:") == true, "\(report.text(.en))")
        // To everyone else the network is not quicknet.
        #expect(
            Verifier(bundle: path, vkey: vkey).run().checks.filter { $0.status == .fail }.map(\.id) == [.randomness])
    }

    @Test func `a refused signature is told what is wrong with it`() throws {
        let house = try house(Self.beacon)
        house.go(to: Self.roundTime)
        let other = House.network.sign(Self.round + 1)
        let members = Self.beaconValue(value: SHA256.hash(other).hex, signature: Hex.encode(other))
        let reply = try house.control("randomness", #"{"campaign":"duanwu",\#(members)}"#)
        #expect(reply.error?["message"]?.string == "第 \(Self.round) 轮的 signature 不是信标对这一轮的签名")
    }

    @Test func `a value is under a head as soon as it is logged`() throws {
        let house = try house(Self.reveal(), Self.beacon)
        let campaign = try #require(house.daemon.campaign("duanwu"))
        #expect(try give(house, Self.opening) == "ok")
        #expect(campaign.head?.size == campaign.state.leafCount)
    }

    @Test func `a beacon that never comes is voided, for good and across a restart`() throws {
        let house = try house(Self.beacon)
        let due = Self.roundTime + 2 * 86_400_000
        house.go(to: due - 5)
        func awaited() throws -> String? {
            try house.control("status").result?["campaigns"]?[0]?["awaits"]?["draw"]?.string
        }
        #expect(try awaited() == "values")
        let early = try house.control("void", Self.named)
        #expect(early.outcome == "void.early" && early.error?["data"]?["retry_after_ms"]?.integer == 5)
        house.go(to: due)
        #expect(try house.control("draw", Self.named).outcome == "void.due")
        #expect(try awaited() == "void")
        let void = try house.control("void", Self.named)
        #expect(void.result?["reason"]?.string == "missing-randomness")
        #expect(try awaited() == nil)
        let disk = try #require(house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivorOfPowerCut(), house.folder, at: due)
        #expect(try again.call("campaign", Self.named).result?["phase"]?.string == "void")
        for method in ["draw", "void"] { #expect(try again.control(method, Self.named).outcome == "void") }
        #expect(try give(again, Self.beaconValue()) == "void")
    }

    /// All sources two hours later, intake an hour; the round keeps its `wait`.
    private func extended() throws -> (house: House, round: Int64) {
        func at(_ minutes: Int64) -> String { Instant.text(Self.roundTime - minutes * 60_000, zone: .gmt) }
        let fallback = #"{"name":"lottery.example","form":"digits 20","at":"\#(at(10))"}"#
        let notary =
            #"{"source":"public","name":"notary.example","form":"digits 20","at":"\#(at(20))","fallback":\#(fallback)}"#
        let quiz = Sample.quiz(randomness: "[\(Self.reveal()),\(notary),\(Self.beacon)]")
        let house = try House(Sample.folder(["duanwu.json": quiz]))
        house.go(to: instant(Sample.opens))
        let closes = instant(Sample.closes) + 3_600_000
        let times = [-20, -10, 0].map { Self.roundTime + 7_200_000 + $0 * 60_000 }.map(String.init).joined(
            separator: ",")
        let reply = try house.control(
            "extend", #"{"campaign":"duanwu","closes_ms":\#(closes),"sources":[\#(times)]}"#)
        #expect(reply.outcome == "ok", "\(reply)")
        house.go(to: closes + 600_000)
        try house.pass([])
        return (house, Quicknet.firstRound(at: Self.roundTime + 7_200_000))
    }

    @Test func `an extended campaign takes the numbers of its later times, and its bundle verifies`() throws {
        let (house, round) = try extended()
        #expect(try give(house, Self.opening) == "ok")
        house.go(to: Self.roundTime)
        #expect(try give(house, Self.beaconValue()) == "value.round")
        let notary = #""source":"notary.example","value":"\#(String(repeating: "7", count: 20))""#
        #expect(try give(house, notary) == "value.early")
        // The notary's number never comes; what stands in for it does.
        house.go(to: Self.roundTime + 7_200_000 - 600_000)
        #expect(try give(house, notary) == "value.late")
        let lottery = notary.replacing("notary", with: "lottery")
        #expect(try give(house, lottery) == "ok")
        house.go(to: Quicknet.time(of: round))
        let signature = House.network.sign(round)
        let value = SHA256.hash(signature).hex
        #expect(try give(house, Self.beaconValue(round: round, value: value, signature: Hex.encode(signature))) == "ok")
        #expect(try house.control("draw", Self.named).outcome == "ok")
        let disk = try #require(house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivorOfPowerCut(), house.folder, at: house.tick)
        let vkey = try #require(try again.call("campaign", Self.named).result?["vkey"]?.string)
        _ = try again.waitForHeads()
        let path = "\(place.path)/extended"
        _ = try again.control("export", #"{"campaign":"duanwu","into":"\#(path)"}"#)
        let report = Verifier(bundle: path, vkey: vkey, beaconKey: House.network.key).run()
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(report.grade == Grade(.g1), "no witness saw that the extension came in time")
    }

    @Test func `an extended beacon is waited for as long as before`() throws {
        let (house, round) = try extended()
        let due = Quicknet.time(of: round) + 2 * 86_400_000
        house.go(to: due - 5)
        #expect(try house.control("void", Self.named).outcome == "void.early")
        house.go(to: due)
        #expect(try house.control("void", Self.named).outcome == "ok")
    }

    @Test(arguments: ["jimo-union.example/duanwu", "rehearsal/jimo-union.example/other"])
    func `a note for another campaign keeps the file out`(origin: String) throws {
        let quiz = Sample.quiz(randomness: "[\(Self.reveal(origin: origin))]")
        let house = try House(Sample.folder(["duanwu.json": quiz]))
        #expect(house.daemon.campaign("duanwu") == nil)
        #expect(house.daemon.files["duanwu.json"]?.state == .rejected)
    }

    @Test func `a note that another key signed keeps the file out`() throws {
        let other = NoteSigner(name: "party.example", seed: SHA256.hash("another key"))!
        let quiz = Sample.quiz(randomness: "[\(Self.reveal(signer: other))]")
        let house = try House(Sample.folder(["duanwu.json": quiz]))
        let problems = house.daemon.files["duanwu.json"]?.problems ?? []
        #expect(problems.first?.text(.en).contains("the note bears no signature of party.example") == true)
        #expect(problems.first?.text(.en).contains("duanwu.json:") == true)
    }
}
