import JSON

/// A campaign that can run, and what goes with it.
package struct LoadedCampaign: Sendable, Hashable {
    package let campaign: Campaign
    /// See ``PublicRules``.
    package let publicRules: [UInt8]
    /// What the organiser should know; never an error.
    package let warnings: [Problem]
}

/// Reads a campaign file: a campaign that can't be wrong, or all that is wrong with the file at once.
///
/// - Parameter organiser: the daemon's setting, which the file must agree with; nil where there is none to agree with.
package func loadCampaign(bytes: [UInt8], organiser: String?) -> Result<LoadedCampaign, Problems> {
    let document: JSONDocument
    do throws(JSONError) {
        document = try JSONDocument(bytes: bytes, limits: JSONLimits(refusesDuplicateKeys: false))
    } catch {
        let problem = Problem(
            severity: .error, pointer: "", offset: error.offset, position: error.position(in: bytes),
            message: error.text)
        return .failure(Problems([problem]))
    }

    let root = CampaignPlace(value: document.root, pointer: "")
    var shapes = ShapeCheck(
        problems: ProblemList(bytes: bytes), kind: root["kind"]?.choice(Campaign.Kind.self))
    shapes.check(root, .campaign)
    // Each is looked for from the root, so a file of nothing else must not ask for more than people read.
    for key in document.duplicateKeyRanges.prefix(20) { shapes.problems.addDuplicate(key, in: root) }

    var builder = CampaignBuilder(root: root, problems: shapes.problems)
    let campaign = builder.campaign(organiser: organiser)
    guard let campaign, let publicRules = PublicRules.bytes(of: document.root) else {
        return .failure(Problems(builder.problems.sorted, unlisted: builder.problems.unlisted))
    }
    return .success(
        LoadedCampaign(campaign: campaign, publicRules: publicRules, warnings: builder.problems.sorted))
}

extension ProblemList {
    fileprivate mutating func addDuplicate(_ key: Range<Int>, in root: CampaignPlace) {
        let error = JSONError(.duplicateKey, at: key.lowerBound)
        add(.error, root.pointer(toKeyAt: key.lowerBound), key.lowerBound, error.text, nil, nil)
    }
}

extension CampaignPlace {
    /// The pointer to the member whose key starts at an offset, somewhere in this value.
    fileprivate func pointer(toKeyAt offset: Int) -> String {
        for member in value.members {
            let inner = CampaignPlace.pointer(pointer, member.key)
            if member.keyRange.lowerBound == offset { return inner }
            if member.value.range.contains(offset) {
                return CampaignPlace(value: member.value, pointer: inner).pointer(toKeyAt: offset)
            }
        }
        return elements.first { $0.value.range.contains(offset) }?.pointer(toKeyAt: offset) ?? pointer
    }
}
