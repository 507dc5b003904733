import Campaigns
import JSON

/// The words after a command's name, read against what the command takes. Nothing is guessed and nothing is ignored.
struct Arguments: Sendable {
    private(set) var operands: [String] = []
    private var values: [String: [String]] = [:]
    private let command: Command
    /// In which everything is shown.
    private(set) var language = Language.ofLocale

    /// Reads `--name value`, `--name=value` and flags in any order; after `--` every word is an operand.
    init(_ words: [String], of command: Command) throws {
        self.command = command
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            if word.hasPrefix("-"), word != "-" {
                try readOption(word, &rest)
            } else {
                operands.append(word)
            }
        }
        language =
            try choice("--lang", of: Language.allCases.map(\.rawValue), usual: language.rawValue) == "zh" ? .zh : .en
        try checkOperands()
    }

    func has(_ option: String) -> Bool {
        values[option] != nil
    }

    /// The value of an option, or nil where it was not given.
    func value(_ option: String) -> String? {
        values[option]?.last
    }

    /// All values of an option that may be repeated.
    func all(_ option: String) -> [String] {
        values[option] ?? []
    }

    /// A whole number within `range`, or `usual` where the option was not given.
    func integer(_ option: String, in range: ClosedRange<Int>, usual: Int) throws -> Int {
        guard let text = value(option) else { return usual }
        guard let number = Int(text), range.contains(number) else {
            throw usage(
                both(
                    "\(option) 应为 \(range.lowerBound) 到 \(range.upperBound) 的整数",
                    "\(option) takes a whole number from \(range.lowerBound) to \(range.upperBound)"), at: text)
        }
        return number
    }

    /// One of the declared words, or `usual` where the option was not given.
    func choice(_ option: String, of words: [String], usual: String) throws -> String {
        guard let text = value(option) else { return usual }
        guard words.contains(text) else {
            throw usage(
                both(
                    "\(option) 只能是 \(words.joined(separator: "、"))",
                    "\(option) takes one of \(words.joined(separator: ", "))"), at: text)
        }
        return text
    }

    func usage(_ what: BilingualText, at place: String?) -> CommandFailure {
        let usage = HelpText.usage(command)
        return CommandFailure(what, at: place, hint: both("用法是 \(usage)", "usage: \(usage)"), exitCode: .usage)
    }

    private var options: [Command.Option] { command.options + Command.sharedOptions }

    private mutating func readOption(_ word: String, _ rest: inout ArraySlice<String>) throws {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let option = options.first(where: { $0.name == parts[0] }) else {
            throw unknownOption(parts[0])
        }
        guard values[option.name] == nil || option.isRepeatable else {
            throw usage(both("\(option.name) 给了两次", "\(option.name) was given twice"), at: nil)
        }
        switch (option.value, parts.count == 2 ? parts[1] : nil) {
        case (nil, nil): values[option.name] = [""]
        case (nil, .some): throw usage(both("\(option.name) 不带值", "\(option.name) takes no value"), at: word)
        case (.some, .some(let value)): values[option.name, default: []].append(value)
        case (.some(let name), nil):
            guard let value = rest.popFirst(), !value.hasPrefix("--") else {
                throw usage(
                    both(
                        "\(option.name) 缺少值：\(option.name) \(name)",
                        "\(option.name) needs a value: \(option.name) \(name)"), at: nil)
            }
            values[option.name, default: []].append(value)
        }
    }

    private func unknownOption(_ name: String) -> CommandFailure {
        var failure = usage(both("没有这个选项", "unknown option"), at: name)
        if let nearest = nearest(to: name, among: options.map(\.name)) {
            failure.hint = both("是不是 `\(nearest)`？", "did you mean `\(nearest)`?")
        }
        return failure
    }

    private func checkOperands() throws {
        let wanted = command.operands
        let required = wanted.filter { $0.count == .one }
        if operands.count < required.count {
            let name = required[operands.count].name
            throw usage(both("缺少 \(name)", "\(name) is missing"), at: nil)
        }
        if !wanted.contains(where: { $0.count == .any }), operands.count > wanted.count {
            throw usage(both("多了一个词", "one word too many"), at: operands[wanted.count])
        }
    }
}
