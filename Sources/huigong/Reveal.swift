import Campaigns
import JSON
import Platform
import Proofs

/// `huigong reveal`: the second party's own command. Its key and its number stay in its own file.
enum Reveal {
    static let command = Command(
        name: "reveal", summary: "For a second party: fix a number for a draw, and give it afterwards",
        operands: [Command.Operand(name: "ACTION"), Command.Operand(name: "FILE")],
        options: [
            Command.Option("--organiser", "NAME", help: "With make: the organiser's domain name"),
            Command.Option("--campaign", "ID", help: "With make: the campaign's id"),
            Command.Option("--party", "NAME", help: "With make: your name, as the campaign file has it"),
            Command.Option("--key", "FILE", help: "With make: keep the key of an earlier FILE; the number is new"),
            Command.Option("--rehearse", help: "With make: for a rehearsal; a number given there is known"),
        ],
        details: [
            "make   makes a key and a random number, keeps both in FILE (mode 0600, never replaced), and prints the",
            "       source for the campaign file: your key, the number's SHA-256 and the note that you signed.",
            "open   prints what `huigong call randomness` takes. Give it away only after the closing.",
            "Tell your key to everyone who asks: with it `huigong verify --party KEY` holds the draw against you.",
        ]
    ) { arguments in
        let (action, path) = (arguments.operands[0], arguments.operands[1])
        switch action {
        case "make": try make(path, arguments)
        case "open": Output.result(String(decoding: try RevealFile(path: path).opening.bytes(), as: UTF8.self))
        default: throw arguments.usage("reveal takes make or open", at: action)
        }
        return .ok
    }

    private static func make(_ path: String, _ arguments: Arguments) throws {
        guard let organiser = arguments.value("--organiser"), let campaign = arguments.value("--campaign"),
            let party = arguments.value("--party")
        else { throw arguments.usage("make needs --organiser, --campaign and --party", at: nil) }
        guard let origin = Origin(organiser: organiser, campaign: campaign, isRehearsal: arguments.has("--rehearse"))
        else { throw arguments.usage("no organiser's domain name and campaign's id", at: "\(organiser) \(campaign)") }
        guard Names.isName(party) else {
            throw arguments.usage("--party takes 1–64 of A–Z a–z 0–9 . _ - @ :", at: party)
        }
        let seed = try arguments.value("--key").map { try RevealFile(path: $0).seed }
        let file = RevealFile(
            origin: origin, party: party, seed: seed ?? Digest(SystemRandom.bytes(32))!,
            number: Digest(SystemRandom.bytes(32))!)
        try makeSecretFile(path, file.bytes)
        Output.result(prettyJSON(file.source.bytes()))
    }
}

/// A second party's file: canonical JSON with its signing seed and its number, both in hex.
struct RevealFile {
    let origin: Origin
    let party: String
    let seed: Digest
    let number: Digest

    init(origin: Origin, party: String, seed: Digest, number: Digest) {
        (self.origin, self.party, self.seed, self.number) = (origin, party, seed, number)
    }

    init(path: String) throws {
        let document = try? JSONDocument(bytes: try readFile(path))
        guard let root = document?.root, let origin = root["origin"]?.string.flatMap({ Origin($0) }),
            let party = root["party"]?.string, Names.isName(party),
            let seed = root["seed"]?.string.flatMap({ Digest(hex: $0) }),
            let number = root["number"]?.string.flatMap({ Digest(hex: $0) })
        else {
            throw CommandFailure(
                "not a file of `huigong reveal make`", at: path, hint: "it has origin, party, seed and number",
                exitCode: .usage)
        }
        self.init(origin: origin, party: party, seed: seed, number: number)
    }

    var bytes: [UInt8] {
        let content: JSON = [
            "number": .string(number.hex), "origin": .string(origin.text), "party": .string(party),
            "seed": .string(seed.hex),
        ]
        return content.canonicalBytes() + [UInt8(ascii: "\n")]
    }

    /// The source as the campaign file has it.
    var source: JSON {
        guard let signer = NoteSigner(name: party, seed: seed) else {
            preconditionFailure("a party's name is a key's name")
        }
        let commitment = SHA256.hash(number.bytes)
        let text = RandomnessSource.revealNote(origin: origin, digest: commitment)
        let note = SignedNote(text: text, signatures: [signer.sign(text)])
        return [
            "source": "reveal", "party": .string(party), "vkey": .string(signer.verificationKey.text),
            "commitment": .string(commitment.hex), "note": .string(String(decoding: note.bytes, as: UTF8.self)),
        ]
    }

    /// What `randomness` takes.
    var opening: JSON {
        ["campaign": .string(origin.campaign), "party": .string(party), "value": .string(number.hex)]
    }
}
