import Campaigns
import Durability

/// What the journal keeps of an announcement: everything that a restart makes the campaign of.
///
/// `i64 announced, string id, string file name, string file, string roll, string charter, string policy, u32 further
/// files, (string path, string bytes)…`, and four bytes that are given up when a row of the roll is erased.
struct AnnouncedPayload {
    var announcedAt: Int64
    var id: String
    var fileName: String
    var file: [UInt8]
    var rollFile: [UInt8]
    var charter: [UInt8]
    /// Empty where there is none.
    var policyFile: [UInt8]
    var further: [FurtherFile]
    /// Where each of those begins in the payload.
    private var furtherOffsets: [Int] = []
    /// Where the file and the roll begin in the payload.
    private(set) var fileOffset = 0
    private(set) var rollOffset = 0

    /// Whether the file and the roll were overwritten, because the campaign was retired.
    var isRetired: Bool { !file.isEmpty && file.allSatisfy { $0 == Roll.filling } }

    init(
        announcedAt: Int64, id: String, fileName: String, file: [UInt8], rollFile: [UInt8], charter: [UInt8],
        policyFile: [UInt8], further: [FurtherFile]
    ) {
        self.announcedAt = announcedAt
        self.id = id
        self.fileName = fileName
        self.file = file
        self.rollFile = rollFile
        self.charter = charter
        self.policyFile = policyFile
        self.further = further
    }

    init(reading bytes: UnsafeRawBufferPointer) throws(PayloadError) {
        var payload = PayloadReader(bytes)
        announcedAt = try payload.integer()
        id = try payload.text()
        fileName = try payload.text()
        fileOffset = payload.offset + MemoryLayout<UInt32>.size
        file = try payload.string()
        rollOffset = payload.offset + MemoryLayout<UInt32>.size
        rollFile = try payload.string()
        charter = try payload.string()
        policyFile = try payload.string()
        further = []
        for _ in 0..<(try payload.integer(UInt32.self)) {
            let path = try payload.text()
            furtherOffsets.append(payload.offset + MemoryLayout<UInt32>.size)
            further.append(FurtherFile(path: path, bytes: try payload.string()))
        }
        _ = try payload.take(PayloadEdit.givenUpBytes)
        try payload.end()
    }

    var bytes: [UInt8] {
        var payload = PayloadWriter()
        payload.integer(announcedAt)
        payload.string(id)
        payload.string(fileName)
        payload.string(file)
        payload.string(rollFile)
        payload.string(charter)
        payload.string(policyFile)
        payload.integer(UInt32(further.count))
        for file in further {
            payload.string(file.path)
            payload.string(file.bytes)
        }
        payload.bytes += [UInt8](repeating: 0, count: PayloadEdit.givenUpBytes)
        return payload.bytes
    }
}

extension AnnouncedPayload {
    /// What is put over the rows of people whose places are given.
    static func fillings(ofRows places: [Int], in payload: [UInt8]) throws(PayloadError) -> [PayloadEdit.Replacement] {
        let announced = try AnnouncedPayload(bytes: payload)
        return try Roll.fillings(ofRows: places, in: announced.rollFile, at: announced.rollOffset)
    }

    /// What is put over the file, the roll and the further files of a campaign that is retired.
    static func retirement(of payload: [UInt8]) throws(PayloadError) -> [PayloadEdit.Replacement] {
        let announced = try AnnouncedPayload(bytes: payload)
        let files =
            [(announced.fileOffset, announced.file.count), (announced.rollOffset, announced.rollFile.count)]
            + zip(announced.furtherOffsets, announced.further.map(\.bytes.count))
        return files.map { PayloadEdit.Replacement(offset: $0, bytes: [UInt8](repeating: Roll.filling, count: $1)) }
    }

    private init(bytes: [UInt8]) throws(PayloadError) {
        let read = bytes.withUnsafeBytes { bytes in
            Result { () throws(PayloadError) in try AnnouncedPayload(reading: bytes) }
        }
        self = try read.get()
    }
}
