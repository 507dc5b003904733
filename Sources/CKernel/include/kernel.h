#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// What Swift's Glibc module lacks. Every function returns what the system call returns: -1 and errno on failure.

/// Fetches a line of memory that will be needed soon; any address will do.
static inline void kernel_prefetch(const void *address) { __builtin_prefetch(address, 1); }

#define KERNEL_READABLE 1u
#define KERNEL_WRITABLE 2u
#define KERNEL_CLOSED 4u

struct kernel_event {
    uint64_t token;
    uint32_t flags;  // KERNEL_READABLE | KERNEL_WRITABLE | KERNEL_CLOSED
    uint32_t reserved;
};

int kernel_epoll_create(void);
/// Watches `fd`; `flags` as in kernel_event, level-triggered.
int kernel_epoll_add(int epoll, int fd, uint32_t flags, uint64_t token);
int kernel_epoll_modify(int epoll, int fd, uint32_t flags, uint64_t token);
int kernel_epoll_remove(int epoll, int fd);
/// Waits at most `milliseconds` (-1: without end); an interruption by a signal counts as no event.
int kernel_epoll_wait(int epoll, struct kernel_event *events, int capacity, int milliseconds);

int kernel_eventfd(void);
int kernel_accept(int listener);
int kernel_unix_socket(int is_blocking);
/// The longest path of a Unix socket in bytes, without its ending zero.
size_t kernel_unix_path_limit(void);
int kernel_unix_bind(int fd, const char *path);
int kernel_unix_connect(int fd, const char *path);
int kernel_peer(int fd, uint32_t *uid, uint32_t *gid, int32_t *pid);
ssize_t kernel_send(int fd, const void *bytes, size_t count);
ssize_t kernel_receive(int fd, void *bytes, size_t count);

int kernel_inotify_create(void);
int kernel_inotify_watch(int inotify, const char *path);
int kernel_inotify_unwatch(int inotify, int watch);
/// Empties the queue. Returns how many events there were; adds 1 to `*lost` for each watch that is gone.
int kernel_inotify_drain(int inotify, int *lost);

/// From now on `signal` only marks itself and writes to `eventfd`.
int kernel_signal_watch(int signal, int eventfd);
int kernel_signal_default(int signal);
int kernel_signal_ignore(int signal);
/// The bits (1 << signal) of the watched signals that came since the last call.
uint64_t kernel_signals_taken(void);

/// Opens for reading and writing; with `is_direct`, O_DIRECT and O_DSYNC.
int kernel_open_segment(const char *path, int is_direct);
int kernel_create_exclusive(const char *path, uint32_t mode);
int kernel_open_to_read(const char *path);
/// Like ``kernel_open_to_read``, but never waits for somebody at the other end of a pipe.
int kernel_open_unblocked(const char *path);
/// For a regular file that is open for reading: 1 where some process has it open for writing, 0 where none has, -1 where
/// that can't be known (the file of another user, a file system over a network).
int kernel_is_being_written(int fd);
int kernel_open_directory(const char *path);
int kernel_open_lock(const char *path);
/// flock, exclusive, without waiting.
int kernel_lock(int fd);
int kernel_fdatasync(int fd);
/// Lets go of the cached pages of a file, so that the next read comes from the disk.
int kernel_drop_cache(int fd);
ssize_t kernel_random(void *bytes, size_t count);

/// How many bytes at the beginning are zero.
size_t kernel_leading_zeros(const void *bytes, size_t count);
/// How many bytes are left when the zeros at the end are taken away.
size_t kernel_without_trailing_zeros(const void *bytes, size_t count);
/// 1 when all bytes are `value`.
int kernel_is_filled(const void *bytes, size_t count, uint8_t value);
int kernel_is_equal(const void *left, const void *right, size_t count);
