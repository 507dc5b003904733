/// `huigong serve`: the daemon.
enum Serve {
    static let command = Command(
        name: "serve", summary: "Run the daemon for the campaigns of a folder",
        operands: [Command.Operand(name: "FOLDER")], options: StorePaths.options
    ) { _ in
        throw CommandFailure("the daemon is not part of this build")
    }
}
