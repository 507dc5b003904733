import Campaigns
import JSON
import Proofs

/// The campaigns folder and its files, as `status` tells of them.
extension Daemon {
    /// So many problems of a file are told; its other ones are counted.
    private static let mostProblemsTold = 20
    /// Enough of a digest to tell versions apart: what `sha256sum` prints begins so.
    private static let digestDigits = 16

    func folderLine(_ language: Language) -> JSON {
        [
            "path": campaignsFolder.map { .string($0.path) } ?? .null, "watched": .bool(surroundings.isFolderWatched),
            "problem": folderFault.map { .string($0.words.text(language)) } ?? .null,
        ]
    }

    func fileLine(_ report: FileReport, _ language: Language) -> JSON {
        let problems = problems(of: report)
        let told = problems.prefix(Self.mostProblemsTold).map { JSON.string($0.headline.text(language)) }
        return [
            "file": .string(report.file), "state": .string(report.state.rawValue),
            "campaign": report.campaign.map { .string($0) } ?? .null, "since_ms": .integer(report.since),
            "version": version(of: report), "in_force": versionInForce(of: report),
            "problems": .array(told), "more_problems": .integer(Int64(problems.count - told.count)),
        ]
    }

    /// Those of the file itself, and the other files that have its campaign's id.
    private func problems(of report: FileReport) -> [BilingualText] {
        let rivals = files.values.filter { $0.rival == report.file && $0.state == .rejected }.map { rival in
            (rival.file, rival.campaign ?? "")
        }
        return report.problems
            + rivals.sorted { $0 < $1 }.map { file, campaign in FileReport.claimed(campaign, by: file) }
    }

    /// The bytes that the file had when it was looked at last.
    private func version(of report: FileReport) -> JSON {
        guard report.state != .gone, let version = fileSights[report.file]?.version else { return .null }
        return ["sha256": .string(shortened(version.file)), "read_ms": .integer(report.readAt)]
    }

    /// The bytes by which the file's campaign runs, good or bad as the file may be by now.
    private func versionInForce(of report: FileReport) -> JSON {
        guard let campaign = campaigns.first(where: { $0.file == report.file }) else { return .null }
        return [
            "campaign": .string(campaign.id), "sha256": .string(shortened(campaign.acceptedDigest)),
            "since_ms": .integer(campaign.acceptedAt),
        ]
    }

    private func shortened(_ digest: Digest) -> String { String(digest.hex.prefix(Self.digestDigits)) }
}
