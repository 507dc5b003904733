/// Where campaign files lie.
enum CampaignFiles {
    /// The folder in which a campaign file lies; its roll is named from there.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
