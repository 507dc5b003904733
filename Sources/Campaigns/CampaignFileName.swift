/// Which files of a folder are campaigns, by their names.
package enum CampaignFileName {
    /// A `*.json` that is no schema and not what an editor, an office program or a copying program leaves beside the file
    /// while it saves: names that begin with `.`, `~` or `#`, and `*.tmp.json`.
    ///
    /// Their other names (`4913`, `dengmi.json~`, `dengmi.json.swp`, `.goutputstream-…`, `.~lock.….csv#`) don't end so.
    package static func isCampaign(_ name: String) -> Bool {
        guard name.hasSuffix(".json"), !name.hasSuffix(".schema.json"), !name.hasSuffix(".tmp.json") else {
            return false
        }
        return name.first.map { !".~#".contains($0) } ?? false
    }
}
