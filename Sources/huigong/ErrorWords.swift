import Auditing
import Durability
import JSON
import Platform
import Proofs
import Service
import Witnessing

extension BilingualText {
    /// What an error of another target says to the person at the command line.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure:
            let place = failure.place.map { " — \($0)" } ?? ""
            self.init(zh: failure.what.zh + place, en: failure.what.english + place)
        case let error as DiskError: self = error.words
        case let error as SocketError: self = error.words
        case let error as FormatError: self = error.words
        case let error as StoreError: self = error.words
        case let error as JournalError: self = error.words
        case let error as WitnessStoreError: self = error.words
        case let error as RolledBack: self = error.words
        case let error as PublishedAhead: self = error.words
        case let error as ReplayError:
            self.init(zh: "日志重放不了：第 \(error.frame) 帧 \(error.what)", en: error.description)
        default: self.init(zh: "没有料到的错误：\(error)", en: "unexpected: \(error)")
        }
    }
}

extension StoreError {
    fileprivate var words: BilingualText {
        switch self {
        case .disk(let error): error.words
        case .wrongSort(let root, let found, let expected):
            both("\(root) 里是另一种数据（\(found)），\(expected) 数据不放进同一个文件夹", description)
        case .newerVersion(let root, let found): both("\(root) 是另一个版本的数据：\(found)", description)
        case .secret(let campaign, let what): both("活动 \(campaign) 的密钥有问题：\(what)", description)
        }
    }
}

extension JournalError {
    fileprivate var words: BilingualText {
        switch self {
        case .damaged(let damage):
            both("日志已损坏：\(damage.path)，第 \(damage.offset) 字节（\(damage.part.rawValue)）", description)
        case .newerVersion(let path, let version): both("\(path) 是版本 \(version) 的日志，本程序读不了", description)
        case .disk(let error): error.words
        }
    }
}

extension WitnessStoreError {
    fileprivate var words: BilingualText {
        switch self {
        case .disk(let error): error.words
        case .empty(let root): both("\(root) 里没有见证方", description)
        case .otherName(let root, let name): both("\(root) 里是另一个见证方 \(name)", description)
        case .damaged(let path): both("\(path) 不是见证方写下的样子", description)
        }
    }
}

extension RolledBack {
    fileprivate var words: BilingualText {
        guard let size else { return both("见证方见过 \(origin) 的 \(witnessed) 片叶，这份数据里却没有这个日志", description) }
        return size < witnessed
            ? both("这里的 \(origin) 只有 \(size) 片叶，见证方已见过 \(witnessed) 片：这份数据是旧的副本", description)
            : both("这里的 \(origin) 在大小 \(witnessed) 处的根与见证方见过的不同", description)
    }
}

extension PublishedAhead {
    fileprivate var words: BilingualText {
        both(
            "\(folder)/checkpoint 公布过已签名的 \(published) 片叶，日志里却是 \(known) 片或是别的叶：是否恢复了旧的数据副本？",
            description)
    }
}

extension FormatError {
    /// What is said of a whole file that was named on the command line.
    var notValid: BilingualText { both("格式不对（\(words.zh)）", "not a valid \(description)") }
}
