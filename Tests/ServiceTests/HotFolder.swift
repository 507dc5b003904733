import Foundation
import JSON
import Platform
import Proofs

@testable import Service

/// A running server over a real folder, which is asked with `status` until it has seen what was done there.
final class HotFolder {
    let folder: CampaignsFolder
    let server: RunningServer
    private let control: UnixClient
    private let intake: UnixClient

    /// - Parameter rescan: Milliseconds between two looks without an event. Ten minutes is never: what is seen within the
    ///   bound was told by the kernel.
    init(
        _ data: TemporaryFolder, _ folder: CampaignsFolder, at start: String = Sample.opens, rescan: Int64 = 600_000,
        link: String? = nil
    ) throws {
        self.folder = folder
        server = try RunningServer(in: data, folder, at: start) { options in
            options.rescanMilliseconds = rescan
            link.map { options.campaignsFolder = $0 }
        }
        control = try server.client(.control)
        intake = try server.client()
    }

    func stop() -> (any Error)? {
        server.signal()
        return server.end()
    }

    func call(_ method: String, _ params: String = "{}") throws -> Reply { try control.call(method, params) }

    func status() throws -> JSONValue {
        guard let status = try call("status", #"{"lang":"en"}"#).result else { throw Unexpected("no status") }
        return status
    }

    /// Whether a person is let in.
    func takes(_ person: String, _ campaign: String = "yuanxiao") throws -> String {
        keys += 1
        let params = Sample.guess(person, "k\(keys)", #"{"r3":"千"}"#, campaign: campaign)
        return try intake.call("submit", params).outcome
    }
    private var keys = 0

    var ids: [String] {
        get throws {
            try intake.call("campaigns", "{}").result?["campaigns"]?.elements.compactMap { $0["id"]?.string } ?? []
        }
    }

    // MARK: Waiting

    /// One line of `status` on a file.
    struct Line {
        let value: JSONValue
        var state: String { value["state"]?.string ?? "-" }
        var campaign: String? { value["campaign"]?.string }
        var since: Int64? { value["since_ms"]?.integer }
        /// The beginning of the SHA-256 of its bytes, and of those in force.
        var version: String? { value["version"]?["sha256"]?.string }
        var inForce: String? { value["in_force"]?["sha256"]?.string }
        var problems: String { (value["problems"]?.elements ?? []).compactMap(\.string).joined(separator: "\n") }
    }

    func lines() throws -> [String: Line] {
        (try status()["files"]?.elements ?? []).reduce(into: [:]) { lines, line in
            lines[line["file"]?.string ?? "-"] = Line(value: line)
        }
    }

    /// Asks until a condition holds, with a bound that only a daemon that never gets there meets.
    func wait(_ what: String, _ holds: ([String: Line]) throws -> Bool) throws {
        // Long enough for the busiest machine: only what never comes takes it.
        let deadline = Date().addingTimeInterval(120)
        var last: [String: Line] = [:]
        while Date() < deadline {
            last = try lines()
            if try holds(last) { return }
        }
        let seen = last.sorted { $0.key < $1.key }.map { "\($0): \($1.value.source)" }
        throw Unexpected("\(what) never came; status has \(seen.joined(separator: "\n"))")
    }

    /// Waits until a file is in a state, with the text as its bytes where one is given.
    @discardableResult
    func wait(_ file: String, _ state: String, of text: String? = nil, saying words: String = "") throws -> Line {
        var found: Line?
        try wait("\(file): \(state) \(words)") { lines in
            guard let line = lines[file], line.state == state, words.isEmpty || line.problems.contains(words),
                text == nil || line.version == HotFolder.version(text ?? "")
            else { return false }
            found = line
            return true
        }
        guard let found else { throw Unexpected("nothing found") }
        return found
    }

    /// What `status` calls a text.
    static func version(_ text: String) -> String { String(SHA256.hash(text).hex.prefix(16)) }

    // MARK: What people and programs do to files

    func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    /// Truncates the file and writes it anew, as `>` of a shell does.
    func overwrite(_ name: String, _ text: String) throws {
        let file = open(path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        defer { close(file) }
        guard write(file, text, text.utf8.count) == text.utf8.count else { throw Unexpected("can't write \(name)") }
    }

    func move(_ name: String, _ other: String) throws {
        guard rename(path(name), path(other)) == 0 else { throw Unexpected("can't rename \(name)") }
    }

    func remove(_ name: String) throws {
        guard Glibc.remove(path(name)) == 0 else { throw Unexpected("can't remove \(name)") }
    }

    func link(_ name: String, to target: String) throws {
        guard symlink(target, path(name)) == 0 else { throw Unexpected("can't link \(name)") }
    }
}
