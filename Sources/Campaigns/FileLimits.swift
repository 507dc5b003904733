/// The most bytes that are read of the files of a folder; whoever checks one must refuse what the daemon refuses.
package enum FileLimits {
    package static let campaign = 16 << 20
    /// A city's roll of half a million people has 30 MB.
    package static let roll = 512 << 20
    /// A file of ids, one a line.
    package static let list = 64 << 20
}
