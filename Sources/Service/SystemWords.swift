import Glibc
import JSON
import Platform

/// What the system says of an error number; in Chinese for those that people meet.
package func systemMessage(_ code: Int32) -> BilingualText {
    let words = String(cString: strerror(code))
    return BilingualText(zh: chinese[code] ?? words, en: words)
}

private let chinese: [Int32: String] = [
    EPERM: "不允许这样操作", ENOENT: "没有这个文件或文件夹", EIO: "读写出错", ENXIO: "没有这个设备或地址", EACCES: "没有权限",
    EEXIST: "已经存在", ENOTDIR: "不是文件夹", EISDIR: "这是一个文件夹", EINVAL: "参数无效",
    EMFILE: "打开的文件太多", EFBIG: "文件太大", ENOSPC: "磁盘没有空间了", EROFS: "文件系统只能读", EPIPE: "对方已断开",
    ENAMETOOLONG: "名字太长", ELOOP: "符号链接绕成了圈", EDQUOT: "磁盘配额用完了", ECONNREFUSED: "对方拒绝连接",
    ECONNRESET: "连接被对方断开", ENOTEMPTY: "文件夹不是空的", EBUSY: "正在被使用", ENOEXEC: "不能执行",
]

extension DiskError {
    /// What could not be done, for people.
    package var words: BilingualText {
        switch reason {
        case .lockedByAnother:
            return BilingualText(zh: "\(path)：另一个 huigong 进程正在使用这个数据目录", en: description)
        case .gone: return BilingualText(zh: "\(path)：磁盘不见了", en: description)
        default: return BilingualText(zh: "\(operation.chinese)失败：\(path)：\(systemMessage(number).zh)", en: description)
        }
    }
}

extension DiskError.Operation {
    fileprivate var chinese: String {
        switch self {
        case .open: "打开"
        case .read: "读取"
        case .write: "写入"
        case .sync: "落盘"
        case .create: "新建"
        case .list: "列出"
        case .replace: "替换"
        case .remove: "删除"
        case .lock: "锁定"
        case .makeDirectory: "新建文件夹"
        }
    }
}

extension SocketError {
    /// What went wrong, for people.
    package var words: BilingualText {
        switch self {
        case .pathTooLong(let path, let bytes, let limit):
            BilingualText(zh: "套接字路径太长：\(bytes) 字节，最多 \(limit) 字节 — \(path)", en: description)
        case .inUse(let path): BilingualText(zh: "另一个守护进程正在监听 — \(path)", en: description)
        case .notASocket(let path): BilingualText(zh: "这个位置上有一个不是套接字的文件 — \(path)", en: description)
        case .nobodyListens(let path): BilingualText(zh: "没有守护进程在监听 — \(path)", en: description)
        case .refused(let path, let operation, let number):
            BilingualText(zh: "\(operation) 失败：\(systemMessage(number).zh) — \(path)", en: description)
        case .system(let operation, let number):
            BilingualText(zh: "\(operation)：\(systemMessage(number).zh)", en: description)
        case .closed: BilingualText(zh: "连接已断开", en: description)
        case .lineTooLong(let limit): BilingualText(zh: "应答超过 \(limit) 字节", en: description)
        case .timedOut: BilingualText(zh: "没有在限定时间内应答", en: description)
        }
    }
}
