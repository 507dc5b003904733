import Glibc
import JSON
import Platform
import Service

/// A daemon at the other end of a socket: one request, one answer.
final class DaemonClient {
    private let client: UnixClient
    private let path: String
    private var nextID: Int64 = 1

    /// - Parameter timeoutMilliseconds: the longest wait for an answer; nil waits without end.
    init(path: String, timeoutMilliseconds: Int? = nil) throws {
        self.path = path
        do {
            client = try UnixClient(path: path, timeoutMilliseconds: timeoutMilliseconds)
        } catch {
            throw DaemonClient.failure(error, path: path)
        }
    }

    /// Sends one request and waits for its answer.
    ///
    /// - Parameter params: the text of a JSON object.
    /// - Throws: ``Reply/Refusal`` for an error answer, `CommandFailure` where the daemon can't be heard.
    func call(_ method: String, paramsText: [UInt8]) throws -> JSONValue {
        let id = nextID
        nextID += 1
        do {
            try client.write(Request.line(id: id, method: method, params: paramsText))
            while let line = try client.readLine() {
                guard let reply = Reply(line) else {
                    throw CommandFailure(both("应答不是 JSON-RPC", "the daemon's answer is not JSON-RPC"), at: path)
                }
                switch reply.content {
                case .notification: continue
                case .result(let value) where reply.id == id: return value
                case .refused(let refusal): throw refusal
                case .result: continue
                }
            }
        } catch let error as SocketError {
            throw DaemonClient.failure(error, path: path)
        }
        throw CommandFailure(
            both("守护进程断开了连接", "the daemon closed the connection"), at: path,
            hint: both("原因在它的日志里", "its log says why"), exitCode: .unreachable)
    }

    func call(_ method: String, _ params: JSON = [:]) throws -> JSONValue {
        try call(method, paramsText: params.bytes())
    }

    /// A socket error in words, with what to do.
    static func failure(_ error: SocketError, path: String) -> CommandFailure {
        switch error {
        case .nobodyListens:
            CommandFailure(
                both("没有守护进程在监听", "no daemon is listening"), at: path,
                hint: both(
                    "用 `huigong serve FOLDER` 启动，或用 --data DIR（以及 --rehearse）指明它的数据",
                    "start one with `huigong serve FOLDER`, or name its data with --data DIR (and --rehearse)"),
                exitCode: .unreachable)
        case .pathTooLong(_, let bytes, let limit):
            CommandFailure(
                both(
                    "套接字路径太长：\(bytes) 字节，最多 \(limit) 字节",
                    "the socket's path is too long: \(bytes) bytes of at most \(limit)"), at: path,
                hint: both("换一个较短的 --data DIR", "choose a shorter --data DIR"), exitCode: .usage)
        case .refused(_, let operation, let number):
            CommandFailure(
                both("连不上：\(systemMessage(number).zh)", "cannot \(operation): \(systemMessage(number).english)"),
                at: path,
                hint: [EACCES, EPERM].contains(number)
                    ? both("您是守护进程的那个用户吗？", "are you the daemon's user?")
                    : both("--data DIR 应是守护进程的数据文件夹", "--data DIR names the folder of the daemon's data"),
                exitCode: .unreachable)
        default:
            CommandFailure(BilingualText(error), at: path, exitCode: .unreachable)
        }
    }
}

enum Request {
    /// One line with its LF; `params` is the text of a JSON object.
    static func line(id: Int64, method: String, params: [UInt8]) -> [UInt8] {
        var line = Array("{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":".utf8)
        JSONWriter.appendString(method, to: &line)
        line += Array(",\"params\":".utf8)
        line += params
        line += Array("}\n".utf8)
        return line
    }
}
