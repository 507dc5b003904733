import Campaigns
import JSON
import Platform
import Proofs

/// `huigong reveal`: the second party's own command. Its key and its number stay in its own file.
enum Reveal {
    static let command = Command(
        name: "reveal",
        summary: both("给第二方用：先为开奖定下一个数，之后再交出", "For a second party: fix a number for a draw, and give it afterwards"),
        operands: [Command.Operand(name: "ACTION"), Command.Operand(name: "FILE")],
        options: [
            Command.Option("--organiser", "NAME", help: both("make：主办方的域名", "With make: the organiser's domain name")),
            Command.Option("--campaign", "ID", help: both("make：活动编号", "With make: the campaign's id")),
            Command.Option(
                "--party", "NAME",
                help: both("make：您的名字，与活动文件里一致", "With make: your name, as the campaign file has it")),
            Command.Option(
                "--key", "FILE",
                help: both("make：沿用以前 FILE 里的密钥；数是新的", "With make: keep the key of an earlier FILE; the number is new")),
            Command.Option(
                "--rehearse",
                help: both("make：演练用；在演练里交出的数就公开了", "With make: for a rehearsal; a number given there is known")),
        ],
        details: both(
            """
            make   生成密钥和一个随机数，都存进 FILE（权限 0600，绝不覆盖），并显示活动文件要写的来源：
                   您的公钥、数的 SHA-256、您签名的便笺。
            open   显示 `huigong call randomness` 要的内容。截止之后才交出去。
            把公钥告诉每个来问的人：有了它，`huigong verify --party KEY` 就能拿开奖和您对质。
            """,
            """
            make   makes a key and a random number, keeps both in FILE (mode 0600, never replaced), and prints the
                   source for the campaign file: your key, the number's SHA-256 and the note that you signed.
            open   prints what `huigong call randomness` takes. Give it away only after the closing.
            Tell your key to everyone who asks: with it `huigong verify --party KEY` holds the draw against you.
            """)
    ) { arguments in
        let (action, path) = (arguments.operands[0], arguments.operands[1])
        switch action {
        case "make": try make(path, arguments)
        case "open": Output.result(String(decoding: try RevealFile(path: path).opening.bytes(), as: UTF8.self))
        default: throw arguments.usage(both("reveal 只能是 make 或 open", "reveal takes make or open"), at: action)
        }
        return .ok
    }

    private static func make(_ path: String, _ arguments: Arguments) throws {
        guard let organiser = arguments.value("--organiser"), let campaign = arguments.value("--campaign"),
            let party = arguments.value("--party")
        else {
            throw arguments.usage(
                both("make 需要 --organiser、--campaign 和 --party", "make needs --organiser, --campaign and --party"),
                at: nil)
        }
        guard let origin = Origin(organiser: organiser, campaign: campaign, isRehearsal: arguments.has("--rehearse"))
        else {
            throw arguments.usage(
                both("不是主办方域名和活动编号", "no organiser's domain name and campaign's id"), at: "\(organiser) \(campaign)")
        }
        guard Names.isName(party) else {
            throw arguments.usage(
                both("--party 应为 1–64 个 A–Z a–z 0–9 . _ - @ :", "--party takes 1–64 of A–Z a–z 0–9 . _ - @ :"),
                at: party)
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
        let bytes = try readFile(path, atMost: 1 << 16)
        let document = try? JSONDocument(bytes: bytes)
        guard let root = document?.root, let origin = root["origin"]?.string.flatMap({ Origin($0) }),
            let party = root["party"]?.string, Names.isName(party),
            let seed = root["seed"]?.string.flatMap({ Digest(hex: $0) }),
            let number = root["number"]?.string.flatMap({ Digest(hex: $0) })
        else {
            throw CommandFailure(
                both("不是 `huigong reveal make` 写的文件", "not a file of `huigong reveal make`"), at: path,
                hint: both("那里应有 origin、party、seed 和 number", "it has origin, party, seed and number"), exitCode: .usage
            )
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
