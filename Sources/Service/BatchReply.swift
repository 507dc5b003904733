import JSON

/// Where the answer to one request goes: straight to the peer, or into the array that answers a batch.
enum ReplyAddress {
    case direct(Peer)
    case batch(BatchReply)

    var peer: Peer {
        switch self {
        case .direct(let peer): peer
        case .batch(let batch): batch.peer
        }
    }
}

/// The answer to a JSON-RPC batch array, which leaves when its last part is there.
final class BatchReply {
    let peer: Peer
    private var bytes: [UInt8] = [UInt8(ascii: "[")]
    private var isReadComplete = false
    /// Parts that wait for a head or for work in the background.
    var waitingCount = 0

    init(peer: Peer) {
        self.peer = peer
    }

    var byteCount: Int { bytes.count }

    func write(_ body: (inout [UInt8]) -> Void) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        body(&bytes)
    }

    /// All requests of the array were read; no part comes that is not counted as waiting.
    func finishReading() {
        isReadComplete = true
        sendIfComplete()
    }

    /// An array of notifications alone gets no answer.
    func sendIfComplete() {
        guard isReadComplete, waitingCount == 0, bytes.count > 1 else { return }
        peer.write { out in
            out.append(contentsOf: bytes)
            out.append(UInt8(ascii: "]"))
            out.append(UInt8(ascii: "\n"))
        }
        bytes = []
    }
}

extension ReplyAddress {
    /// Writes one response object; a direct one is a line.
    func write(_ body: (inout [UInt8]) -> Void) {
        switch self {
        case .direct(let peer):
            peer.write { out in
                body(&out)
                out.append(UInt8(ascii: "\n"))
            }
        case .batch(let batch):
            batch.write(body)
        }
    }

    func write(result: JSON, id: [UInt8]) {
        write { out in
            JSONWriter.appendRaw("{\"jsonrpc\":\"2.0\",\"id\":", to: &out)
            out.append(contentsOf: id)
            JSONWriter.appendRaw(",\"result\":", to: &out)
            out.append(contentsOf: result.bytes())
            out.append(UInt8(ascii: "}"))
        }
    }

    func write(error: CallError, id: some Collection<UInt8>, language: Language) {
        write { out in
            JSONWriter.appendRaw("{\"jsonrpc\":\"2.0\",\"id\":", to: &out)
            out.append(contentsOf: id)
            JSONWriter.appendRaw(",\"error\":", to: &out)
            error.append(to: &out, language: language)
            out.append(UInt8(ascii: "}"))
        }
    }

    /// What was written and not sent yet, here and in the array that it goes into.
    var unsentCount: Int {
        switch self {
        case .direct(let peer): peer.unsentCount
        case .batch(let batch): batch.peer.unsentCount + batch.byteCount
        }
    }

    /// The answer will come later.
    func wait() {
        peer.waitingCount += 1
        if case .batch(let batch) = self { batch.waitingCount += 1 }
    }

    /// The answer that was waited for has been written.
    func arrived() {
        peer.waitingCount -= 1
        if case .batch(let batch) = self {
            batch.waitingCount -= 1
            batch.sendIfComplete()
        }
    }
}
