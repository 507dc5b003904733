import Campaigns
import Proofs

@testable import Auditing

/// The registry of the samples' organiser: the campaign's own records between those of two others.
enum SampleRegistry {
    static let signer = signer(of: "jimo-union.example")

    static func signer(of organiser: String) -> NoteSigner {
        CampaignKeys.registrySigner(
            named: Origin.registry(of: organiser, isRehearsal: false), secret: SHA256.hash("a registry's secret"))
    }

    static func copy(_ records: [Registered]) -> RegistryCopy {
        let leaves = records.map(\.bytes)
        let tree = MerkleTree(MerkleTree.leafHashes(leaves))
        return RegistryCopy(
            leaves: leaves,
            checkpoint: Checkpoint(origin: signer.verificationKey.name, size: leaves.count, root: tree.root).signed(
                by: signer))
    }

    /// What the organiser registers of a campaign whose amendments are of its roll alone.
    static func records(
        of contents: BundleContents, _ loaded: LoadedCampaign, _ charter: Charter, _ closing: Closing
    ) -> [Registered] {
        let prizes = PublicRules.prizes(in: loaded.publicRules).map { SHA256.hash($0) }
        var roll = charter.roll
        let own = contents.records.compactMap { index, leaf -> Registered? in
            let event: Registered.Event
            let at: Int64
            switch leaf {
            case .charter(let record): (event, at) = (.announced, record.announces)
            case .amendment(let record):
                (event, at) = (.amended, record.at)
                roll = charter.amended(by: [record]).roll == charter.roll ? roll : charter.amended(by: [record]).roll
            case .closing(let record): (event, at) = (.closed, record.at)
            case .draw(let record): (event, at) = (.drawn, record.at)
            case .void(let record): (event, at) = (.void, record.at)
            default: return nil
            }
            return Registered(
                event: event, origin: charter.origin, key: charter.key,
                leaf: contents.tree.hash(level: 0, index: index),
                size: index + 1, root: contents.tree.root(size: index + 1), roll: roll, prizes: prizes,
                opens: charter.opens,
                closes: [.announced, .amended].contains(event) ? charter.closes : closing.intakeEnded, at: at)
        }
        func other(_ event: Registered.Event, _ campaign: String, size: Int, at: Int64) -> Registered {
            let origin = Origin(organiser: "jimo-union.example", campaign: campaign)!
            let key = NoteSigner(name: origin.text, seed: SHA256.hash(campaign))!.verificationKey
            return Registered(
                event: event, origin: origin, key: key, leaf: .zero, size: size, root: .zero, roll: nil, prizes: nil,
                opens: charter.opens, closes: charter.closes, at: at)
        }
        guard let first = own.first, let last = own.last else { return [] }
        return [other(.announced, "sibling", size: 1, at: first.at)] + own.dropLast()
            + [
                other(.closed, "sibling", size: 2, at: last.at), other(.drawn, "sibling", size: 3, at: last.at),
                other(.announced, "open", size: 1, at: last.at),
            ] + own.suffix(1)
    }
}

extension Lie {
    static let aboutTheRegistry: [Lie] = [
        registry("a hidden sibling: abandoned, and run again") { records in
            var left = records[0]
            left.origin = Origin(organiser: "jimo-union.example", campaign: "rerun")!
            left.key = NoteSigner(name: left.origin.text, seed: .zero)!.verificationKey
            left.closes = records[records.count - 1].at - 31 * day
            left.opens = left.closes - day
            left.at = left.opens - day
            records.insert(left, at: 0)
        },
        registry("a sibling that was closed and never drawn") { records in
            records.removeAll { $0.event == .drawn && $0.origin.campaign == "sibling" }
            let last = records[records.count - 1]
            for place in records.indices where records[place].origin.campaign == "sibling" {
                records[place].closes = last.at - 31 * day
            }
        },
        registry("a draw that was not registered") { $0.removeAll { isOwn($0) && $0.event == .drawn } },
        registry("a closing that was not registered") { $0.removeAll { isOwn($0) && $0.event == .closed } },
        registry("a campaign that was not announced in the registry") { $0.removeAll(where: isOwn) },
        registry("a registration after the first entry") { records in
            for place in records.indices { records[place].at = max(records[place].at, SampleCampaign.opens + day) }
        },
        registry("another charter registered") { change(&$0, .announced) { $0.leaf = .zero } },
        registry("another root registered") { change(&$0, .closed) { $0.root = .zero } },
        registry("other prizes registered") { change(&$0, .announced) { $0.prizes = .zero } },
        registry("no prizes registered") { change(&$0, .drawn) { $0.prizes = nil } },
        registry("another roll registered") { change(&$0, .announced) { $0.roll?.count += 1 } },
        registry("another end registered") { change(&$0, .closed) { $0.closes += 1 } },
        registry("another opening registered") { records in
            for place in records.indices where isOwn(records[place]) { records[place].opens -= 1 }
        },
        registry("a key that changes in the registry") { records in
            change(&records, .drawn) { $0.key = NoteSigner(name: $0.origin.text, seed: .zero)!.verificationKey }
        },
        registry("a registry that goes back in time") { $0[$0.count - 2].at = SampleCampaign.opens - day },
        registry("a sibling drawn without a closing") { records in
            records.removeAll { $0.event == .closed && $0.origin.campaign == "sibling" }
        },
        registry("an event of another log") { records in
            change(&records, .drawn) { $0.size += 1 }
        },
        Lie(name: "a registry of another organiser", check: .registry) { bundle in
            bundle.editRegistry = { _ in }
            bundle.editCharter = { $0.registry = SampleRegistry.signer(of: "other.example").verificationKey }
        },
        Lie(
            name: "a sibling cut out of the signed registry", check: .registry,
            edit: { $0.editRegistry = { _ in } },
            editFiles: { disk in
                let path = disk.files.first { $0.hasPrefix("registry/tile/entries/") }!
                let first = Int(disk[path][0]) << 8 | Int(disk[path][1])
                disk[path] = Array(disk[path].dropFirst(2 + first))
            }),
        Lie(
            name: "a registry signed by nobody", check: .registry, edit: { $0.editRegistry = { _ in } },
            editFiles: { disk in
                disk.replace("— jimo-union", by: "— jino-union", in: "registry/checkpoint")
            }),
        Lie(
            name: "no registry in the bundle", check: .registry, edit: { $0.editRegistry = { _ in } },
            editFiles: { disk in
                disk.remove("registry")
            }),
    ]

    private static let day: Int64 = 86_400_000

    private static func isOwn(_ record: Registered) -> Bool { record.origin.campaign == "riddles" }

    private static func change(
        _ records: inout [Registered], _ event: Registered.Event, _ edit: (inout Registered) -> Swift.Void
    ) {
        for place in records.indices where isOwn(records[place]) && records[place].event == event {
            edit(&records[place])
        }
    }

    private static func registry(
        _ name: String, _ edit: @escaping @Sendable (inout [Registered]) -> Swift.Void
    ) -> Lie {
        Lie(name: name, check: .registry) { $0.editRegistry = edit }
    }
}
