#define _GNU_SOURCE
#include "include/kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/un.h>
#include <unistd.h>

int kernel_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static struct epoll_event event_of(uint32_t flags, uint64_t token) {
    struct epoll_event event = {.events = EPOLLRDHUP, .data.u64 = token};
    if (flags & KERNEL_READABLE) {
        event.events |= EPOLLIN;
    }
    if (flags & KERNEL_WRITABLE) {
        event.events |= EPOLLOUT;
    }
    return event;
}

int kernel_epoll_add(int epoll, int fd, uint32_t flags, uint64_t token) {
    struct epoll_event event = event_of(flags, token);
    return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

int kernel_epoll_modify(int epoll, int fd, uint32_t flags, uint64_t token) {
    struct epoll_event event = event_of(flags, token);
    return epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event);
}

int kernel_epoll_remove(int epoll, int fd) { return epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL); }

#define EVENTS_A_WAIT 256

int kernel_epoll_wait(int epoll, struct kernel_event *events, int capacity, int milliseconds) {
    struct epoll_event raw[EVENTS_A_WAIT];
    int count = epoll_wait(epoll, raw, capacity < EVENTS_A_WAIT ? capacity : EVENTS_A_WAIT, milliseconds);
    if (count < 0) {
        return errno == EINTR ? 0 : -1;
    }
    for (int i = 0; i < count; i++) {
        uint32_t flags = 0;
        if (raw[i].events & EPOLLIN) {
            flags |= KERNEL_READABLE;
        }
        if (raw[i].events & EPOLLOUT) {
            flags |= KERNEL_WRITABLE;
        }
        if (raw[i].events & (EPOLLHUP | EPOLLERR)) {
            flags |= KERNEL_CLOSED;
        }
        events[i] = (struct kernel_event){.token = raw[i].data.u64, .flags = flags};
    }
    return count;
}

int kernel_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int kernel_accept(int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        // A caller that hung up before it was accepted is no failure of the listener: take the next one.
        if (fd >= 0 || (errno != EINTR && errno != ECONNABORTED)) {
            return fd;
        }
    }
}

int kernel_unix_socket(int is_blocking) {
    return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | (is_blocking ? 0 : SOCK_NONBLOCK), 0);
}

size_t kernel_unix_path_limit(void) { return sizeof(((struct sockaddr_un *)0)->sun_path) - 1; }

static int address_of(const char *path, struct sockaddr_un *address) {
    if (strlen(path) > kernel_unix_path_limit()) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    strcpy(address->sun_path, path);
    return 0;
}

int kernel_unix_bind(int fd, const char *path) {
    struct sockaddr_un address;
    return address_of(path, &address) < 0 ? -1 : bind(fd, (struct sockaddr *)&address, sizeof address);
}

int kernel_unix_connect(int fd, const char *path) {
    struct sockaddr_un address;
    return address_of(path, &address) < 0 ? -1 : connect(fd, (struct sockaddr *)&address, sizeof address);
}

int kernel_peer(int fd, uint32_t *uid, uint32_t *gid, int32_t *pid) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0) {
        return -1;
    }
    *uid = peer.uid;
    *gid = peer.gid;
    *pid = peer.pid;
    return 0;
}

ssize_t kernel_send(int fd, const void *bytes, size_t count) {
    for (;;) {
        ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL);
        if (sent >= 0 || errno != EINTR) {
            return sent;
        }
    }
}

ssize_t kernel_receive(int fd, void *bytes, size_t count) {
    for (;;) {
        ssize_t received = recv(fd, bytes, count, 0);
        if (received >= 0 || errno != EINTR) {
            return received;
        }
    }
}

int kernel_inotify_create(void) { return inotify_init1(IN_CLOEXEC | IN_NONBLOCK); }

int kernel_inotify_watch(int inotify, const char *path) {
    return inotify_add_watch(
        inotify, path,
        IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF
            | IN_ONLYDIR);
}

int kernel_inotify_unwatch(int inotify, int watch) { return inotify_rm_watch(inotify, watch); }

int kernel_inotify_drain(int inotify, int *lost) {
    char buffer[16384] __attribute__((aligned(__alignof__(struct inotify_event))));
    int count = 0;
    for (;;) {
        ssize_t size = read(inotify, buffer, sizeof buffer);
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size <= 0) {
            return size == 0 || errno == EAGAIN ? count : -1;
        }
        for (char *p = buffer; p < buffer + size;) {
            struct inotify_event *event = (struct inotify_event *)p;
            count++;
            if (event->mask & (IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF | IN_Q_OVERFLOW)) {
                *lost += 1;
            }
            p += sizeof *event + event->len;
        }
    }
}

static atomic_ullong signals_seen;
static atomic_int signal_eventfd = -1;

static void mark_signal(int signal) {
    int saved = errno;
    atomic_fetch_or(&signals_seen, 1ull << signal);
    uint64_t one = 1;
    ssize_t written = write(atomic_load(&signal_eventfd), &one, sizeof one);
    (void)written;  // A full counter still wakes its reader.
    errno = saved;
}

static int handle(int signal, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    return sigaction(signal, &action, NULL);
}

int kernel_signal_watch(int signal, int eventfd) {
    atomic_store(&signal_eventfd, eventfd);
    return handle(signal, mark_signal);
}

int kernel_signal_default(int signal) { return handle(signal, SIG_DFL); }

int kernel_signal_ignore(int signal) { return handle(signal, SIG_IGN); }

uint64_t kernel_signals_taken(void) { return atomic_exchange(&signals_seen, 0); }

int kernel_open_segment(const char *path, int is_direct) {
    return open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (is_direct ? O_DIRECT | O_DSYNC : 0));
}

int kernel_create_exclusive(const char *path, uint32_t mode) {
    return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, (mode_t)mode);
}

int kernel_open_to_read(const char *path) { return open(path, O_RDONLY | O_CLOEXEC); }

int kernel_open_unblocked(const char *path) { return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); }

// Whether a refused lease means that somebody writes: where files come over a network or from a program, it may mean no
// more than that there are no leases to be had.
static int tells_writers(int fd) {
    struct statfs system;
    if (fstatfs(fd, &system) != 0) return 0;
    switch ((uint32_t)system.f_type) {
        case 0x6969:      // NFS
        case 0xff534d42:  // CIFS
        case 0xfe534d42:  // SMB2
        case 0x01021997:  // 9P
        case 0x00c36400:  // Ceph
        case 0x65735546:  // FUSE
            return 0;
        default: return 1;
    }
}

int kernel_is_being_written(int fd) {
    // Whoever opens the file while the lease is held makes the kernel send SIGIO, which would end the process; SIGURG is
    // ignored unless somebody asks for it.
    if (!tells_writers(fd) || fcntl(fd, F_SETSIG, SIGURG) != 0) return -1;
    if (fcntl(fd, F_SETLEASE, F_RDLCK) != 0) return errno == EAGAIN ? 1 : -1;
    fcntl(fd, F_SETLEASE, F_UNLCK);
    return 0;
}

int kernel_open_directory(const char *path) { return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC); }

int kernel_open_lock(const char *path) { return open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600); }

int kernel_lock(int fd) { return flock(fd, LOCK_EX | LOCK_NB); }

int kernel_fdatasync(int fd) { return fdatasync(fd); }

int kernel_drop_cache(int fd) {
    int error = posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    if (error != 0) {
        errno = error;
        return -1;
    }
    return 0;
}

ssize_t kernel_random(void *bytes, size_t count) { return getrandom(bytes, count, 0); }

size_t kernel_leading_zeros(const void *bytes, size_t count) {
    const unsigned char *p = bytes;
    size_t done = 0;
    for (; count - done >= 64; done += 64) {
        uint64_t words[8];
        memcpy(words, p + done, 64);
        if (words[0] | words[1] | words[2] | words[3] | words[4] | words[5] | words[6] | words[7]) {
            break;
        }
    }
    while (done < count && p[done] == 0) {
        done++;
    }
    return done;
}

size_t kernel_without_trailing_zeros(const void *bytes, size_t count) {
    const unsigned char *p = bytes;
    for (; count >= 64; count -= 64) {
        uint64_t words[8];
        memcpy(words, p + count - 64, 64);
        if (words[0] | words[1] | words[2] | words[3] | words[4] | words[5] | words[6] | words[7]) {
            break;
        }
    }
    while (count > 0 && p[count - 1] == 0) {
        count--;
    }
    return count;
}

int kernel_is_filled(const void *bytes, size_t count, uint8_t value) {
    const unsigned char *p = bytes;
    // Equal to itself one byte further on, and beginning with the value: all of it is the value.
    return count == 0 || (p[0] == value && memcmp(p, p + 1, count - 1) == 0);
}

int kernel_is_equal(const void *left, const void *right, size_t count) { return memcmp(left, right, count) == 0; }
