/// The daemon's side of one connection: what it may call, and replies on their way out.
///
/// Replies are written when a request is decided and leave when everything they may speak of is durable: bytes go from
/// *written* over *in flight* (their batch is being synced) to *released*. Owned by the daemon's thread.
package final class Peer {
    package let socket: Method.Socket
    /// The server's place for the connection.
    package let slot: Int
    package internal(set) var isOpen = true
    /// Everything not yet sent.
    let out = ByteSink()
    /// How many bytes of `out` may leave.
    package private(set) var releasedCount = 0
    private var inFlightCount = 0
    /// Whether the daemon has this peer on its list of those with news.
    var isTouched = false
    /// Requests whose answers wait for a head or for work in the background.
    var waitingCount = 0
    /// Campaigns whose tally is watched, by number, with the version last sent.
    var watched: [Int: Int] = [:]
    var lookUpGuard = LookUpGuard()

    package init(socket: Method.Socket, slot: Int = 0) {
        self.socket = socket
        self.slot = slot
    }

    var unreleasedCount: Int { out.count - releasedCount }

    /// Adds a reply that is made as an array; what answers submissions writes to `out` itself.
    func write(_ body: (inout [UInt8]) -> Void) {
        var reply: [UInt8] = []
        body(&reply)
        out.append(reply)
    }

    /// Replies that were not sent yet, released or not.
    package var unsentCount: Int { out.count }

    /// Everything written so far belongs to the batch that is sealed now.
    package func sealed() { inFlightCount = out.count }

    /// The sealed batch is durable.
    package func release() { releasedCount = inFlightCount }

    /// The bytes that may leave.
    package func withReleased<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(rebasing: out.raw[..<releasedCount]))
    }

    /// Forgets what was sent.
    package func sent(_ count: Int) {
        precondition(count <= releasedCount, "nothing leaves before it is durable")
        out.removeFirst(count)
        releasedCount -= count
        inFlightCount -= count
    }
}
