import JSON
import Proofs

/// How far a verification has come.
package struct VerificationProgress: Sendable, Hashable {
    package enum Step: String, Sendable, CaseIterable {
        case sums, rules, roll, log, draw, report
    }

    package var step: Step
    /// Leaves read of ``total`` in step `log`; otherwise 0 of 0.
    package var done: Int
    package var total: Int
}

/// Checks a bundle from its files alone: everything that can be worked out again is, with code that shares nothing with
/// the engine, and compared byte for byte.
///
/// The folder may be hostile: links are not followed, nothing outside it is read, and no content ends the process.
package struct Verifier: Sendable {
    package let bundle: String
    /// The organiser's published key; without it the bundle can only be consistent with itself.
    package let verificationKey: String?
    /// Values of public sources that the caller saw drawn, by name of the source.
    package let publicValues: [String: String]
    /// The organiser's published registry key; without it the registry is the one that the organiser chose.
    package let registryKey: String?
    /// The caller's own policy, in place of the one that the organiser chose.
    package let policy: WitnessPolicy?
    /// Keys that second parties confirmed to the caller.
    package let partyKeys: [VerificationKey]
    /// The key of the beacon's network.
    package let beaconKey: BeaconKey
    /// The bytes of the file that the auditor alone was given.
    package let auditorFile: [UInt8]?
    /// The bytes of one participant's receipt, to be held against the bundle.
    package let receipt: [UInt8]?
    private let progress: (@Sendable (VerificationProgress) -> Swift.Void)?

    package init(
        bundle: String, vkey: String? = nil, publicValues: [String: String] = [:], policy: WitnessPolicy? = nil,
        partyKeys: [VerificationKey] = [], auditorFile: [UInt8]? = nil, receipt: [UInt8]? = nil,
        registryKey: String? = nil, beaconKey: BeaconKey = .quicknet,
        progress: (@Sendable (VerificationProgress) -> Swift.Void)? = nil
    ) {
        self.bundle = bundle
        verificationKey = vkey
        self.publicValues = publicValues
        self.registryKey = registryKey
        self.policy = policy
        self.auditorFile = auditorFile
        self.receipt = receipt
        self.partyKeys = partyKeys
        self.beaconKey = beaconKey
        self.progress = progress
    }

    package func run() -> VerificationReport {
        guard let directory = BundleDirectory(root: bundle) else {
            return unreadable(zh: "无法读取文件夹 \(bundle)", en: "can't read the folder \(bundle)")
        }
        guard directory.holds(BundlePaths.checkpoint) || directory.holds(BundlePaths.sums) else {
            return unreadable(zh: "\(bundle) 不是一份核验材料", en: "\(bundle) is not a bundle")
        }
        var verification = Verification(
            directory: directory, verificationKey: verificationKey, publicValues: publicValues,
            auditorPolicy: policy, auditorFile: auditorFile, receipt: receipt, partyKeys: partyKeys,
            beaconKey: beaconKey, registryKey: registryKey, progress: progress)
        return verification.run()
    }

    private func unreadable(zh: String, en: String) -> VerificationReport {
        VerificationReport(
            checks: [], grade: nil, origin: nil, isRehearsal: false, unreadable: BilingualText(zh: zh, en: en))
    }
}
