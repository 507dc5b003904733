import JSON
import Proofs
import Simulation
import Testing

@testable import Service

/// The organiser's log of all campaigns, and the logs that outsiders read.
@Suite struct RegistryTests {
    private let folder = Sample.folder(["yuanxiao.json": Sample.riddles()], roll: Sample.roll(3))

    private func events(_ house: House) throws -> [Registered] {
        try house.daemon.registry.log.records.map { try Registered(parsing: $0.text) }
    }

    /// Checkpoint of `public/<name>`, after its tiles were compared with the log that the daemon has.
    private func published(_ name: String, _ log: CampaignLog, _ house: House) throws -> Checkpoint {
        let note = try SignedNote(parsing: try house.disk.read("public/\(name)/checkpoint"))
        let head = try Checkpoint(parsing: note.text)
        var hashes: [Digest] = []
        for tile in Tile.tiles(size: head.size) {
            let bytes = try house.disk.read("public/\(name)/\(tile.path)")
            if tile.kind == .entries {
                hashes += MerkleTree.leafHashes(try EntryBundle.decode(bytes, width: tile.width))
            } else {
                #expect(bytes == tile.bytes(of: log.tree))
            }
        }
        #expect(MerkleTree(hashes).root == head.root)
        return head
    }

    @Test func `a campaign is in a signed registry before anybody takes part`() throws {
        let house = try House(folder, at: instant(Sample.opens) + 1)
        let told = try house.call("registry")
        #expect(told.result?["size"]?.integer == 1)
        let key = try VerificationKey(parsing: try #require(told.result?["vkey"]?.string))
        #expect(key.name == "rehearsal/jimo-union.example/registry")
        let note = try SignedNote(parsing: Array(try #require(told.result?["checkpoint"]?.string).utf8))
        #expect(try note.verify([key]).count == 1)
        let campaign = try #require(house.daemon.campaign("yuanxiao"))
        #expect(campaign.announced.charter.registry == key)
        let record = try #require(try events(house).first)
        #expect(record.event == .announced && record.size == 1)
        #expect(record.leaf == campaign.log.tree.hash(level: 0, index: 0))
        let prizes = try #require(try campaignPrizes(house))
        #expect(record.prizes == JSON(prizes).map { SHA256.hash($0.canonicalBytes()) })
    }

    private func campaignPrizes(_ house: House) throws -> JSONValue? {
        try house.call("campaign", #"{"campaign":"yuanxiao"}"#).result?["rules"]?["prizes"]
    }

    @Test func `what becomes of a campaign is registered, and a restart has the same registry`() throws {
        let house = try House(folder, at: instant(Sample.opens) + 1)
        try house.send(line("submit", Sample.guess("m01", "k", #"{"r1":"灯笼"}"#)))
        _ = try house.control("close", #"{"campaign":"yuanxiao","reason":"风大"}"#)
        house.go(to: instant(Sample.closes))
        #expect(try house.control("draw", #"{"campaign":"yuanxiao"}"#).result != nil)
        #expect(try events(house).map(\.event) == [.announced, .amended, .closed, .drawn])
        let head = try #require(house.daemon.registry.heads.shown)
        #expect(head.size == 4)
        let disk = try #require(house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivorOfPowerCut(), folder, at: house.tick)
        #expect(try events(again) == (try events(house)))
        #expect(again.daemon.registry.heads.shown?.note == head.note)
    }

    @Test func `logs are published as tiles, also where a stretch was cut off by a crash`() throws {
        let house = try House(folder, at: instant(Sample.opens) + 1)
        try house.daemon.startPublishing()
        let campaign = try #require(house.daemon.campaign("yuanxiao"))
        #expect(try published("registry", house.daemon.registry.log, house).size == 1)
        for number in 0..<2 {
            try house.send(line("submit", Sample.guess("m01", "k\(number)", #"{"r3":"千"}"#)))
            house.go(to: house.tick + 2000)
            try house.pass([])
            try house.pass([])
            #expect(try published("yuanxiao", campaign.log, house).size == number + 2)
        }
        let disk = try #require(house.disk as? SimulatedDisk)
        try disk.remove("public/yuanxiao/tile/entries/000.p/3")
        try disk.remove("public/yuanxiao/checkpoint")
        let again = try House(on: disk.survivor(), folder, at: house.tick)
        try again.daemon.startPublishing()
        #expect(try published("yuanxiao", try #require(again.daemon.campaign("yuanxiao")).log, again).size == 3)
    }

    @Test func `data older than what it published is not gone on with`() throws {
        let house = try House(folder, at: instant(Sample.opens) + 1)
        try house.daemon.startPublishing()
        let old = try #require(house.disk as? SimulatedDisk).survivor()
        try house.send(line("submit", Sample.guess("m01", "k", #"{"r1":"灯笼"}"#)))
        house.go(to: house.tick + 2000)
        try house.pass([])
        try house.pass([])
        let checkpoint = try house.disk.read("public/yuanxiao/checkpoint")
        try old.replace("public/yuanxiao/checkpoint", with: checkpoint, mode: 0o644)
        let restored = try House(on: old, folder, at: house.tick)
        #expect(throws: PublishedAhead.self) { try restored.daemon.startPublishing() }
    }
}
