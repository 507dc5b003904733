import JSON
import Proofs

/// SHA256SUMS: `<hex>  <path>` lines as `sha256sum` writes them, ascending by the bytes of the paths.
enum SumsFile {
    static func bytes(_ sums: [(path: String, digest: Digest)]) -> [UInt8] {
        let ascending = sums.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        return Array(ascending.map { "\($0.digest.hex)  \($0.path)\n" }.joined().utf8)
    }

    /// Nil unless every line is exactly as ``bytes(_:)`` writes it and the paths ascend.
    static func parse(_ text: String) -> [(path: String, digest: Digest)]? {
        guard text.utf8.last == 0x0A else { return nil }
        var sums: [(path: String, digest: Digest)] = []
        for line in text.utf8.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false) {
            guard line.count > 66, let digest = Digest(hex: String(decoding: line.prefix(64), as: UTF8.self)),
                line.dropFirst(64).prefix(2).elementsEqual("  ".utf8)
            else { return nil }
            let path = String(decoding: line.dropFirst(66), as: UTF8.self)
            if let last = sums.last, !last.path.utf8.lexicographicallyPrecedes(path.utf8) { return nil }
            sums.append((path, digest))
        }
        return sums
    }
}

extension Verification {
    /// Check `sums`: every file but SHA256SUMS stands in it with its digest, and there is no file that no bundle has.
    mutating func checkSums() {
        for refused in directory.refused { findings.fail(.sums, refused) }
        guard let listed = readSums() else { return }
        var remaining = Set(directory.paths)
        remaining.remove(BundlePaths.sums)
        for (path, digest) in listed {
            guard remaining.remove(path) != nil else {
                findings.fail(
                    .sums,
                    BundleFileError(path, zh: "列在 SHA256SUMS 中，但文件不存在", en: "is listed in SHA256SUMS but missing"))
                continue
            }
            checkSum(path, digest)
        }
        for path in remaining.sorted() {
            findings.fail(.sums, BundleFileError(path, zh: "没有列在 SHA256SUMS 中", en: "is not listed in SHA256SUMS"))
        }
        findings.pass(
            .sums, zh: "\(listed.count) 个文件与 SHA256SUMS 一致", en: "\(counted(listed.count, "file")) as in SHA256SUMS")
    }

    private mutating func readSums() -> [(path: String, digest: Digest)]? {
        do throws(BundleFileError) {
            if let listed = SumsFile.parse(try directory.readText(BundlePaths.sums)) { return listed }
            findings.fail(.sums, BundleFileError(BundlePaths.sums, zh: "格式不对", en: "is malformed"))
        } catch {
            findings.fail(.sums, error)
        }
        return nil
    }

    private mutating func checkSum(_ path: String, _ digest: Digest) {
        do throws(BundleFileError) {
            let bytes = try directory.read(path)
            if SHA256.hash(bytes) != digest {
                findings.fail(.sums, BundleFileError(path, zh: "摘要与 SHA256SUMS 不符", en: "differs from SHA256SUMS"))
            }
        } catch {
            findings.fail(.sums, error)
        }
    }

    /// The set of files follows from the size of the log and the closing; nothing else may lie in the folder.
    mutating func checkFileSet(
        size: Int, heads: [Int], hasRoll: Bool, hasPolicy: Bool, hasDays: Bool, hasStock: Bool,
        draws: [(paths: DrawPaths, isDrawn: Bool)], randomness: [String], secretAmendments: [Int], rollAdditions: [Int]
    ) {
        let expected = Set(
            BundlePaths.all(
                size: size, heads: heads, hasRoll: hasRoll, hasPolicy: hasPolicy, hasDays: hasDays, hasStock: hasStock,
                draws: draws,
                hasTickets: rules.map { $0.campaign.drawsTickets || $0.campaign.allotsPlaces } ?? true,
                hasTally: rules?.campaign.ranking != nil, hasPlaces: rules?.campaign.places != nil,
                allotsPlaces: rules?.campaign.allotsPlaces == true,
                money: timeline?.moneyFiles(rules?.campaign) ?? [], randomness: randomness,
                secretAmendments: secretAmendments, rollAdditions: rollAdditions,
                registrySize: registry?.checkpoint.size, registryHeads: registry?.headSizes ?? []))
        for path in directory.paths where !expected.contains(path) {
            findings.fail(.sums, BundleFileError(path, zh: "不应出现在核验材料中", en: "does not belong in the bundle"))
        }
        for path in expected.sorted() where !directory.holds(path) {
            findings.fail(.sums, BundleFileError(path, zh: "文件不存在", en: "is missing"))
        }
    }
}
