/// The keys of one campaign, all derived from its secret of 32 random bytes.
package struct CampaignKeys: Sendable {
    /// What a key is for: HMAC-SHA256(secret, "huigong/key/<label>/v1").
    package enum Label: String, Sendable, CaseIterable {
        /// The RFC 8032 seed that signs heads.
        case log
        /// The secret key of the VRF, never the one that signs.
        case vrf
        case pseudonym
        case roll
        case paper
        /// The daemon's own number of the source `commit`.
        case reveal
        case rulesSalt = "rules-salt"
        case voucher
        /// The daemon's own number of the source `commit` for the activation.
        case activation
    }

    package let origin: Origin
    private let originText: String
    /// Signs heads under the origin's name.
    package let signer: NoteSigner
    private let secret: HMACSHA256
    private let pseudonyms: HMACSHA256
    private let salts: HMACSHA256

    package init(secret: Digest, origin: Origin) {
        let secret = HMACSHA256(key: secret)
        self.secret = secret
        self.origin = origin
        originText = origin.text
        pseudonyms = HMACSHA256(key: CampaignKeys.derive(.pseudonym, from: secret))
        salts = HMACSHA256(key: CampaignKeys.derive(.roll, from: secret))
        signer = CampaignKeys.signer(named: origin.text, secret: secret)
    }

    /// Signs the heads of an organiser's registry, whose secret is its own.
    ///
    /// - Parameter name: The registry's origin, ``Origin/registry(of:isRehearsal:)``.
    package static func registrySigner(named name: String, secret: Digest) -> NoteSigner {
        signer(named: name, secret: HMACSHA256(key: secret))
    }

    private static func signer(named name: String, secret: HMACSHA256) -> NoteSigner {
        guard let signer = NoteSigner(name: name, seed: derive(.log, from: secret)) else {
            preconditionFailure("\(name) is no name for a key")
        }
        return signer
    }

    private static func derive(_ label: Label, from secret: HMACSHA256) -> Digest {
        secret.authenticate("huigong/key/\(label.rawValue)/v1")
    }

    package func key(_ label: Label) -> Digest {
        CampaignKeys.derive(label, from: secret)
    }

    /// The key under which the log's heads are checked.
    package var verificationKey: VerificationKey { signer.verificationKey }

    package var paperKey: Digest { key(.paper) }

    package var rulesSalt: Digest { key(.rulesSalt) }

    /// The daemon's own number; the charter has its SHA-256.
    package var revealValue: Digest { key(.reveal) }

    /// The daemon's own number for one of several phases: HMAC(reveal key, the phase's name).
    package func revealValue(ofPhase name: String) -> Digest { HMACSHA256(key: revealValue).authenticate(name) }

    /// The declaration of ``revealValue`` in the charter.
    package var commitSource: RandomnessSource { .commit(SHA256.hash(revealValue.bytes)) }

    /// The daemon's own number for instant wins; the charter has its SHA-256.
    package var activationValue: Digest { key(.activation) }

    /// The public key of the VRF, as the charter has it.
    package var vrfPublicKey: Digest {
        guard let key = Digest(ECVRF.SecretKey(key(.vrf)).publicKey) else { preconditionFailure("a key has 32 bytes") }
        return key
    }

    /// First 16 bytes of HMAC(pseudonym key, "huigong/pseudonym/<what>/v1\n" ‖ origin ‖ LF ‖ id ‖ LF).
    package func pseudonym(of id: String, what: Pseudonym.Kind = .person) -> Pseudonym {
        var message: [UInt8] = []
        message.reserveCapacity(192)
        message.append(contentsOf: pseudonymHeading(what))
        message.append(contentsOf: id.utf8)
        message.append(0x0A)
        return Pseudonym(pseudonyms.authenticate(message))
    }

    private func pseudonymHeading(_ what: Pseudonym.Kind) -> [UInt8] {
        Array("huigong/pseudonym/\(what.rawValue)/v1\n\(originText)\n".utf8)
    }

    /// The pseudonyms of many, for a fraction of what each costs alone.
    package func pseudonyms(of ids: [String], what: Pseudonym.Kind = .person) -> [Pseudonym] {
        let heading = pseudonymHeading(what)
        return codes(of: ids, under: pseudonyms) { id, message in
            message.append(contentsOf: heading)
            message.append(contentsOf: id.utf8)
            message.append(0x0A)
        }.map { Pseudonym($0) }
    }

    /// ic and dc of many people's roll lines, as ``Commitments`` makes them.
    package func commitments(
        of people: [(id: String, maskedName: String)]
    ) -> (identities: [Digest], displays: [Digest]) {
        let identitySalts = codes(of: people, under: salts) { person, message in
            message.append(contentsOf: "identity\n".utf8)
            message.append(contentsOf: person.id.utf8)
        }
        let displaySalts = codes(of: people, under: salts) { person, message in
            message.append(contentsOf: "display\n".utf8)
            message.append(contentsOf: person.id.utf8)
        }
        return (
            Commitments.identities(salts: identitySalts, ids: people.map(\.id)),
            Commitments.displays(salts: displaySalts, maskedNames: people.map(\.maskedName))
        )
    }

    /// So many messages are laid out at a time: enough for all lanes, few enough to stay in the processor's cache.
    private static let batchCount = 1024

    private func codes<Element>(
        of elements: some Sequence<Element>, under key: HMACSHA256, _ write: (Element, inout [UInt8]) -> Void
    ) -> [Digest] {
        var codes: [Digest] = []
        codes.reserveCapacity(elements.underestimatedCount)
        var batch = MessageBatch()
        for element in elements {
            batch.append { write(element, &$0) }
            guard batch.count == CampaignKeys.batchCount else { continue }
            codes += key.authenticate(batch)
            batch.removeAll()
        }
        return codes + key.authenticate(batch)
    }

    package func identitySalt(of id: String) -> Digest {
        salts.authenticate("identity\n" + id)
    }

    package func displaySalt(of id: String) -> Digest {
        salts.authenticate("display\n" + id)
    }

    /// What the roll and a receipt hold of a person.
    package func rollLine(
        of id: String, maskedName: String, household: String?, unit: String?, groups: [String], mayWin: Bool
    ) -> RollLine {
        RollLine(
            pseudonym: pseudonym(of: id), identity: Commitments.identity(salt: identitySalt(of: id), id: id),
            display: Commitments.display(salt: displaySalt(of: id), maskedName: maskedName),
            household: household.map { pseudonym(of: $0, what: .household) },
            unit: unit.map { pseudonym(of: $0, what: .unit) }, groups: groups, mayWin: mayWin)
    }
}
