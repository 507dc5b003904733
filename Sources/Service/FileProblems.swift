import Campaigns
import JSON
import Platform

/// What is wrong with files, each problem a text of its own whose first line says what and where.

extension Problem {
    /// The problem as `check` prints it, in both languages.
    func text(file: String, source: [UInt8]) -> BilingualText {
        BilingualText(
            zh: rendered(file: file, source: source, language: .zh),
            en: rendered(file: file, source: source, language: .en))
    }
}

/// So many problems of a file are kept as texts; a file of the wrong kind has one in every line.
private let mostKept = 50

extension Problems {
    func texts(file: String, source: [UInt8]) -> [BilingualText] {
        let kept = list.prefix(mostKept).map { $0.text(file: file, source: source) }
        return kept + BilingualText.more(list.count - kept.count + unlisted, in: file)
    }
}

extension RollProblems {
    func texts(file: String) -> [BilingualText] {
        let kept = listed.prefix(mostKept).map { problem in
            BilingualText(
                zh: problem.rendered(file: file, language: .zh), en: problem.rendered(file: file, language: .en))
        }
        return kept + BilingualText.more(count - kept.count, in: file)
    }
}

extension BilingualText {
    fileprivate static func more(_ count: Int, in file: String) -> [BilingualText] {
        count == 0 ? [] : [BilingualText(zh: "\(file)：还有 \(count) 处问题", en: "\(file): \(count) more problems")]
    }

    /// The first line: what is wrong and where, without the lines of the file.
    var headline: BilingualText {
        func first(_ text: String) -> String { text.split(separator: "\n").first.map(String.init) ?? text }
        return BilingualText(zh: first(zh), en: en.map(first))
    }
}

extension FileFault {
    /// Why a file is not read, for people.
    package var words: BilingualText {
        switch self {
        case .missing: BilingualText(zh: "不存在", en: "does not exist")
        case .danglingLink: BilingualText(zh: "是一个链接，它指向的文件不存在", en: "is a link to a file that does not exist")
        case .folder: BilingualText(zh: "是一个文件夹，这里应是文件", en: "is a folder, where a file belongs")
        case .pipe: BilingualText(zh: "是一个管道，这里应是文件", en: "is a pipe, where a file belongs")
        case .socket: BilingualText(zh: "是一个套接字，这里应是文件", en: "is a socket, where a file belongs")
        case .device: BilingualText(zh: "是一个设备，这里应是文件", en: "is a device, where a file belongs")
        case .unreadable(let number):
            BilingualText(
                zh: "读不了：\(systemMessage(number).zh)", en: "can't be read: \(systemMessage(number).text(.en))")
        case .tooLarge(let limit):
            BilingualText(zh: "超过 \(limit >> 20) MiB", en: "is larger than \(limit >> 20) MiB")
        case .beingWritten:
            BilingualText(zh: "正在写入，写完后再读", en: "is being written, and is read when that is done")
        }
    }

    /// As in `dengmi.json: error: is a folder, where a file belongs`.
    func text(of file: String) -> BilingualText {
        BilingualText(zh: "\(file): error: \(words.zh)", en: "\(file): error: \(words.text(.en))")
    }

    /// As said where a campaign names a roll.
    package func ofRoll(_ path: String) -> BilingualText {
        BilingualText(zh: "名册 \(path) \(words.zh)", en: "the roll \(path) \(words.text(.en))")
    }
}
