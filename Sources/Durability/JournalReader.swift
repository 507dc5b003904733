import CKernel
import Platform
import Synchronization

/// Reads durable frames back by their place, from any thread.
package final class JournalReader: Sendable {
    private static let mostOpenFiles = 64
    let disk: any Disk
    let folder: String
    private let files = Mutex<[UInt32: any DiskFile]>([:])

    package init(disk: any Disk, folder: String = "journal") {
        self.disk = disk
        self.folder = folder
    }

    /// The payload of a durable frame, checked against its digest.
    package func payload(at location: FrameLocation) throws(JournalError) -> [UInt8] {
        let frame: [UInt8]
        do throws(DiskError) { frame = try read(location) } catch { throw .disk(error) }
        return try payload(of: frame, at: location)
    }

    /// The header of a durable frame, and its payload without a mask.
    func checked(_ location: FrameLocation) throws(JournalError) -> (header: FrameHeader, payload: [UInt8]) {
        let frame: [UInt8]
        do throws(DiskError) { frame = try read(location) } catch { throw .disk(error) }
        let payload = try payload(of: frame, at: location)
        guard let header = frame.withUnsafeBytes({ FrameHeader(at: $0.baseAddress!) }) else {
            preconditionFailure("a payload that reads has a header")
        }
        return (header, payload)
    }

    /// The payload of a frame's bytes.
    func payload(of frame: [UInt8], at location: FrameLocation) throws(JournalError) -> [UInt8] {
        var bytes = frame
        guard bytes.count >= FrameHeader.byteCount,
            let header = bytes.withUnsafeBytes({ FrameHeader(at: $0.baseAddress!) })
        else { throw .damaged(damage(.frameHeader, location, nil)) }
        guard header.length == location.length, bytes.count == FrameHeader.byteCount + Int(header.length) else {
            throw .damaged(damage(.frameHeader, location, header))
        }
        bytes.removeFirst(FrameHeader.byteCount)
        guard crc32c(0, bytes, bytes.count) == header.digest else {
            throw .damaged(damage(.payload, location, header))
        }
        if header.mask != 0 {
            bytes.withUnsafeMutableBytes { PayloadMask.apply(header.mask, index: header.index, to: $0) }
        }
        return bytes
    }

    private func damage(
        _ part: JournalDamage.Part, _ location: FrameLocation, _ header: FrameHeader?
    ) -> JournalDamage {
        JournalDamage(
            part: part, path: "\(folder)/\(SegmentHeader.name(location.segment))", offset: Int(location.offset),
            frameIndex: header?.index, batch: header?.batch)
    }

    private func read(_ location: FrameLocation) throws(DiskError) -> [UInt8] {
        let file = try file(location.segment)
        var bytes = [UInt8](repeating: 0, count: FrameHeader.byteCount + Int(location.length))
        let count = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(DiskError) in try file.read(at: Int(location.offset), into: buffer) }
        }
        bytes.removeLast(bytes.count - (try count.get()))
        return bytes
    }

    private func file(_ segment: UInt32) throws(DiskError) -> any DiskFile {
        try files.withLock { files throws(DiskError) in
            if let file = files[segment] { return file }
            if files.count >= Self.mostOpenFiles { files.removeAll() }
            let file = try disk.open("\(folder)/\(SegmentHeader.name(segment))")
            files[segment] = file
            return file
        }
    }
}
