import Glibc
import JSON

@main
struct Huigong {
    static func main() {
        exit(run(Array(CommandLine.arguments.dropFirst())).code)
    }

    /// Finds the command and runs it; every failure is told once, here.
    static func run(_ words: [String]) -> ExitCode {
        do {
            return try dispatch(words)
        } catch let failure as CommandFailure {
            Output.failure(failure, .asked(in: words))
            return failure.exitCode
        } catch {
            Output.failure(CommandFailure(BilingualText(error)), .asked(in: words))
            return .failed
        }
    }

    private static func dispatch(_ words: [String]) throws -> ExitCode {
        guard let first = words.first else {
            Output.message(HelpText.overview(Command.all, .asked(in: words)))
            return .usage
        }
        switch first {
        case "-h", "--help": return try dispatch(["help"] + words.dropFirst())
        case "--version": return try dispatch(["version"] + words.dropFirst())
        default: break
        }
        let command = try Command.named(first)
        let rest = Array(words.dropFirst())
        if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
            Output.result(HelpText.page(command, .asked(in: words)))
            return .ok
        }
        return try command.run(try Arguments(rest, of: command))
    }
}
