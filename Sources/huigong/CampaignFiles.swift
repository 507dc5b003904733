/// Which files of a folder are campaigns.
enum CampaignFiles {
    /// A `*.json` that is no schema and no dot, tilde or temporary file of an editor.
    static func isCampaign(_ name: String) -> Bool {
        name.hasSuffix(".json") && !name.hasSuffix(".schema.json") && !name.hasPrefix(".") && !name.hasPrefix("~")
            && !name.hasPrefix("#") && name != ".json"
    }

    /// The folder in which a campaign file lies; its roll is named from there.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
