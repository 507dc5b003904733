import Campaigns
import JSON
import Platform
import Proofs

/// Why nobody was added to a roll; nothing has changed.
enum RollRefusal: Error, Equatable {
    /// There is no file to read.
    case missing(BilingualText)
    /// The file is no roll.
    case invalid(BilingualText)
    /// People are gone or other than they were.
    case adverse(BilingualText)
    /// Everybody in the file is in force already.
    case unchanged
    /// The new rows are larger than one amendment may be.
    case tooLarge
}

/// Reads a campaign's roll again and holds it against the one in force. Runs in the background: it holds no state and
/// touches none.
struct RollReading: Sendable {
    let folder: CampaignFolder
    let path: String
    let keys: CampaignKeys
    /// How names are shown.
    let masking: Campaign.Disclosure.Masking
    /// The parts of the roll in force.
    let parts: [[UInt8]]
    /// Who of the file takes part; nil where everybody does.
    let filter: RollFilter?

    /// What is new, ready to be logged.
    func read() -> Result<RollStep, RollRefusal> {
        do throws(RollRefusal) {
            let whole = try bytes()
            let listed = try RollReading.people(in: whole, path)
            let edited = filter?.applied(to: listed) ?? listed
            let file = filter == nil ? whole : edited.file
            var inForce: [Roll.Person] = []
            for part in parts { inForce += try RollReading.people(in: part, path).people }
            let edit = RollEdit(from: inForce, to: edited, masking: masking)
            guard edit.changed.isEmpty, edit.removed.isEmpty else {
                throw .adverse(words(edit, edited, listed, whole))
            }
            guard !edit.added.isEmpty else { throw .unchanged }
            let rows = Roll.excerpt(edit.added, of: file)
            guard rows.count <= RollStep.mostBytes else { throw .tooLarge }
            let roll = RollBook(edited, keys: keys, masking: masking).file.commitment
            return .success(RollStep(rows: rows, roll: roll))
        } catch {
            return .failure(error)
        }
    }

    private func bytes() throws(RollRefusal) -> [UInt8] {
        do throws(FileFault) { return try folder.roll(at: path).bytes } catch { throw .missing(error.ofRoll(path)) }
    }

    private static func people(in file: [UInt8], _ path: String) throws(RollRefusal) -> Roll {
        switch loadRoll(bytes: file) {
        case .success(let roll): return roll
        case .failure(let problems):
            throw .invalid(
                BilingualText(
                    zh: problems.rendered(file: path, language: .zh), en: problems.rendered(file: path, language: .en)))
        }
    }

    /// How many are named; the others are counted.
    private static let mostNamed = 5

    /// Names people, so it is for the answer alone, and never for the daemon's log.
    ///
    /// - Parameter listed: Everybody in the file, also whoever does not take part.
    private func words(_ edit: RollEdit, _ edited: Roll, _ listed: Roll, _ file: [UInt8]) -> BilingualText {
        let changed = edit.changed.prefix(Self.mostNamed).map { place in
            let id = edited.people[place].id
            let row = listed.people.firstIndex { $0.id == id }.flatMap { Roll.row(of: $0, in: file) }
            return (row: row ?? 0, id: id)
        }
        let removed = edit.removed.prefix(Self.mostNamed)
        var zh: [String] = []
        var en: [String] = []
        if !changed.isEmpty {
            let rest = edit.changed.count > changed.count
            zh.append(
                "改动了 \(edit.changed.count) 人："
                    + changed.map { "第 \($0.row) 行（\($0.id)）" }.joined(separator: "、") + (rest ? " 等" : ""))
            en.append(
                "\(edit.changed.count) changed: "
                    + changed.map { "row \($0.row) (\($0.id))" }.joined(separator: ", ") + (rest ? ", …" : ""))
        }
        if !removed.isEmpty {
            let rest = edit.removed.count > removed.count
            zh.append("少了 \(edit.removed.count) 人：" + removed.joined(separator: "、") + (rest ? " 等" : ""))
            en.append("\(edit.removed.count) missing: " + removed.joined(separator: ", ") + (rest ? ", …" : ""))
        }
        return BilingualText(
            zh: "\(path)：公布之后名册只能增加人；" + zh.joined(separator: "；"),
            en: "\(path): after announcing, people are only added to a roll; " + en.joined(separator: "; "))
    }
}
